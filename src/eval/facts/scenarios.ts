import type { AssetClass, ShockSector } from '../../domain/scenarios/asset-class.ts';
import { SCENARIO_IDS, type ScenarioId } from '../../domain/scenarios/shock-table.ts';
import { ASSET_CLASSES } from '../../domain/scenarios/asset-class.ts';
import { simulateGoal } from '../../domain/scenarios/simulate-goal.ts';
import { scenarioShocks, stressTest, type Shocks, type StressPosition } from '../../domain/scenarios/stress-test.ts';
import { normalQuantile } from '../../domain/risk/normal-distribution.ts';
import { decimal } from '../../shared/decimal.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { anyOf, withAssumptions, type Expected } from '../expect/expected.ts';
import { numberIs, saysNumber } from '../expect/numbers.ts';
import type { ShownLine } from '../shown.ts';
import { IN_IDS, ids, NotApplicable, numberArg, scopeOf, textArg, type FactContext, type FactRules } from './context.ts';
import { positionsOf, totalOf, type Position } from './positions.ts';

export const scenarioFacts: FactRules = {
  stress_loss_pct: (context) => withAssumptions(anyOf(losses(context).map(({ fraction }) => numberIs({ value: fraction * 100, unit: 'percent', isSize: true, slack: 0.005 }))), /crisis|crash|scenario|shock|repric|sell-off|bust/i),
  stress_loss: (context) => withAssumptions(anyOf(losses(context).map(({ money }) => numberIs({ value: money, unit: 'money', currency: scopeOf(context).currency, isSize: true, slack: 0.005 }))), /crisis|crash|scenario|shock|repric|sell-off|bust/i),
  simulation_percentile: simulated,
};

interface Loss {
  readonly fraction: number;
  readonly money: number;
}

/** By the scenario engine on the holdings on record, and as last computed and stored. */
function losses(context: FactContext): Loss[] {
  const scope = scopeOf(context);
  const positions = positionsOf(context, scope);
  const { id, shocks } = scenarioOf(textArg(context, 'scenario') ?? '2008_crisis');
  const result = stressTest(positions.filter(({ value }) => Number.isFinite(value)).map((position) => stressed(context, position)), shocks, { baseCurrency: scope.currency });
  if (isUndefined(result.impactFraction)) throw new NotApplicable('there is nothing to shock');
  const stored = scope.portfolios.length === 1 ? context.firm.all(`select loss_fraction fraction, num(loss_base) money from StressTests where scenario = ? and portfolio_id ${IN_IDS} order by as_of desc limit 1`, id, ids(scope.portfolios)) : [];
  return [{ fraction: -result.impactFraction, money: -result.totalImpactBase.toNumber() }, ...stored.map(({ fraction, money }) => ({ fraction: Number(fraction), money: Number(money) }))];
}

const SECTORS: Readonly<Record<string, ShockSector>> = {
  'Information Technology': 'technology', 'Communication Services': 'communication_services', 'Consumer Discretionary': 'consumer_discretionary', 'Consumer Staples': 'consumer_staples', Energy: 'energy',
  Financials: 'financials', 'Health Care': 'health_care', Industrials: 'industrials', Materials: 'materials', 'Real Estate': 'real_estate', Utilities: 'utilities',
};

function stressed({ firm }: FactContext, position: Position): StressPosition {
  const isClass = (ASSET_CLASSES as readonly string[]).includes(position.exposureClass);
  const sector = position.assetClass === 'equity' ? SECTORS[position.sector] : undefined;
  const duration = firm.first('select duration_years d from Securities where id = ?', position.securityId)?.['d'];
  return {
    key: position.ticker, valueBase: decimal(position.value), assetClass: isClass ? position.exposureClass as AssetClass : 'fund', currency: position.currency,
    ...(sector ? { sector } : {}), ...(duration === null || duration === undefined ? {} : { durationYears: Number(duration) }),
  };
}

const NAMED: readonly (readonly [RegExp, ScenarioId])[] = [
  [/2008|financial/i, '2008_crisis'], [/dot.?com|2000|tech/i, 'dotcom_2000_2002'], [/covid|pandemic|2020/i, 'covid_2020'], [/197|oil|stagflation|inflation/i, 'inflation_1970s'], [/rate|yield|bp/i, 'rates_up_200bp'],
  [/currenc.*down|dollar.*(?:fall|down)/i, 'currency_down_20'], [/currenc|dollar|fx/i, 'currency_up_20'], [/crypto|bitcoin/i, 'crypto_down_70'],
];

