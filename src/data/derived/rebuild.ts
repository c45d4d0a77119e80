import { setImmediate as turnOfOthers } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import { SqlitePlatform } from '@mikro-orm/sql';
import type { IsoDate } from '../../shared/calendar.ts';
import { retriedTransaction } from '../retry-conflicts.ts';
import { selectTransactions, type TransactionRow } from '../transactions/transaction-row.ts';
import type { BenchmarkFacts } from './benchmark-levels.ts';
import type { Derivation, PortfolioFacts } from './context.ts';
import { derivePortfolio } from './derive-portfolio.ts';
import { loadBenchmarks, loadPortfolios, loadSecurities } from './load-context.ts';
import { lockPortfolios } from './lock-portfolios.ts';
import { MarketLoader } from './load-market.ts';
import { totalValue } from './holdings.ts';
import { insertSnapshots } from './snapshots.ts';
import { SqlRows } from './sql-rows.ts';
import {
  deleteAnnounced, deleteMetrics, insertAllocations, insertHoldings, insertMetrics, insertPayouts, insertTaxYears, type Stamp,
} from './write-derived.ts';

/** Portfolios whose transactions are in memory together. */
const BATCH = 10;

export interface RebuildOptions {
  /** All portfolios when absent. */
  readonly portfolioIds?: readonly string[];
  /** Last day derived; later transactions, prices and rates do not count yet. */
  readonly today: IsoDate;
  /** Instant that the rows carry; midnight UTC of `today` when absent. */
  readonly now?: Date;
  readonly onProgress?: (done: number, total: number) => void;
  /** Closes and rates that the caller keeps from call to call, while nothing changes them. */
  readonly market?: MarketLoader;
}

/**
 * Derives holdings, snapshots, allocations, paid dividends, tax figures and performance metrics from transactions, prices and rates alone,
 * replacing what was there. Memory is bounded by a batch of portfolios; each batch is one transaction, or a part of the caller's, if there is one.
 * @returns Number of portfolios derived.
 * @throws AppError invalid-input, naming the transaction, when the history of a portfolio is impossible; its batch stays as it was (in the
 * caller's transaction it may be half replaced: roll that one back).
 */
export async function rebuildDerived(em: EntityManager, options: RebuildOptions): Promise<number> {
  const portfolios = await loadPortfolios(new SqlRows(em), options.portfolioIds);
  const market = options.market ?? new MarketLoader(options.today);
  for (let start = 0; start < portfolios.length; start += BATCH) {
    const batch = portfolios.slice(start, start + BATCH);
    const rebuild = async (tx: EntityManager): Promise<void> => {
      await lockPortfolios(tx, batch.map(({ id }) => id));
      await rebuildBatch(new SqlRows(tx), batch, { ...options, market, stamp: stampOf(tx, options) });
    };
    // No savepoint inside a transaction: the embedded engine would keep a copy of every page that changes after it.
    await (em.isInTransaction() ? rebuild(em) : retriedTransaction(em, rebuild));
    options.onProgress?.(start + batch.length, portfolios.length);
    // The embedded engine answers at once: without this pause no timer and no other request would have a turn before the end.
    await turnOfOthers();
  }
  return portfolios.length;
}

/** The instant as the engine keeps it: milliseconds on SQLite, text on a server. */
export function stampOf(em: EntityManager, { now, today }: { readonly now?: Date; readonly today: IsoDate }): Stamp {
  const instant = now?.getTime() ?? Date.parse(`${today}T00:00:00Z`);
  return em.getPlatform() instanceof SqlitePlatform ? instant : new Date(instant).toISOString().slice(0, 23).replace('T', ' ');
}

export interface BatchOptions {
  readonly today: IsoDate;
  readonly market: MarketLoader;
  readonly stamp: Stamp;
}

/** Derives some portfolios from nothing, in the caller's transaction. */
export async function rebuildBatch(sql: SqlRows, portfolios: readonly PortfolioFacts[], options: BatchOptions): Promise<void> {
  const ids = portfolios.map(({ id }) => id);
  if (ids.length === 0) return;
  const rows = await selectTransactions(sql, `portfolio_id in (${sql.marks(ids)}) and trade_date <= ?`, [...ids, options.today]);
  const setting = await prepare(sql, ids, rows, options);
  await deleteDerived(sql, ids);
  const byPortfolio = Map.groupBy(rows, ({ portfolioId }) => portfolioId);
  for (const portfolio of portfolios) {
    const derivation = setting.derivationOf(portfolio);
    const derived = derivePortfolio(byPortfolio.get(portfolio.id) ?? [], derivation, setting.benchmarks.get(portfolio.id));
    await insertSnapshots(sql, portfolio, derived.snapshots, options.stamp);
    await insertHoldings(sql, derived.holdings, { derivation, now: options.stamp, total: totalValue(derived.holdings) });
    await insertAllocations(sql, derived.allocations, derivation, options.stamp);
    await deleteAnnounced(sql, portfolio.id, derived.payouts);
    await insertPayouts(sql, derived.payouts, derivation, options.stamp);
    await insertTaxYears(sql, derived.taxes, derivation, options.stamp);
    await insertMetrics(sql, derived.metrics, derivation, options.stamp);
  }
}

export interface Setting {
  readonly benchmarks: ReadonlyMap<string, BenchmarkFacts>;
  derivationOf(portfolio: PortfolioFacts): Derivation;
}

export interface PrepareOptions extends BatchOptions {
  /** More securities whose prices are needed. */
  readonly affected?: readonly string[];
  /** More securities of which only the master data are needed. */
  readonly named?: readonly string[];
}

/** Loads what the transactions of some portfolios refer to, and their benchmarks. */
export async function prepare(
  sql: SqlRows, portfolioIds: readonly string[], rows: readonly TransactionRow[], { market, today, affected = [], named = [] }: PrepareOptions,
): Promise<Setting> {
  const benchmarks = await loadBenchmarks(sql, portfolioIds, today);
  const indices = [...benchmarks.values()].flatMap(({ components }) => components.map(({ securityId }) => securityId));
  const traded = rows.flatMap(({ securityId, counterSecurityId }) => [securityId, counterSecurityId]).filter((id) => id !== null);
  const used = [...new Set([...indices, ...traded, ...affected])];
  const securities = await loadSecurities(sql, [...new Set([...used, ...named])]);
  const grid = await market.grid(sql, used.filter((id) => securities.byId.get(id)?.isCash === false));
  return {
    benchmarks,
    derivationOf: (portfolio) => ({ portfolio, securities: securities.byId, cashSecurities: securities.cashByCurrency, market: grid, today }),
  };
}

async function deleteDerived(sql: SqlRows, ids: readonly string[]): Promise<void> {
  for (const table of ['PortfolioSnapshots', 'Holdings', 'ActualAllocations', 'TaxRecords']) {
    await sql.run(`delete from ${table} where portfolio_id in (${sql.marks(ids)})`, ids);
  }
  await sql.run(`delete from DividendPayouts where portfolio_id in (${sql.marks(ids)}) and status = 'paid'`, ids);
  await deleteMetrics(sql, ids);
}

/** An instant as a raw query reads it (milliseconds or UTC text), as ISO text. */
export function instantOf(stored: unknown): string {
  return (typeof stored === 'number' ? new Date(stored) : new Date(`${String(stored).replace(' ', 'T').replace(/Z$/, '')}Z`)).toISOString();
}
