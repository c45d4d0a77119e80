import { projectGoal, wholeMonths, type GoalPlan } from '../../domain/goals/project-goal.ts';
import { goalProbability } from '../../domain/signals/goal-probability.ts';
import { isIsoDate, isoDate } from '../../shared/calendar.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { anyOf, withAssumptions, type Expected } from '../expect/expected.ts';
import { numberAmong, numberIs } from '../expect/numbers.ts';
import { booleanIs, noneOnRecord } from '../expect/words.ts';
import { text, type Row } from '../firm.ts';
import { clientsInScope, IN_IDS, ids, NotApplicable, numberArg, textArg, type FactContext, type FactRules } from './context.ts';

export const goalFacts: FactRules = {
  goal_shortfall: (context) => {
    const { row, current } = goalOf(context);
    return numberIs({ value: Math.max(0, Number(row['target']) - current), unit: 'money', currency: text(row['currency']), isSize: true });
  },
  goal_on_track: (context) => booleanIs({
    value: projectGoal(planOf(context)).onTrack, near: /track|reach|target|goal|short/i,
    yes: /on track|\byes\b|reaches|will reach|ahead/i, no: /not on track|off track|isn't on track|aren't on track|on track: no|\bno\b|behind|falls? short|does not reach|will not reach|won't reach/i,
  }),
  goal_projected_value: (context) => {
    const plan = planOf(context);
    const value = projectGoal(plan).projectedValue;
    const { row } = goalOf(context);
    const years = wholeMonths(plan.asOf, plan.targetDate) / 12;
    const real = value / (1 + (plan.annualInflationFraction ?? 0)) ** years;
    return withAssumptions(numberAmong([value, real].map((reading) => ({ value: reading, unit: 'money' as const, currency: text(row['currency']), slack: 0.005 }))), /return/i);
  },
  goal_required_monthly: (context) => {
    const required = projectGoal(planOf(context)).requiredMonthlyContribution;
    const { row } = goalOf(context);
    if (isUndefined(required)) return noneOnRecord(/month|sav/i);
    return withAssumptions(numberIs({ value: required, unit: 'money', currency: text(row['currency']), slack: 0.01, near: /month|sav/i }), /return/i);
  },
  goal_probability: (context) => withAssumptions(anyOf(probabilities(context)), /return|volatil/i),
};

export function goalOf(context: FactContext): { readonly row: Row; readonly current: number } {
  const row = context.firm.first(`select g.*, num(g.target_amount) target, num(g.saved_amount) saved, num(g.monthly_contribution) monthly, p.base_currency base,
    (select sum(num(market_value_base)) from Holdings h where h.portfolio_id = g.portfolio_id) value from InvestmentGoals g left join Portfolios p on p.id = g.portfolio_id
    where g.name = ? and g.client_id ${IN_IDS}`, textArg(context, 'goal') ?? '', ids(clientsInScope(context)));
  if (!row) throw new NotApplicable(`there is no goal ${textArg(context, 'goal') ?? ''}`);
  return { row, current: currentOf(context, row) };
}

/** The earmarked share of the portfolio behind it, and what is saved elsewhere. */
export function currentOf({ firm }: FactContext, row: Row): number {
  const rate = row['base'] ? firm.fx(text(row['base']), text(row['currency'])) ?? Number.NaN : 0;
  return Number(row['value'] ?? 0) * rate * Number(row['earmark_fraction'] ?? 1) + Number(row['saved'] ?? 0);
}

function planOf(context: FactContext): GoalPlan {
  const { row, current } = goalOf(context);
  const inflation = numberArg(context, 'inflation_pct');
  const date = textArg(context, 'date');
  const annualInflationFraction = inflation !== undefined ? inflation / 100 : row['target_is_real'] === 1 ? Number(row['inflation_fraction'] ?? 0.02) : undefined;
  return {
    asOf: context.firm.today, targetDate: date && isIsoDate(date) ? date : isoDate(text(row['target_date'])), currentValue: current + (numberArg(context, 'lump_sum') ?? 0),
    monthlyContribution: numberArg(context, 'monthly_contribution') ?? Number(row['monthly'] ?? 0), targetValue: numberArg(context, 'target') ?? Number(row['target']),
    annualReturnFraction: (numberArg(context, 'return_pct') ?? Number(row['expected_return_fraction'] ?? 0.05) * 100) / 100, ...(annualInflationFraction === undefined ? {} : { annualInflationFraction }),
  };
}

/** By the engine from the volatility on record, or as last simulated and stored. */
function probabilities(context: FactContext): Expected[] {
  const { row } = goalOf(context);
  const plan = planOf(context);
  const volatility = context.firm.first("select value from PerformanceMetrics where portfolio_id = ? and metric = 'volatility' and period_code = '1Y' order by as_of desc limit 1", row['portfolio_id'] ?? null)?.['value'];
  const computed = goalProbability({
    currentValue: plan.currentValue, monthlyContribution: plan.monthlyContribution, targetValue: projectGoal(plan).targetNominal, months: wholeMonths(plan.asOf, plan.targetDate),
    annualReturnFraction: plan.annualReturnFraction, annualVolatilityFraction: Number(volatility ?? 0.12),
  });
  const stored = numberArg(context, 'monthly_contribution') === undefined ? context.firm.all('select probability p from Simulations where goal_id = ? order by as_of desc limit 1', row['id'] ?? null) : [];
  const values = [...(isUndefined(computed) ? [] : [computed.probability]), ...stored.map(({ p }) => Number(p))];
  if (values.length === 0) throw new NotApplicable('no probability can be computed');
  return values.map((value) => numberIs({ value: value * 100, unit: 'percent', slack: 0.03 }));
}

