import type { ScopedReader } from '../../access/scoped-db.ts';
import type { StateSecurity } from '../../domain/portfolio-state/portfolio-state.ts';
import { EsgRating } from '../../entities/trading/esg-rating.entity.ts';
import { SecurityRating } from '../../entities/trading/security-rating.entity.ts';
import { Security } from '../../entities/trading/security.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { inParts } from './in-parts.ts';

/** Securities as advice and compliance see them on a day, by id: three queries for each thousand ids. */
export async function loadStateSecurities(db: ScopedReader, ids: readonly string[], asOf: IsoDate): Promise<Map<string, StateSecurity>> {
  const wanted = [...new Set(ids)].toSorted();
  const rows = await inParts(wanted, (part) => db.find(Security, { id: { $in: part } }, { orderBy: { id: 'asc' } }));
  const esg = await inParts(wanted, (part) => db.find(EsgRating, { security: { $in: part }, ratedOn: { $lte: asOf } }, {
    fields: ['security', 'score'], orderBy: [{ security: 'asc' }, { ratedOn: 'desc' }, { agency: 'asc' }],
  }));
  const ratings = await inParts(wanted, (part) => db.find(SecurityRating, { security: { $in: part }, ratedOn: { $lte: asOf }, score: { $ne: null } }, {
    fields: ['security', 'score', 'action', 'ratedOn'], orderBy: [{ security: 'asc' }, { ratedOn: 'desc' }, { agency: 'asc' }, { id: 'asc' }],
  }));
  const newestEsg = firstBySecurity(esg);
  const newestRating = firstBySecurity(ratings);
  return new Map(rows.map((row) => {
    const rating = newestRating.get(row.id);
    return [row.id, { ...traitsOf(row, asOf), esgScore: newestEsg.get(row.id)?.score ?? null, ratingScore: rating?.score ?? null, ratingAction: rating?.action ?? null, ratedOn: rating?.ratedOn ?? null }];
  }));
}

type SecurityRow = Awaited<ReturnType<typeof findSecurities>>[number];
const findSecurities = (db: ScopedReader) => db.find(Security);

function traitsOf(row: SecurityRow, asOf: IsoDate): Omit<StateSecurity, 'esgScore' | 'ratingScore' | 'ratingAction' | 'ratedOn'> {
  const isRestricted = row.isRestricted && (!row.restrictedFrom || row.restrictedFrom <= asOf) && (!row.restrictedTo || row.restrictedTo >= asOf);
  return {
    id: row.id, ticker: row.ticker, name: row.name, assetClass: row.assetClass, exposureClass: row.exposureClass, issuer: row.issuer ?? null, sector: row.sector ?? null, industry: row.industry ?? null,
    country: row.country ?? null, region: row.region ?? null, currency: row.currency, unitSize: row.unitSize, quantityDecimals: row.quantityDecimals, status: row.status, isIndex: row.isIndex,
    isRestricted, restrictedReason: isRestricted ? row.restrictedReason ?? null : null, minRiskScore: row.minRiskScore ?? null, expenseRatioFraction: row.expenseRatioFraction ?? null,
    averageDailyVolume: row.averageDailyVolume ?? null, durationYears: row.durationYears ?? null, composition: compositionOf(row),
  };
}

function compositionOf({ composition }: SecurityRow): StateSecurity['composition'] {
  if (!composition) return null;
  const { asOf: _asOf, ...weights } = composition;
  return weights;
}

function firstBySecurity<R extends { readonly security: { readonly id: string } }>(rows: readonly R[]): Map<string, R> {
  const first = new Map<string, R>();
  for (const row of rows) if (!first.has(row.security.id)) first.set(row.security.id, row);
  return first;
}
