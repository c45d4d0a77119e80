import type { ScopedDb } from '../../access/scoped-db.ts';
import { ActualAllocation } from '../../entities/planning/actual-allocation.entity.ts';
import { Portfolio } from '../../entities/portfolios/portfolio.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { decimal } from '../../shared/decimal.ts';
import { loadTargets } from '../planning/load-targets.ts';

export interface Underweight {
  readonly portfolio: string;
  readonly client: string;
  readonly assetClass: string;
  readonly actualFraction: number;
  readonly targetFraction: number;
  /** Target less actual, above zero. */
  readonly gapFraction: number;
  readonly isBelowBand: boolean;
  /** What is missing to the target, in `currency`, to the cent. */
  readonly gapBase: string;
  readonly currency: string;
}

export interface Underweights {
  readonly asOf: IsoDate | undefined;
  readonly rows: readonly Underweight[];
}

/**
 * Asset classes that weigh less than their target in force, widest gap first, on the newest day derived. A class with a target of which
 * nothing is held weighs 0; a portfolio without any allocation is left out. Same as sql/views/report_underweight_allocations.sql.
 */
export async function loadUnderweights(db: ScopedDb, today: IsoDate): Promise<Underweights> {
  const [newest] = await db.aggregate({ entity: ActualAllocation, where: { dimension: 'asset_class' }, aggregates: { day: { fn: 'max', of: 'asOf' } } });
  const asOf = newest?.['day'] as IsoDate | null | undefined; // a day column comes back as a day
  if (!asOf) return { asOf: undefined, rows: [] };
  const actual = await db.find(ActualAllocation, { dimension: 'asset_class', asOf }, { fields: ['portfolio', 'bucket', 'weightFraction', 'valueBase', 'currency'] });
  const weights = new Map<string, Map<string, (typeof actual)[number]>>();
  for (const row of actual) weights.set(row.portfolio.id, (weights.get(row.portfolio.id) ?? new Map<string, (typeof actual)[number]>()).set(row.bucket, row));
  const portfolios = await db.find(Portfolio, { status: { $ne: 'closed' } }, { fields: ['id', 'name', 'client', 'baseCurrency'], populate: ['client'] });
  const targets = await loadTargets(db, portfolios.map(({ id }) => id), today);
  const rows = portfolios.flatMap(({ id, name, client, baseCurrency }): Underweight[] => {
    const own = weights.get(id);
    if (!own) return [];
    const total = [...own.values()].reduce((sum, { valueBase }) => sum.plus(valueBase), decimal(0));
    return (targets.get(id) ?? []).flatMap(({ assetClass, targetFraction, minFraction }) => {
      const actualFraction = own.get(assetClass)?.weightFraction ?? 0;
      const gapFraction = targetFraction - actualFraction;
      if (gapFraction <= 0) return [];
      const gapBase = total.times(targetFraction).minus(own.get(assetClass)?.valueBase ?? 0).toFixed(2);
      return [{ portfolio: name, client: client.fullName, assetClass, actualFraction, targetFraction, gapFraction, isBelowBand: actualFraction < minFraction, gapBase, currency: baseCurrency }];
    });
  });
  return { asOf, rows: rows.toSorted((left, right) => right.gapFraction - left.gapFraction || left.portfolio.localeCompare(right.portfolio, 'en')) };
}
