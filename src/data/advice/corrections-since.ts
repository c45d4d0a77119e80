import type { ScopedReader } from '../../access/scoped-db.ts';
import { AuditTrail } from '../../entities/compliance/audit-trail.entity.ts';
import { CurrencyExchangeRate } from '../../entities/markets/currency-exchange-rate.entity.ts';
import { MarketPrice } from '../../entities/trading/market-price.entity.ts';
import { Transaction } from '../../entities/trading/transaction.entity.ts';
import { addDays } from '../../shared/calendar.ts';
import { minute } from '../records/listed.ts';
import { knownQuote } from './known-quote.ts';
import type { KnownQuery } from './known-market.ts';

/** Something that came to be known after a decision about the time before it, in words, with what it touches. */
export interface Correction {
  readonly at: Date;
  readonly text: string;
  readonly kind: 'transaction' | 'price' | 'rate' | 'record';
  /** Ticker, currency pair or table: what a changed figure is matched by. */
  readonly about: string;
}

export interface CorrectionsQuery extends KnownQuery {
  readonly clientId: string;
  /** Securities that the decision looked at. */
  readonly securityIds: readonly string[];
}

type Since = Pick<KnownQuery, 'asOf' | 'knownAt'>;

/** Two years of weeks and the one before: what the engine looks at. */
const LOOK_BACK_DAYS = 750;
/** Of changed quotes and rows; a feed that restated everything needs no longer list to be understood. */
const MOST_OF_A_KIND = 500;

/** Everything recorded, corrected or cancelled since a decision about the days before it, oldest first. */
export async function loadCorrectionsSince(db: ScopedReader, query: CorrectionsQuery): Promise<Correction[]> {
  const found = [...await transactionsSince(db, { ...query, portfolioIds: [query.portfolioId] }), ...await pricesSince(db, query), ...await ratesSince(db, query), ...await recordsSince(db, query)];
  return found.toSorted((left, right) => left.at.getTime() - right.at.getTime());
}

/** Bookings and cancellations about the days up to one; of every portfolio where none are named. */
export async function transactionsSince(db: ScopedReader, { portfolioIds, asOf, knownAt }: Since & { readonly portfolioIds?: readonly string[] | undefined }): Promise<Correction[]> {
  const rows = await db.find(Transaction, { ...(portfolioIds ? { portfolio: { $in: [...portfolioIds] } } : {}), tradeDate: { $lte: asOf }, $or: [{ recordedAt: { $gt: knownAt } }, { cancelledAt: { $gt: knownAt } }] }, { populate: ['security'], orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }], limit: MOST_OF_A_KIND });
  return rows.flatMap((row): Correction[] => {
    const about = row.security?.ticker ?? row.currency;
    const what = `${row.kind.replaceAll('_', ' ')}${row.quantity ? ` of ${row.quantity} ${about}` : ` of ${row.grossAmount ?? '?'} ${row.currency}`} dated ${row.tradeDate}`;
    return [
      ...(row.recordedAt > knownAt ? [{ at: row.recordedAt, kind: 'transaction' as const, about, text: `${what} was booked at ${minute(row.recordedAt)}${row.supersedes ? ' as a correction' : ', back-dated'}` }] : []),
      ...(row.cancelledAt && row.cancelledAt > knownAt ? [{ at: row.cancelledAt, kind: 'transaction' as const, about, text: `${what} was cancelled at ${minute(row.cancelledAt)}` }] : []),
    ];
  });
}

/** Closes of the days up to one that were added or corrected; of every security where none are named. */
export async function pricesSince(db: ScopedReader, { securityIds, asOf, knownAt }: Since & { readonly securityIds?: readonly string[] }): Promise<Correction[]> {
  const rows = await db.find(MarketPrice, { ...(securityIds ? { security: { $in: [...securityIds] } } : {}), priceDate: { $lte: asOf, $gte: addDays(asOf, -LOOK_BACK_DAYS) }, recordedAt: { $gt: knownAt } }, { populate: ['security'], orderBy: [{ recordedAt: 'asc' }, { priceDate: 'asc' }], limit: MOST_OF_A_KIND });
  return rows.map((row) => {
    const before = knownQuote(row.close, row, knownAt);
    return { at: row.recordedAt, kind: 'price', about: row.security.ticker, text: `the close of ${row.security.ticker} on ${row.priceDate} was ${before === undefined ? `added as ${row.close}` : `corrected from ${before} to ${row.close}`} at ${minute(row.recordedAt)} (${row.source})` };
  });
}

export async function ratesSince(db: ScopedReader, { asOf, knownAt }: Since): Promise<Correction[]> {
  const rows = await db.find(CurrencyExchangeRate, { rateDate: { $lte: asOf, $gte: addDays(asOf, -LOOK_BACK_DAYS) }, recordedAt: { $gt: knownAt } }, { orderBy: [{ recordedAt: 'asc' }, { rateDate: 'asc' }], limit: MOST_OF_A_KIND });
  return rows.map((row) => {
    const pair = `${row.baseCurrency}/${row.quoteCurrency}`;
    const before = knownQuote(row.rate, row, knownAt);
    return { at: row.recordedAt, kind: 'rate', about: pair, text: `the rate of ${pair} on ${row.rateDate} was ${before === undefined ? `added as ${row.rate}` : `corrected from ${before} to ${row.rate}`} at ${minute(row.recordedAt)} (${row.source})` };
  });
}

async function recordsSince(db: ScopedReader, { clientId, portfolioId, knownAt }: CorrectionsQuery): Promise<Correction[]> {
  const tables = ['Clients', 'Portfolios', 'ClientPreferences', 'KYCVerification', 'RegulatoryFlags', 'AssetAllocationTargets', 'InvestmentGoals', 'Securities'];
  const rows = await db.find(AuditTrail, { occurredAt: { $gt: knownAt }, tableName: { $in: tables }, $or: [{ clientId }, { rowKey: portfolioId }, { tableName: 'Securities' }] }, { orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }], limit: MOST_OF_A_KIND });
  return rows.map((row) => ({ at: row.occurredAt, kind: 'record', about: row.tableName, text: `${row.tableName}: ${row.changes.map(({ field }) => field).join(', ')} ${row.operation === 'insert' ? 'added' : row.operation === 'delete' ? 'removed' : 'changed'} at ${minute(row.occurredAt)} by ${row.actorRole}` }));
}
