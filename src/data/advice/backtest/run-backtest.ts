import type { ScopedReader } from '../../../access/scoped-db.ts';
import type { AdviceSnapshot, AdviceStrategy } from '../../../domain/advice/advice-snapshot.ts';
import { forecastsOf, type AdviceForecast } from '../../../domain/advice/forecast.ts';
import { OUTCOME_DAYS } from '../../../domain/advice/outcome.ts';
import { measureOutcome, type MeasuredLine } from '../../../domain/advice-life/measure-outcome.ts';
import { addDays, type IsoDate } from '../../../shared/calendar.ts';
import { isUndefined } from '../../../shared/undefined-value.ts';
import { loadPortfolioStates } from '../../compliance/load-portfolio-states.ts';
import { loadPastBooks } from './past-books.ts';
import { loadPastMarket, type PastMarket } from './past-market.ts';
import { pastSnapshot } from './past-snapshot.ts';

/** One confidence stated on a past day and what became of it 90 days later. */
export interface JudgedAdvice {
  readonly portfolioId: string;
  readonly asOf: IsoDate;
  readonly strategy: AdviceStrategy;
  readonly confidence: number;
  readonly isBest: boolean;
  readonly happened: boolean;
}

export interface BacktestPlan {
  readonly today: IsoDate;
  /** Days on which the engine is asked, 91 days apart, the last of them 90 days before today. */
  readonly days: number;
  readonly onDay?: (asOf: IsoDate, judged: number) => void;
}

/**
 * Asks the engine on past days with what was known then, and judges each forecast over the 90 days after by the rule that measures real
 * recommendations. Walk-forward: the past hit rate that the engine sees holds only outcomes that had been measured by that day.
 */
export async function runBacktest(db: ScopedReader, { today, days, onDay }: BacktestPlan): Promise<JudgedAdvice[]> {
  const dates = Array.from({ length: days }, (_, i) => addDays(today, -OUTCOME_DAYS - 91 * (days - 1 - i)));
  const books = await loadPastBooks(db, dates.at(-1)!);
  const judged: JudgedAdvice[] = [];
  for (const asOf of dates) {
    const market = await loadPastMarket(db, asOf);
    const states = new Map((await loadPortfolioStates(db, books.map(({ portfolioId }) => portfolioId), asOf)).map((state) => [state.portfolio.id, state]));
    const hits = hitsUntil(judged, addDays(asOf, -OUTCOME_DAYS));
    for (const book of books) {
      book.advanceTo(asOf);
      const state = states.get(book.portfolioId);
      if (!state || !book.hasBegun || book.positions().length === 0) continue;
      const snapshot = await pastSnapshot(state, book, market, hits);
      const values = await market.valuesAfter(state.portfolio.baseCurrency);
      for (const forecast of forecastsOf(snapshot)) {
        const happened = outcomeOf(snapshot, forecast, { market, values });
        if (happened !== undefined) judged.push({ portfolioId: book.portfolioId, asOf, strategy: forecast.strategy, confidence: forecast.confidence, isBest: forecast.isBest, happened });
      }
    }
    onDay?.(asOf, judged.length);
  }
  return judged;
}

/** Hit rates by strategy of forecasts made on or before a day. */
function hitsUntil(judged: readonly JudgedAdvice[], day: IsoDate): AdviceSnapshot['pastHits'] {
  const hits: Partial<Record<AdviceStrategy, { count: number; hitFraction: number }>> = {};
  for (const [strategy, own] of Map.groupBy(judged.filter(({ asOf }) => asOf <= day), (one) => one.strategy)) hits[strategy] = { count: own.length, hitFraction: own.filter(({ happened }) => happened).length / own.length };
  return hits;
}

interface After {
  readonly market: PastMarket;
  readonly values: ReadonlyMap<string, readonly (number | null)[]>;
}

function outcomeOf({ state }: AdviceSnapshot, { strategy, trades, costBase, taxBase }: AdviceForecast, { market, values }: After): boolean | undefined {
  const units = new Map<string, { with: number; without: number }>();
  let cash = 0;
  for (const { security, quantity, valueBase } of state.positions) {
    if (security.assetClass === 'cash') cash += Number(valueBase ?? 0);
    else units.set(security.id, { with: Number(quantity), without: Number(quantity) });
  }
  let cashWith = cash;
  for (const { side, securityId, quantity, amountBase } of trades) {
    const sign = side === 'buy' ? 1 : -1;
    const line = units.get(securityId) ?? { with: 0, without: 0 };
    units.set(securityId, { ...line, with: line.with + sign * Number(quantity) });
    cashWith -= sign * Number(amountBase);
  }
  const lines = [...units].flatMap(([id, line]): MeasuredLine[] => {
    const { ticker, exposureClass } = market.securities.get(id)!;
    return [{ name: ticker, exposureClass, quantityWith: line.with, quantityWithout: line.without, unitValues: values.get(id) ?? market.points.map(() => null) }];
  });
  const measured = measureOutcome({
    strategy, costBase, taxBase, targets: Object.fromEntries(state.targets.map(({ assetClass, targetFraction }) => [assetClass, targetFraction])),
    lines: [{ name: 'cash', exposureClass: 'cash', quantityWith: cashWith, quantityWithout: cash, unitValues: market.points.map(() => 1) }, ...lines],
  });
  return isUndefined(measured) ? undefined : measured.cameTrue ?? undefined;
}
