import { z } from 'zod';
import { loadVolatilities } from '../../src/data/planning/load-volatility.ts';
import { loadHoldings } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { normalQuantile } from '../../src/domain/risk/normal-distribution.ts';
import { simulateGoalOffThread } from '../../src/domain/scenarios/simulate-goal-off-thread.ts';
import type { GoalSimulation, GoalSimulationInput } from '../../src/domain/scenarios/simulate-goal.ts';
import { answer, type AnswerChart } from '../../src/shared/answer.ts';
import { decimal } from '../../src/shared/decimal.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { defineTool } from '../define-tool.ts';
import { column, fractionFigure, moneyFigure } from '../portfolio/figures.ts';
import { amount, rate, whose } from '../shared-inputs.ts';
import { houseReturn, houseVolatility } from './assumptions.ts';

const PATHS = 10_000;
const SEED = 20_260_101;
const LEVELS = [['p5', 5], ['p25', 25], ['p50', 50], ['p75', 75], ['p95', 95]] as const;

export const simulatePortfolio = defineTool({
  name: 'simulate_portfolio', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Monte Carlo projection of the value: percentiles, probability of running out; with savings, withdrawals, lump sum, inflation (real: in money of today).',
  input: z.strictObject({
    ...whose, horizonYears: z.number().min(0.25).max(60), percentile: z.number().min(1).max(99).optional(), inflationFraction: rate.optional(), returnFraction: rate.optional(), volatilityFraction: z.number().min(0).max(2).optional(),
    monthlyContribution: amount.optional(), monthlyWithdrawal: amount.optional(), lumpSum: amount.optional(), real: z.boolean().optional(),
  }),
  async run(input, { db, clock }) {
    const scope = await loadScope(db, input);
    const today = clock.today();
    const held = await loadHoldings(db, scope, today);
    if (!held.total.gt(0)) throw invalidInput('There is nothing to project.', { hint: 'The portfolio has no value.' });
    const measured = scope.portfolios.length === 1 ? (await loadVolatilities(db, [scope.portfolios[0]!.id], today)).get(scope.portfolios[0]!.id) : undefined;
    const inflation = input.inflationFraction ?? (input.real ? 0.02 : 0);
    const assumed: GoalSimulationInput = {
      initialValue: held.total.toNumber() + (input.lumpSum ?? 0), months: Math.round(input.horizonYears * 12), monthlyContribution: input.monthlyContribution ?? 0, goalValue: 0,
      ...(input.monthlyWithdrawal ? { monthlyWithdrawal: input.monthlyWithdrawal } : {}), annualReturnFraction: input.returnFraction ?? houseReturn(held.positions),
      annualVolatilityFraction: input.volatilityFraction ?? measured ?? houseVolatility(held.positions), annualInflationFraction: inflation, paths: PATHS, seed: SEED,
    };
    const result = await simulateGoalOffThread(assumed);
    const percentile = input.percentile ?? 50;
    const isReal = input.real ?? false;
    // The simulation answers in money of today; in money of then each value grows with prices.
    const prices = isReal ? 1 : (1 + inflation) ** (assumed.months / 12);
    const how = `Monte Carlo, ${PATHS} paths, monthly lognormal returns, ${assumed.months} months, in money ${isReal ? 'of today' : 'of then'}`;
    const money = (key: string, label: string, value: number) => moneyFigure(key, label, decimal((value * prices).toFixed(2)), { asOf: held.asOf, currency: scope.currency, method: how });
    return answer({
      title: `Simulation of ${scope.label} over ${input.horizonYears} years`, asOf: held.asOf,
      figures: [
        money('percentileValue', `Value at percentile ${percentile}`, atPercentile(result, percentile)), ...LEVELS.map(([key, level]) => money(key, `Percentile ${level}`, result.percentiles[key])),
        fractionFigure('probabilityOfDepletion', 'Probability of running out', result.ruinProbability, { asOf: held.asOf, method: `share of paths that run dry; ${how}` }),
        moneyFigure('startValue', 'Value now', decimal(assumed.initialValue.toFixed(2)), { asOf: held.asOf, currency: scope.currency, method: 'market value with the lump sum, if any' }),
      ],
      tables: [{
        key: 'assumptions', title: 'Assumptions', total: 6, method: 'as asked, else the assumptions of the house for this mix and the volatility of the last twelve months',
        columns: [column('assumption', 'Assumption', 'text'), column('value', 'Value', 'text')],
        rows: [
          ['Yearly return', percent(assumed.annualReturnFraction)], ['Yearly volatility', percent(assumed.annualVolatilityFraction)], ['Yearly inflation', percent(inflation)],
          ['Monthly saving', `${assumed.monthlyContribution} ${scope.currency}`], ['Monthly withdrawal, in money of today', `${input.monthlyWithdrawal ?? 0} ${scope.currency}`], ['Paths and seed', `${PATHS}, ${SEED}`],
        ],
      }],
      charts: [chartOf(result, { inflation, isReal, currency: scope.currency })], caveats: [...held.caveats, 'A simulation shows a range under its assumptions; it is not a promise.'],
    });
  },
});

function percent(value: number): string {
  return `${(value * 100).toFixed(2)} %`;
}

/** Any percentile between the five that the simulation gives: linear in the logarithm over the normal score, exact for a lognormal outcome. */
function atPercentile(result: GoalSimulation, percentile: number): number {
  const known = LEVELS.map(([key, level]) => ({ level, score: normalQuantile(level / 100), value: result.percentiles[key] }));
  const exact = known.find(({ level }) => level === percentile);
  if (exact) return exact.value;
  const index = Math.min(Math.max(known.findIndex(({ level }) => level > percentile), 1), known.length - 1);
  const [low, high] = [known[percentile > 95 ? known.length - 2 : index - 1]!, known[percentile > 95 ? known.length - 1 : index]!];
  const share = (normalQuantile(percentile / 100) - low.score) / (high.score - low.score);
  if (low.value <= 0 || high.value <= 0) return Math.max(0, low.value + (high.value - low.value) * share);
  return Math.exp(Math.log(low.value) + (Math.log(high.value) - Math.log(low.value)) * share);
}

function chartOf(result: GoalSimulation, { inflation, isReal, currency }: { readonly inflation: number; readonly isReal: boolean; readonly currency: string }): AnswerChart {
  const value = (year: number, level: number): number => Math.round(result.yearly[year]![level]! * (isReal ? 1 : (1 + inflation) ** (year + 1)));
  return {
    key: 'simulation', title: 'Range of outcomes', kind: 'line', unit: 'money', currency, labels: result.yearly.map((_, year) => `Year ${year + 1}`),
    series: [['Percentile 5', 0], ['Percentile 50', 2], ['Percentile 95', 4]].map(([label, level]) => ({ label: String(label), values: result.yearly.map((_, year) => value(year, Number(level))) })),
  };
}
