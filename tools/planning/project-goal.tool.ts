import { z } from 'zod';
import { loadGoals, type GoalNow } from '../../src/data/planning/load-goals.ts';
import { loadVolatilities } from '../../src/data/planning/load-volatility.ts';
import { resolveGoal } from '../../src/data/names/resolve.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { answer, type LabelledFigure } from '../../src/shared/answer.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { decimal } from '../../src/shared/decimal.ts';
import { invalidInput, notFound } from '../../src/shared/errors.ts';
import { isUndefined, mapDefined, type Undefined } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { column, fact, fractionFigure, moneyFigure, plainFigure } from '../portfolio/figures.ts';
import { amount, client, day, goal, rate } from '../shared-inputs.ts';
import { DEFAULT_VOLATILITY_FRACTION } from './assumptions.ts';
import { planOf, project, type ProjectedGoal } from './goal-plan.ts';

export const projectGoalTool = defineTool({
  name: 'project_goal', effect: 'read', version: 2, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Projects a goal to its date, as planned or with other savings, lump sum, withdrawal now, date, return, inflation or target.',
  input: z.strictObject({ goal, client, monthlyContribution: amount.optional(), lumpSum: amount.optional(), withdrawal: amount.optional().describe('Taken out once, today'), date: day.optional(), returnFraction: rate.optional(), inflationFraction: rate.optional(), targetAmount: amount.optional() }),
  async run(input, { db, clock }) {
    const today = clock.today();
    if (input.date && input.date <= today) throw invalidInput('The target date has passed.', { hint: 'Name a day in the future.' });
    const asked = await loadScope(db, { client: input.client }, { wholeBook: true });
    const goalId = await resolveGoal(db, input.goal, { clientId: asked.clientId });
    const { goals, asOf, caveats } = await loadGoals(db, asked, today, goalId);
    const [row] = goals;
    if (!row) throw notFound('goal');
    if (input.withdrawal !== undefined && !isUndefined(row.current) && row.current.toNumber() + (input.lumpSum ?? 0) < input.withdrawal) throw invalidInput('There is not that much put by for this goal today.', { hint: 'Name a smaller withdrawal.' });
    const volatility = (await loadVolatilities(db, row.portfolioId ? [row.portfolioId] : [], today)).get(row.portfolioId ?? '') ?? DEFAULT_VOLATILITY_FRACTION;
    const projected = project(planOf(row, asOf, input), volatility);
    return answer({
      title: `Projection of ${row.name}`, asOf, figures: figuresOf(row, projected, asOf),
      facts: [
        fact('onTrack', 'On track', isUndefined(projected) ? null : projected.projection.onTrack, 'boolean'), fact('targetDate', 'Target date', input.date ?? row.targetDate, 'date'),
        fact('reachedOn', 'Reached on', isUndefined(projected) || isUndefined(projected.projection.reachedOn) ? null : projected.projection.reachedOn, 'date'), fact('goal', 'Goal', row.name, 'name'),
      ],
      tables: [assumptionsTable(row, projected, volatility, input)],
      caveats: [...caveats, 'A projection is an estimate, not a promise: markets can do better or worse.'],
    });
  },
});

function figuresOf(row: GoalNow, projected: ProjectedGoal | Undefined, asOf: IsoDate): LabelledFigure[] {
  const money = (key: string, label: string, value: number | Undefined, method: string) => moneyFigure(key, label, mapDefined(value, (number) => decimal(number.toFixed(4))), { asOf, currency: row.currency, method });
  const of = (pick: (found: ProjectedGoal) => number | Undefined): number | Undefined => (isUndefined(projected) ? projected : pick(projected));
  const how = isUndefined(projected) ? 'projection' : `months from ${asOf} to ${projected.plan.targetDate}, compounding monthly at ${projected.plan.annualReturnFraction} a year, contributions at month ends`;
  return [
    money('currentValue', 'Today', of(({ plan }) => plan.currentValue), 'earmarked share of the linked portfolio plus savings outside, plus the lump sum or less the withdrawal if one is assumed'),
    money('projectedValue', 'Projected value', of(({ projection }) => projection.projectedValue), how), money('target', 'Target', of(({ projection }) => projection.targetNominal), 'in money of the target date, grown with inflation where the target is in money of today'),
    money('shortfall', 'Shortfall', of(({ projection }) => projection.shortfall), 'target less projection, at least 0'), money('surplus', 'Surplus', of(({ projection }) => projection.surplus), 'projection less target, at least 0'),
    money('requiredMonthly', 'Monthly saving that reaches the target', of(({ projection }) => projection.requiredMonthlyContribution), how), money('monthlyContribution', 'Monthly saving assumed', of(({ plan }) => plan.monthlyContribution), 'as planned or as asked'),
    fractionFigure('probability', 'Probability of success', of(({ probability }) => probability), { asOf, method: 'lognormal with the exact first two moments, monthly contributions, volatility of the last twelve months' }),
    plainFigure('months', 'Months to go', of(({ projection }) => projection.months), 'count', { asOf, method: 'whole months' }),
  ];
}

function assumptionsTable(row: GoalNow, projected: ProjectedGoal | Undefined, volatility: number, { lumpSum, withdrawal }: { readonly lumpSum?: number | undefined; readonly withdrawal?: number | undefined }) {
  const rows: (readonly [string, string])[] = isUndefined(projected) ? [] : [
    ['Yearly return', `${(projected.plan.annualReturnFraction * 100).toFixed(2)} %`], ['Yearly volatility', `${(volatility * 100).toFixed(2)} %`],
    ['Yearly inflation', projected.plan.annualInflationFraction === undefined ? 'not applied' : `${(projected.plan.annualInflationFraction * 100).toFixed(2)} %`],
    ['Monthly saving', `${projected.plan.monthlyContribution.toFixed(2)} ${row.currency}`], ['Target date', projected.plan.targetDate],
    ...(lumpSum === undefined ? [] : [['Put in today', `${lumpSum.toFixed(2)} ${row.currency}`] as const]), ...(withdrawal === undefined ? [] : [['Taken out today', `${withdrawal.toFixed(2)} ${row.currency}`] as const]),
  ];
  return { key: 'assumptions', title: 'Assumptions', total: rows.length, method: 'as asked, else of the goal, else of the house', columns: [column('assumption', 'Assumption', 'text'), column('value', 'Value', 'text')], rows };
}
