import { IsolationLevel, type EntityManager, type EntityMetadata } from '@mikro-orm/core';
import { SqlitePlatform, type SqlEntityManager } from '@mikro-orm/sql';
import { dayOf, type IsoDate } from '../../shared/calendar.ts';
import { loadPortfolios } from '../derived/load-context.ts';
import { MarketLoader } from '../derived/load-market.ts';
import { instantOf, rebuildBatch, stampOf } from '../derived/rebuild.ts';
import type { Stamp } from '../derived/write-derived.ts';
import { rewindQuotes, rewindTransactions } from './rewind-quotes.ts';
import { loadTrailSince, takeBack } from './rewind-trail.ts';
import { ShadowTables } from './shadow-tables.ts';
import { BITEMPORAL, changeColumns, DERIVED, madeColumn, QUOTES, tablesBehind } from './tables.ts';

export interface Moment {
  /** Whatever was recorded, changed, corrected or cancelled after this instant does not count. */
  readonly at: Date;
  /** Tables that are going to be read. */
  readonly tables: Iterable<string>;
  /** Clients whose portfolios are derived again where that is needed; all when absent. */
  readonly clientIds?: readonly string[];
  /** The last day derived then: `derivedDays` has the candidates, the first of them when absent. */
  readonly derivedDay?: IsoDate;
  /** Derives again also where nothing was recorded since: for a day that is over, as it is known now. */
  readonly isDerivedAnyway?: boolean;
}

/** An instant that nothing comes after. */
export const KNOWN_NOW = new Date('9999-12-31T00:00:00Z');

/** How far the state of then could be had again. */
export interface StateAt {
  /** Tables that were put back. */
  readonly putBack: readonly string[];
  /** Tables that have changed since and keep nothing of what stood before: they are read as they stand. */
  readonly asTheyStand: readonly string[];
  /** Days up to which the derived tables may have been derived then. */
  readonly derivedDays: readonly IsoDate[];
}

const BATCH = 10;

/**
 * Hands over an entity manager that sees the database as it was at an instant, for reading: on a connection of its own, temporary copies of
 * the tables that have changed since stand before the real ones. Nothing is written to any table, and nothing of it stays.
 */
export async function withStateAt<T>(em: EntityManager, moment: Moment, work: (em: SqlEntityManager, state: StateAt) => Promise<T>): Promise<T> {
  const tx = em.fork() as SqlEntityManager; // both engines are SQL
  // Copying must not lock what it reads: whatever comes in meanwhile is later than the instant and does not count anyway.
  await tx.begin(tx.getPlatform() instanceof SqlitePlatform ? {} : { isolationLevel: IsolationLevel.READ_COMMITTED });
  const shadows = new ShadowTables(tx);
  try {
    return await work(tx, await putBack(tx, shadows, moment));
  } finally {
    await shadows.drop();
    await tx.rollback();
  }
}

async function putBack(em: SqlEntityManager, shadows: ShadowTables, moment: Moment): Promise<StateAt> {
  const { at } = moment;
  const stamp = stampOf(em, { now: at, today: dayOf(at) });
  const metas = tablesBehind(em, moment.tables);
  const trail = Map.groupBy(await loadTrailSince(em, metas.map(({ tableName }) => tableName), at), ({ tableName }) => tableName);
  const derivedDays = await derivedUntil(shadows, metas, at, stamp);
  const stay = new Set<string>();
  for (const meta of metas) {
    const { tableName } = meta;
    if (DERIVED.includes(tableName)) continue;
    if (BITEMPORAL.includes(tableName)) {
      if (!(await hasLater(shadows, tableName, tableName === 'Transactions' ? ['recorded_at', 'cancelled_at'] : ['recorded_at'], stamp))) continue;
      if (tableName in QUOTES) await rewindQuotes(shadows, meta, at, stamp);
      else await rewindTransactions(shadows, meta, stamp);
      continue;
    }
    const made = madeColumn(meta);
    const changes = trail.get(tableName) ?? [];
    if (changes.length > 0 || (made !== undefined && await hasLater(shadows, tableName, [made], stamp))) {
      await (made === undefined ? shadows.add(meta) : shadows.add(meta, `${made} <= ?`, [stamp]));
      if ((await takeBack(em, shadows.sql, meta, changes)).length > 0) stay.add(tableName);
    }
    if (await hasLater(shadows, tableName, changeColumns(meta), stamp)) stay.add(tableName);
  }
  await deriveAgain(em, shadows, metas, { ...moment, stamp, today: moment.derivedDay ?? derivedDays[0] ?? dayOf(at) });
  return { putBack: metas.map(({ tableName }) => tableName).filter((table) => shadows.has(table)), asTheyStand: [...stay], derivedDays };
}

async function hasLater({ sql }: ShadowTables, table: string, columns: readonly string[], stamp: Stamp): Promise<boolean> {
  for (const column of columns) if ((await sql.select(`select 1 as found from \`${table}\` where \`${column}\` > ? limit 1`, [stamp])).length > 0) return true;
  return false;
}

/** What is derived ends with the day of the last change that brought it up to date, or with the day itself. */
async function derivedUntil({ sql }: ShadowTables, metas: readonly EntityMetadata[], at: Date, stamp: Stamp): Promise<IsoDate[]> {
  if (!metas.some(({ tableName }) => DERIVED.includes(tableName))) return [];
  const lasts: string[] = [];
  for (const table of BITEMPORAL) {
    const [row] = await sql.select(`select max(recorded_at) as last from ${table} where recorded_at <= ?`, [stamp]);
    if (row?.['last'] !== null && row?.['last'] !== undefined) lasts.push(instantOf(row['last']));
  }
  const last = lasts.toSorted().at(-1);
  return [...new Set([dayOf(at), ...(last === undefined ? [] : [dayOf(new Date(last))])])];
}

/** Derives the tables again from what stands in the copies, where any of their sources has changed since. */
async function deriveAgain(em: SqlEntityManager, shadows: ShadowTables, metas: readonly EntityMetadata[], { clientIds, isDerivedAnyway, stamp, today }: Pick<Moment, 'clientIds' | 'isDerivedAnyway'> & { readonly stamp: Stamp; readonly today: IsoDate }): Promise<void> {
  if (!metas.some(({ tableName }) => DERIVED.includes(tableName)) || (!isDerivedAnyway && !BITEMPORAL.some((table) => shadows.has(table)))) return;
  const { sql } = shadows;
  const ids = clientIds && (await sql.select(`select id from Portfolios where client_id in (${sql.marks(clientIds)})`, clientIds)).map(({ id }) => String(id));
  for (const meta of em.getMetadata().getAll().values()) {
    const { tableName } = meta;
    if (!DERIVED.includes(tableName)) continue;
    const made = tableName === 'DividendPayouts' ? " and (status = 'paid' or created_at <= ?)" : '';
    await shadows.add(meta, `${ids ? `portfolio_id in (${sql.marks(ids)})` : '1 = 1'}${made}`, [...(ids ?? []), ...(made ? [stamp] : [])]);
  }
  const portfolios = await loadPortfolios(sql, ids);
  const market = new MarketLoader(today);
  for (let start = 0; start < portfolios.length; start += BATCH) await rebuildBatch(sql, portfolios.slice(start, start + BATCH), { today, market, stamp });
}