/** A label of the question file as one of the engine's scenarios; "equities_down_20" as a shock of its own. */
function scenarioOf(label: string): { readonly id: string; readonly shocks: Shocks } {
  const known = SCENARIO_IDS.find((id) => id === label) ?? NAMED.find(([pattern]) => pattern.test(label))?.[1];
  const own = /(equit|stock|share|market)\D*(\d{1,2})/i.exec(label);
  if (own && !/2008|2000|2020/.test(label)) return { id: 'custom', shocks: /market/i.test(own[1]!) ? { marketFraction: -Number(own[2]) / 100 } : { byClass: { equity: -Number(own[2]) / 100 } } };
  if (!known) throw new NotApplicable(`there is no scenario ${label}`);
  return { id: known, shocks: scenarioShocks(known) };
}

const LEVELS = [['p5', 5], ['p25', 25], ['p50', 50], ['p75', 75], ['p95', 95]] as const;
const PATHS = 10_000;

/** The figure must follow from the assumptions that the answer states, by the engine that the product uses. */
function simulated(context: FactContext): Expected {
  const scope = scopeOf(context);
  const initialValue = totalOf(positionsOf(context, scope)) + (numberArg(context, 'lump_sum') ?? 0);
  const pct = numberArg(context, 'pct') ?? 50;
  const years = numberArg(context, 'horizon_years') ?? 10;
  return {
    text: `percentile ${pct} after ${years} years, from the assumptions stated, saying in which money`,
    problem: (lines) => {
      const stated = { annualReturn: statedPercent(lines, /return/i), volatility: statedPercent(lines, /volatil|deviation/i), inflation: statedPercent(lines, /inflation/i) };
      if (stated.annualReturn === undefined || stated.volatility === undefined) return 'the assumed return and volatility are not stated';
      for (const [name, value] of [['inflation_pct', stated.inflation], ['return_pct', stated.annualReturn], ['volatility_pct', stated.volatility]] as const) {
        const asked = numberArg(context, name);
        if (asked !== undefined && Math.abs((value ?? Number.NaN) - asked) > 0.051) return `${name} = ${asked} was asked for and ${value ?? 'none'} is stated`;
      }
      if (!lines.some(({ context: above, text }) => /today's money|money of (?:today|then)|nominal|real terms|purchasing power|after inflation/i.test(`${above} ${text}`))) return 'it does not say in which money';
      const values = percentileValues({ initialValue, years, pct, annualReturn: stated.annualReturn / 100, volatility: stated.volatility / 100, inflation: (stated.inflation ?? 0) / 100, context });
      return values.some((value) => lines.some((line) => saysNumber(line, { value, unit: 'money', currency: scope.currency, slack: 0.02 }))) ? undefined : `neither ${values.map((value) => value.toFixed(2)).join(' nor ')} is there`;
    },
  };
}

/** The yearly assumption in a line that names it: not a figure of the past. */
function statedPercent(lines: readonly ShownLine[], name: RegExp): number | undefined {
  const found = lines.filter(({ text, context }) => name.test(text) && /assum|yearly|year|inflation|annual|volatil/i.test(`${text} ${context}`)).flatMap(({ numbers, text }) => numbers.filter(({ isPercent }) => isPercent).map((number) => ({ number, isAssumption: /assumption/i.test(text) })));
  return (found.find(({ isAssumption }) => isAssumption) ?? found[0])?.number.value;
}

interface SimulationInput {
  readonly initialValue: number;
  readonly years: number;
  readonly pct: number;
  readonly annualReturn: number;
  readonly volatility: number;
  readonly inflation: number;
  readonly context: FactContext;
}

/** In money of today and in money of then. */
function percentileValues({ initialValue, years, pct, annualReturn, volatility, inflation, context }: SimulationInput): number[] {
  const result = simulateGoal({
    initialValue, months: Math.round(years * 12), monthlyContribution: numberArg(context, 'monthly_contribution') ?? 0, goalValue: 0, monthlyWithdrawal: numberArg(context, 'monthly_withdrawal') ?? 0,
    annualReturnFraction: annualReturn, annualVolatilityFraction: volatility, annualInflationFraction: inflation, paths: PATHS, seed: 20_260_101,
  });
  const known = LEVELS.map(([key, level]) => ({ level, value: result.percentiles[key] }));
  const exact = known.find(({ level }) => level === pct)?.value;
  const above = Math.min(Math.max(known.findIndex(({ level }) => level > pct), 1), known.length - 1);
  const [low, high] = [known[above - 1]!, known[above]!];
  const score = (level: number): number => normalQuantile(level / 100);
  const share = (score(pct) - score(low.level)) / (score(high.level) - score(low.level));
  const real = exact ?? Math.exp(Math.log(low.value) + (Math.log(high.value) - Math.log(low.value)) * share);
  return context.args['real'] === true ? [real] : [real, real * (1 + inflation) ** years];
}
