import type { ScopedDb, ScopedReader } from '../../access/scoped-db.ts';
import { HORIZON_DAYS, measureOutcome, OUTCOME_METHOD, type HorizonDays, type MeasuredLine, type MeasuredOutcome } from '../../domain/advice-life/measure-outcome.ts';
import type { PortfolioState } from '../../domain/portfolio-state/portfolio-state.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import { Security } from '../../entities/trading/security.entity.ts';
import { addDays, dayOf, daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { isUndefined, type Undefined } from '../../shared/undefined-value.ts';
import { retryConflicts } from '../retry-conflicts.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { eachAlone, type Pace } from './expire-recommendations.ts';
import { keptInputsOf } from './execute-recommendation.ts';
import { loadUnitValues } from './load-unit-values.ts';
import { stepAdvice } from './step-advice.ts';

/** One horizon as it is stored; `reason` says why it could not be measured. */
export interface StoredHorizon extends Partial<MeasuredOutcome> {
  readonly afterDays: HorizonDays;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly reason?: string;
}

const AT_ONCE = 200;

/**
 * Measures every carried-out recommendation at the horizons that have passed since and are not on record yet; one transaction each.
 * Recommendations of the past without the engine's inputs keep the outcome that they were recorded with.
 * @returns How many were measured.
 */
export async function measureRecommendations(db: ScopedDb, tools: SaveTools, pace: Pace = {}): Promise<number> {
  const today = tools.clock.today();
  const rows = await db.find(AiRecommendation, { status: { $in: ['executed', 'measured'] }, executedAt: { $lte: new Date(`${addDays(today, -HORIZON_DAYS[0])}T23:59:59.999Z`) } }, {
    fields: ['id', 'number', 'version', 'status', 'strategy', 'executedAt', 'inputs', 'trades', 'after', 'outcome'], orderBy: { number: 'asc' },
  });
  let measured = 0;
  for (const row of rows) {
    if (row.inputs['schema'] !== 1 || !row.executedAt) continue;
    const from = dayOf(row.executedAt);
    const known = horizonsOf(row.outcome);
    const due = HORIZON_DAYS.filter((days) => daysBetween(from, today) >= days && !known.some(({ afterDays }) => afterDays === days));
    if (due.length === 0) continue;
    measured += await eachAlone(row.id, pace, async () => {
      const fresh: StoredHorizon[] = [];
      for (const days of due) fresh.push(await measureHorizon(db, row, from, days));
      await retryConflicts(() => db.transaction((writer) => stepAdvice(writer, {
        recommendationId: row.id, expectedVersion: row.version, act: 'measure', actor: 'system', reason: `Measured after ${due.join(', ')} days.`, fields: { outcome: outcomeOf([...known, ...fresh]), outcomeMeasuredAt: tools.clock.now() },
        detail: { horizons: due },
      }, tools)));
    });
    if (measured >= AT_ONCE) break; // the rest waits for the next run
  }
  return measured;
}

/** The longest horizon that could be measured speaks for all. */
function outcomeOf(horizons: readonly StoredHorizon[]): Record<string, unknown> {
  const latest = horizons.findLast(({ gainBase }) => gainBase !== undefined);
  const said = latest ? { afterDays: latest.afterDays, gainAgainstDoingNothingBase: latest.gainBase?.toFixed(2), cameTrue: latest.cameTrue ?? null } : { reason: horizons.at(-1)?.reason };
  return { method: OUTCOME_METHOD, horizons, ...said };
}

export function horizonsOf(outcome: Readonly<Record<string, unknown>> | null | undefined): StoredHorizon[] {
  const stored = outcome?.['horizons'];
  return Array.isArray(stored) ? stored as StoredHorizon[] : []; // written above alone
}

type Executed = Pick<AiRecommendation, 'number' | 'strategy' | 'inputs' | 'trades' | 'after'>;

async function measureHorizon(db: ScopedReader, row: Executed, from: IsoDate, afterDays: HorizonDays): Promise<StoredHorizon> {
  const to = addDays(from, afterDays);
  const { snapshot: { state } } = keptInputsOf(row);
  const missing = missingOf(row, state);
  if (missing) return { afterDays, from, to, reason: missing };
  const points = pointsBetween(from, to);
  const lines = await linesOf(db, row, state, points);
  const measured: MeasuredOutcome | Undefined = measureOutcome({
    strategy: row.strategy, lines, targets: Object.fromEntries(state.targets.map(({ assetClass, targetFraction }) => [assetClass, targetFraction])),
    costBase: Number(row.after['estimatedCostBase']), taxBase: Number(row.after['estimatedTaxBase']),
  });
  return isUndefined(measured) ? { afterDays, from, to, reason: measured.reason } : { afterDays, from, to, ...measured };
}

/** Why an outcome cannot be told, before any price is looked at: an unknown cost is not no cost. */
function missingOf({ after }: Executed, { positions }: PortfolioState): string | undefined {
  if (typeof after['estimatedCostBase'] !== 'string') return 'the cost of the trades was not kept';
  if (typeof after['estimatedTaxBase'] !== 'string') return 'the tax on the trades was not known';
  const unvalued = positions.find(({ security, valueBase }) => security.assetClass === 'cash' && valueBase === null);
  return unvalued && `cash in ${unvalued.security.currency} could not be valued`;
}

/** A week apart, with the last day of the horizon as the last point. */
function pointsBetween(from: IsoDate, to: IsoDate): IsoDate[] {
  const points: IsoDate[] = [];
  for (let day = from; day < to; day = addDays(day, 7)) points.push(day);
  return [...points, to];
}

/** The book that the engine saw, with the trades and without; money that trades bring or take is cash in the base currency. */
async function linesOf(db: ScopedReader, row: Executed, state: PortfolioState, points: readonly IsoDate[]): Promise<MeasuredLine[]> {
  const { baseCurrency } = state.portfolio;
  const quantities = new Map<string, { with: number; without: number }>();
  let cash = 0;
  for (const { security, quantity, valueBase } of state.positions) {
    if (security.assetClass === 'cash') cash += Number(valueBase);
    else quantities.set(security.id, { with: Number(quantity), without: Number(quantity) });
  }
  let cashWith = cash;
  for (const { side, securityId, quantity, amountBase } of row.trades) {
    const sign = side === 'buy' ? 1 : -1;
    const line = quantities.get(securityId) ?? { with: 0, without: 0 };
    quantities.set(securityId, { ...line, with: line.with + sign * Number(quantity) });
    cashWith -= sign * Number(amountBase);
  }
  const ids = [...quantities.keys()].toSorted();
  const securities = await db.find(Security, { id: { $in: ids } }, { fields: ['id', 'ticker', 'currency', 'exposureClass'] });
  const values = await loadUnitValues(db, securities, baseCurrency, points);
  return [
    { name: 'cash', exposureClass: 'cash', quantityWith: cashWith, quantityWithout: cash, unitValues: points.map(() => 1) },
    ...securities.toSorted((left, right) => (left.id < right.id ? -1 : 1)).map(({ id, ticker, exposureClass }): MeasuredLine => {
      const { with: quantityWith, without: quantityWithout } = quantities.get(id)!;
      return { name: ticker, exposureClass, quantityWith, quantityWithout, unitValues: values.get(id) ?? [] };
    }),
  ];
}
