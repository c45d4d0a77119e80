import type { ScopedReader } from '../../../access/scoped-db.ts';
import type { AdviceSnapshot } from '../../../domain/advice/advice-snapshot.ts';
import { OUTCOME_DAYS } from '../../../domain/advice/outcome.ts';
import type { StateSecurity } from '../../../domain/portfolio-state/portfolio-state.ts';
import { Security } from '../../../entities/trading/security.entity.ts';
import { addDays, type IsoDate } from '../../../shared/calendar.ts';
import { isUndefined } from '../../../shared/undefined-value.ts';
import { loadStateSecurities } from '../../compliance/load-state-securities.ts';
import { loadFxRates } from '../../market/load-fx.ts';
import { lastCloses } from '../load-candidates.ts';
import { loadUnitValues } from '../load-unit-values.ts';
import { loadWeeklyReturns } from '../load-weekly-returns.ts';

/** Everything about the market that a day of a backtest needs: what was known on it, and (for judging alone) what unit values did after. */
export interface PastMarket {
  readonly asOf: IsoDate;
  readonly securities: ReadonlyMap<string, StateSecurity>;
  readonly closes: ReadonlyMap<string, { readonly close: string; readonly date: IsoDate }>;
  /** Base currency for one unit of another, with the day of the rate. */
  rate(from: string, into: string): { readonly rate: string; readonly date: IsoDate } | undefined;
  returnsIn(baseCurrency: string): Promise<AdviceSnapshot['returns']>;
  /** Base value of one unit at the weekly points of the 90 days after. */
  valuesAfter(baseCurrency: string): Promise<ReadonlyMap<string, readonly (number | null)[]>>;
  readonly points: readonly IsoDate[];
}

export async function loadPastMarket(db: ScopedReader, asOf: IsoDate): Promise<PastMarket> {
  const rows = await db.find(Security, { isIndex: false }, { fields: ['id'], orderBy: { id: 'asc' } });
  const securities = await loadStateSecurities(db, rows.map(({ id }) => id), asOf);
  const traded = [...securities.values()].filter(({ assetClass }) => assetClass !== 'cash');
  const closes = await lastCloses(db, traded.map(({ id }) => id), asOf);
  const fx = await loadFxRates(db, asOf, asOf);
  const points = [...Array.from({ length: Math.ceil(OUTCOME_DAYS / 7) }, (_, week) => addDays(asOf, 7 * week)), addDays(asOf, OUTCOME_DAYS)];
  return {
    asOf, securities, closes, points,
    rate(from, into) {
      if (from === into) return { rate: '1', date: asOf };
      const found = fx.rate(from, into, asOf);
      return isUndefined(found) ? undefined : { rate: found.rate.toDecimalPlaces(10).toFixed(), date: addDays(asOf, -found.ageDays) };
    },
    returnsIn: once((baseCurrency) => loadWeeklyReturns(db, { securities: traded, baseCurrency, asOf })),
    valuesAfter: once((baseCurrency) => loadUnitValues(db, traded, baseCurrency, points)),
  };
}

/** One load a currency. */
function once<T>(load: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const promise = known.get(key) ?? load(key);
    known.set(key, promise);
    return promise;
  };
}
