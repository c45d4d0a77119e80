import type { EntityManager } from '@mikro-orm/core';
import type { IsoDate } from '../../shared/calendar.ts';
import { invalidInput, notFound } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import { Transaction } from '../../entities/trading/transaction.entity.ts';
import { cashEffect } from '../../domain/lots/transaction-cash.ts';
import { ONE } from '../../shared/decimal.ts';
import { applyChange, lockPortfolios, type MarketLoader, type TransactionChange } from '../derived/index.ts';
import { stampOf } from '../derived/rebuild.ts';
import { SqlRows } from '../derived/sql-rows.ts';
import { retriedTransaction } from '../retry-conflicts.ts';
import { rowOfNew, type NewTransaction } from './new-transaction.ts';
import { toDomain } from './to-domain.ts';
import { trailTransactions } from './trail-transactions.ts';
import { selectTransactions, transactionWriter, type TransactionRow } from './transaction-row.ts';

/** When and with what ids something is written. */
export interface BookingContext {
  readonly now: Date;
  readonly today: IsoDate;
  readonly newId: NewId;
  /** Prices and rates to keep from booking to booking. Only while the caller holds all portfolios that it books in, or a price that comes in between is lost. */
  readonly market?: MarketLoader | undefined;
}

export interface Booked {
  /** Ids in the order given; of a transaction that was already there, its own. */
  readonly ids: readonly string[];
  readonly added: number;
  readonly alreadyThere: number;
}

/**
 * Books transactions and brings the derived tables up to date, all in one transaction (the caller's, when there is one).
 * A transaction whose `externalRef` the portfolio already has adds nothing. Back-dated ones are welcome.
 * @throws AppError invalid-input, naming the transaction, when it sells more than is held on its day or lacks what its kind needs; nothing is then written.
 */
export async function bookTransactions(em: EntityManager, transactions: readonly NewTransaction[], context: BookingContext): Promise<Booked> {
  return retriedTransaction(em, async (tx) => {
    const portfolioIds = [...new Set(transactions.map(({ portfolioId }) => portfolioId))].sort();
    await lockPortfolios(tx, portfolioIds);
    const known = await knownReferences(tx, transactions);
    const nextSequence = await sequences(tx, transactions);
    const rows: { row: TransactionRow; source: NewTransaction }[] = [];
    const ids = transactions.map((source) => {
      const key = source.externalRef ? `${source.portfolioId} ${source.externalRef}` : undefined;
      const there = key === undefined ? undefined : known.get(key);
      if (there !== undefined) return there;
      const id = source.id ?? context.newId();
      if (key !== undefined) known.set(key, id);
      rows.push({ row: rowOfNew(source, id, nextSequence(source)), source });
      return id;
    });
    await insertTransactions(tx, rows, context);
    await trailTransactions(tx, rows.map(({ row, source }) => ({ row, act: 'booked' as const, source: source.source })), context);
    await applyChange(tx, { transactions: rows.map(({ row }) => ({ after: row })), today: context.today, now: context.now, market: context.market });
    return { ids, added: rows.length, alreadyThere: transactions.length - rows.length };
  });
}

/** What a correction may state anew; the rest stays. */
export type TransactionPatch = Partial<Omit<NewTransaction, 'portfolioId' | 'id' | 'externalRef'>>;

/**
 * Replaces a booked transaction: the old row is cancelled and kept, the new one supersedes it and takes over its reference and its place.
 * @returns Id of the new row.
 * @throws AppError not-found; invalid-input as `bookTransactions`.
 */
export async function correctTransaction(
  em: EntityManager, { transactionId, patch }: { readonly transactionId: string; readonly patch: TransactionPatch }, context: BookingContext,
): Promise<string> {
  return retriedTransaction(em, async (tx) => {
    const { row: before, stored } = await lockedRow(tx, transactionId);
    const id = context.newId();
    const source: NewTransaction = { ...before, source: stored.source, isSimulated: stored.isSimulated, note: stored.note ?? null, externalRef: stored.externalRef ?? null, ...patch };
    const after = { ...rowOfNew(source, id, before.sequence), portfolioId: before.portfolioId };
    // The reference moves to the new row, or a repeated import would add the corrected transaction again.
    await tx.nativeUpdate(Transaction, { id: transactionId }, { status: 'cancelled', cancelledAt: context.now, externalRef: null });
    await insertTransactions(tx, [{ row: after, source }], context, transactionId);
    await trailTransactions(tx, [{ row: before, act: 'cancelled' }, { row: after, act: 'booked', source: source.source, supersedes: transactionId }], context);
    await applyChange(tx, { transactions: [{ before, after }], today: context.today, now: context.now });
    return id;
  });
}

