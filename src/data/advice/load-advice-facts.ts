import type { ScopedReader } from '../../access/scoped-db.ts';
import type { AdviceCosts, AdviceGoal, AdviceSnapshot, AdviceTax } from '../../domain/advice/advice-snapshot.ts';
import type { PortfolioState } from '../../domain/portfolio-state/portfolio-state.ts';
import { assumedGainRates } from '../../domain/tax/assumed-rates.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import { TaxRecord } from '../../entities/income/tax-record.entity.ts';
import { InvestmentGoal } from '../../entities/planning/investment-goal.entity.ts';
import { decimal, sumDecimals } from '../../shared/decimal.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import type { FxRates } from '../market/load-fx.ts';

const SHELTERED: readonly string[] = ['retirement', 'education'];
const MEASURED_AT_MOST = 2_000;

/** Active goals that the portfolio funds, by rank, all money in its base currency. A goal whose currency has no rate is left out: it cannot be weighed. */
export async function loadGoalInputs(db: ScopedReader, { portfolio, positions, asOf }: PortfolioState, fx: FxRates): Promise<AdviceGoal[]> {
  const rows = await db.find(InvestmentGoal, { portfolio: portfolio.id, status: 'active' }, { orderBy: [{ goalRank: 'asc' }, { id: 'asc' }] });
  const value = positions.every(({ valueBase }) => valueBase !== null) ? sumDecimals(positions.map(({ valueBase }) => decimal(valueBase ?? 0))) : undefined;
  return rows.flatMap((row): AdviceGoal[] => {
    const into = (amount: string | null | undefined) => {
      const converted = fx.convert(decimal(amount ?? 0), row.currency, portfolio.baseCurrency, asOf);
      return isUndefined(converted) ? undefined : converted.toDecimalPlaces(4);
    };
    const [target, monthly, saved] = [into(row.targetAmount), into(row.monthlyContribution), into(row.savedAmount)];
    if (!target || !monthly || !saved) return [];
    return [{
      id: row.id, name: row.name, targetAmount: target.toFixed(), targetIsReal: row.targetIsReal, targetDate: row.targetDate, monthlyContribution: monthly.toFixed(),
      currentAmount: value === undefined ? null : value.times(row.earmarkFraction ?? 1).plus(saved).toDecimalPlaces(4).toFixed(),
      expectedReturnFraction: row.expectedReturnFraction ?? null, inflationFraction: row.inflationFraction ?? null, priority: row.priority,
    }];
  });
}

export async function loadTaxInputs(db: ScopedReader, { portfolio, client, asOf }: PortfolioState): Promise<AdviceTax> {
  const record = await db.findOne(TaxRecord, { portfolio: portfolio.id, taxYear: Number(asOf.slice(0, 4)) }, { fields: ['shortTermGain', 'longTermGain'] });
  return {
    ...assumedGainRates(client.taxResidence), isTaxable: !SHELTERED.includes(portfolio.kind),
    realisedYearToDateBase: record ? decimal(record.shortTermGain).plus(record.longTermGain).toFixed() : null,
  };
}

/** The house's schedule for simulated execution: commission and half spread by asset class. */
export function houseCosts(baseCurrency: string): AdviceCosts {
  return {
    tradeBps: { equity: 12, etf: 10, fund: 5, bond: 25, commodity: 15, real_estate: 15, crypto: 60, nft: 250 },
    // About five US dollars.
    minimumPerTradeBase: baseCurrency === 'JPY' ? '750' : '5', source: 'house schedule 1: commission and half spread by asset class',
  };
}

/** How earlier advice turned out, over the whole firm, by strategy. */
export async function loadPastHits(db: ScopedReader): Promise<AdviceSnapshot['pastHits']> {
  const rows = await db.find(AiRecommendation, { status: 'measured' }, { fields: ['strategy', 'outcome'], orderBy: [{ outcomeMeasuredAt: 'desc' }, { id: 'desc' }], limit: MEASURED_AT_MOST });
  const hits: Partial<Record<(typeof rows)[number]['strategy'], { count: number; hitFraction: number }>> = {};
  for (const [strategy, own] of Map.groupBy(rows.filter(({ outcome }) => typeof outcome?.['cameTrue'] === 'boolean'), (row) => row.strategy)) {
    hits[strategy] = { count: own.length, hitFraction: own.filter(({ outcome }) => outcome?.['cameTrue'] === true).length / own.length };
  }
  return hits;
}
