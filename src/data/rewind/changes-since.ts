import type { ScopedReader } from '../../access/scoped-db.ts';
import { AuditTrail } from '../../entities/compliance/audit-trail.entity.ts';
import { Portfolio } from '../../entities/portfolios/portfolio.entity.ts';
import { dayOf } from '../../shared/calendar.ts';
import { pricesSince, ratesSince, transactionsSince, type Correction } from '../advice/corrections-since.ts';
import type { CausedDifference } from '../advice/cause-of.ts';
import type { Difference } from '../../domain/advice-life/compare-values.ts';
import { minute } from '../records/listed.ts';

export interface ChangesQuery {
  readonly at: Date;
  /** Tables that were read. */
  readonly tables: ReadonlySet<string>;
  /** Whose portfolios and records; everybody's when absent. */
  readonly clientIds?: readonly string[] | undefined;
}

const MOST = 500;
const SAID = 3;

/** What came to be known, after an instant, about the time before it, in the tables that were read; oldest first. */
export async function loadChangesSince(db: ScopedReader, { at, tables, clientIds }: ChangesQuery): Promise<Correction[]> {
  const since = { asOf: dayOf(at), knownAt: at };
  const isDerived = ['Holdings', 'PortfolioSnapshots', 'PerformanceMetrics', 'ActualAllocations', 'TaxRecords', 'DividendPayouts'].some((table) => tables.has(table));
  const portfolioIds = clientIds && (await db.find(Portfolio, { client: { $in: [...clientIds] } }, { fields: ['id'] })).map(({ id }) => id);
  const found = [
    ...(isDerived || tables.has('Transactions') ? await transactionsSince(db, { ...since, portfolioIds }) : []),
    ...(isDerived || tables.has('MarketPrices') ? await pricesSince(db, since) : []), ...(isDerived || tables.has('CurrencyExchangeRates') ? await ratesSince(db, since) : []),
    ...await recordsSince(db, { at, tables, clientIds }),
  ];
  return found.toSorted((left, right) => left.at.getTime() - right.at.getTime());
}

async function recordsSince(db: ScopedReader, { at, tables, clientIds }: ChangesQuery): Promise<Correction[]> {
  const names = [...tables].filter((table) => table !== 'Transactions');
  const whose = clientIds ? { $or: [{ clientId: { $in: [...clientIds] } }, { clientId: null }] } : {};
  const rows = await db.find(AuditTrail, { occurredAt: { $gt: at }, tableName: { $in: names }, ...whose }, { orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }], limit: MOST });
  return rows.map((row): Correction => {
    const fields = row.operation === 'update' ? row.changes.map(({ field, before, after }) => `${field} from ${plain(before)} to ${plain(after)}`).join(', ') : row.operation === 'insert' ? 'added' : 'removed';
    return { at: row.occurredAt, kind: 'record', about: row.rowKey, text: `${row.tableName} ${row.rowKey}: ${fields} at ${minute(row.occurredAt)} by ${row.actorRole}` };
  });
}

function plain(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Names the changes that explain each difference: those about what the path or the values name, otherwise what all of it rests on. */
export function withChanges(differences: readonly Difference[], changes: readonly Correction[], asTheyStand: readonly string[]): CausedDifference[] {
  return differences.map((difference) => {
    const parts = new Set(difference.path.split('/'));
    const values = JSON.stringify([difference.kept ?? null, difference.other ?? null]);
    const own = changes.filter(({ about, kind, text }) => (kind === 'record' ? values.includes(about) || fieldsIn(text).some((field) => parts.has(field)) : parts.has(about) || values.includes(`"${about}"`)));
    const named = own.length > 0 ? said(own) : changes.length > 0 ? `follows from: ${said(changes)}` : asTheyStand.length > 0 ? `${asTheyStand.join(', ')} changed since, and nothing keeps what stood before` : 'changed since; no entry says by what';
    return { ...difference, cause: named };
  });
}

/** "Clients anna: riskScore from 70 to 40 at ..." speaks of riskScore. */
function fieldsIn(text: string): string[] {
  return [...text.matchAll(/(?:: |, )(\w+) from /g)].map(([, field]) => field!);
}

function said(changes: readonly Correction[]): string {
  const texts = [...new Set(changes.map(({ text }) => text))];
  return texts.length > SAID ? `${texts.slice(0, SAID).join('; ')}; and ${texts.length - SAID} more` : texts.join('; ');
}