/**
 * Cancels a booked transaction; the row stays, with the instant. Its reference stays too: importing it again does not bring it back.
 * @throws AppError not-found; invalid-input, naming the trade, when later ones need the units that it brought.
 */
export async function cancelTransaction(em: EntityManager, transactionId: string, context: BookingContext): Promise<void> {
  await retriedTransaction(em, async (tx) => {
    const { row: before } = await lockedRow(tx, transactionId);
    await tx.nativeUpdate(Transaction, { id: transactionId }, { status: 'cancelled', cancelledAt: context.now });
    await trailTransactions(tx, [{ row: before, act: 'cancelled' }], context);
    const changes: TransactionChange[] = [{ before }];
    await applyChange(tx, { transactions: changes, today: context.today, now: context.now });
  });
}

async function lockedRow(tx: EntityManager, id: string) {
  const sql = new SqlRows(tx);
  const found = await tx.findOne(Transaction, { id, status: 'booked' }, { disableIdentityMap: true });
  if (!found) throw notFound('transaction');
  await lockPortfolios(tx, [found.portfolio.id]);
  // Read again behind the lock: somebody may have cancelled it meanwhile.
  const [row] = await selectTransactions(sql, 'id = ?', [id]);
  if (!row) throw notFound('transaction');
  return { row, stored: found };
}

async function knownReferences(tx: EntityManager, transactions: readonly NewTransaction[]): Promise<Map<string, string>> {
  const sql = new SqlRows(tx);
  const known = new Map<string, string>();
  for (const [portfolioId, own] of Map.groupBy(transactions, (transaction) => transaction.portfolioId)) {
    const references = own.map(({ externalRef }) => externalRef).filter((reference) => typeof reference === 'string');
    for (let start = 0; start < references.length; start += 1000) {
      const part = references.slice(start, start + 1000);
      const rows = await sql.select(`select id, external_ref from Transactions where portfolio_id = ? and external_ref in (${sql.marks(part)})`, [portfolioId, ...part]);
      for (const row of rows) known.set(`${portfolioId} ${String(row['external_ref'])}`, String(row['id']));
    }
  }
  return known;
}

/** New transactions come after those already booked on their day, in the order given. */
async function sequences(tx: EntityManager, transactions: readonly NewTransaction[]): Promise<(transaction: NewTransaction) => number> {
  const sql = new SqlRows(tx);
  const next = new Map<string, number>();
  for (const [portfolioId, own] of Map.groupBy(transactions, (transaction) => transaction.portfolioId)) {
    const days = [...new Set(own.map(({ tradeDate }) => tradeDate))];
    for (let start = 0; start < days.length; start += 1000) {
      const part = days.slice(start, start + 1000);
      const rows = await sql.select(
        `select trade_date, max(sequence) as last from Transactions where portfolio_id = ? and trade_date in (${sql.marks(part)}) group by trade_date`, [portfolioId, ...part],
      );
      for (const row of rows) next.set(`${portfolioId} ${String(row['trade_date'])}`, Number(row['last']) + 1);
    }
  }
  return ({ portfolioId, tradeDate }) => {
    const key = `${portfolioId} ${tradeDate}`;
    const sequence = next.get(key) ?? 0;
    next.set(key, sequence + 1);
    return sequence;
  };
}

async function insertTransactions(
  tx: EntityManager, rows: readonly { row: TransactionRow; source: NewTransaction }[], { now, today }: BookingContext, supersedes?: string,
): Promise<void> {
  if (rows.length === 0) return;
  for (const { row } of rows) requireSense(row);
  const recordedAt = stampOf(tx, { now, today });
  const { columns, valuesOf } = transactionWriter(tx);
  await new SqlRows(tx).insertEach('Transactions', rows, {
    columns: [...columns, 'source', 'is_simulated', 'external_ref', 'note'],
    valuesOf: ({ row, source }) => [
      ...valuesOf(row, cashEffect(toDomain(row, row.currency, () => ONE)).abs().toFixed(4)),
      source.source, source.isSimulated ? 1 : 0, source.externalRef ?? null, source.note ?? null,
    ],
    alike: { status: 'booked', recorded_at: recordedAt, version: 1, supersedes_id: supersedes ?? null },
  });
}

const NEVER_NEGATIVE = ['quantity', 'price', 'grossAmount', 'fees', 'taxesWithheld', 'accruedInterest', 'costBasis', 'marketValue', 'cashInLieu'] as const;

function requireSense(row: TransactionRow): void {
  const wrong = NEVER_NEGATIVE.find((column) => row[column]?.startsWith('-') && row.kind !== 'interest');
  if (wrong) {
    throw invalidInput(`Transaction ${row.id} of ${row.tradeDate} has a negative ${wrong}.`, {
      hint: 'Quantities and amounts are never negative; the kind says the direction.', where: { transactionId: row.id, field: wrong },
    });
  }
}
