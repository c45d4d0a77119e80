import { z } from 'zod';
import { loadGoals, type GoalNow } from '../../src/data/planning/load-goals.ts';
import { loadVolatilities } from '../../src/data/planning/load-volatility.ts';
import { resolveGoal } from '../../src/data/names/resolve.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { answer, type AnswerTable, type LabelledFigure } from '../../src/shared/answer.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { decimal, type Decimal } from '../../src/shared/decimal.ts';
import { isUndefined, mapDefined, undefinedBecause, type Undefined } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { column, fact, fractionFigure, moneyCell, moneyFigure, numberCell } from '../portfolio/figures.ts';
import { client, fraction, goal } from '../shared-inputs.ts';
import { DEFAULT_VOLATILITY_FRACTION } from './assumptions.ts';
import { planOf, project, type ProjectedGoal } from './goal-plan.ts';

interface Line {
  readonly goal: GoalNow;
  readonly progress: number | Undefined;
  readonly missing: Decimal | Undefined;
  readonly projected: ProjectedGoal | Undefined;
}

export const listGoals = defineTool({
  name: 'list_goals', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Goals with current amount, target, progress, shortfall, projection and whether on track.',
  input: z.strictObject({ client, goal: goal.optional(), minProgressFraction: fraction.optional() }),
  async run(input, { db, clock }) {
    const today = clock.today();
    const found = await loadScope(db, { client: input.client }, { wholeBook: true });
    const goalId = input.goal ? await resolveGoal(db, input.goal, { clientId: found.clientId }) : undefined;
    const { goals, asOf, caveats } = await loadGoals(db, found, today, goalId);
    const volatilities = await loadVolatilities(db, goals.flatMap(({ portfolioId }) => portfolioId ?? []), today);
    const lines = goals.map((row): Line => ({
      goal: row, progress: mapDefined(row.current, (current) => (row.target.gt(0) ? current.div(row.target).toNumber() : undefinedBecause('the target is zero'))),
      missing: mapDefined(row.current, (current) => (current.gte(row.target) ? decimal(0) : row.target.minus(current))),
      projected: project(planOf(row, asOf), volatilities.get(row.portfolioId ?? '') ?? DEFAULT_VOLATILITY_FRACTION),
    })).filter(({ progress }) => input.minProgressFraction === undefined || (!isUndefined(progress) && progress >= input.minProgressFraction));
    const isOne = lines.length === 1;
    return answer({
      title: isOne ? `Goal ${lines[0]!.goal.name}` : `Goals of ${found.clientId ? found.label.replace(/^all portfolios of /, '') : found.label}`, asOf,
      figures: lines.slice(0, 8).flatMap((line) => figuresOf(line, asOf, isOne ? '' : `:${line.goal.name}`)),
      facts: lines.slice(0, 8).flatMap((line) => [
        fact(isOne ? 'onTrack' : `onTrack:${line.goal.name}`, `${line.goal.name} on track`, isUndefined(line.projected) ? null : line.projected.projection.onTrack, 'boolean'),
        ...(isOne ? [fact('targetDate', 'Target date', line.goal.targetDate, 'date'), fact('goal', 'Goal', line.goal.name, 'name')] : []),
      ]),
      tables: [tableOf(lines)], caveats: [...caveats, ...(lines.length === 0 ? ['There is no goal on record that fits.'] : []), 'Projections are estimates, not promises.'],
    });
  },
});

function figuresOf({ goal: row, progress, missing, projected }: Line, asOf: IsoDate, suffix: string): LabelledFigure[] {
  const basis = { asOf, currency: row.currency, method: 'earmarked share of the linked portfolio plus savings outside' };
  const name = suffix ? ` of ${row.name}` : '';
  const how = isUndefined(projected) ? 'projection' : `to ${row.targetDate} at ${projected.plan.annualReturnFraction} a year, monthly compounding, contributions at month ends`;
  return [
    moneyFigure(`current${suffix}`, `Saved${name}`, row.current, basis), moneyFigure(`target${suffix}`, `Target${name}`, row.target, { ...basis, method: row.targetIsReal ? 'as set, in money of today' : 'as set, in money of the target date' }),
    moneyFigure(`shortfall${suffix}`, `Still missing${name}`, missing, { ...basis, method: 'target less current amount' }), fractionFigure(`progressFraction${suffix}`, `Progress${name}`, progress, { asOf, method: 'current amount over target' }),
    moneyFigure(`projectedValue${suffix}`, `Projected${name}`, mapDefined(projected, ({ projection }) => decimal(projection.projectedValue.toFixed(2))), { ...basis, method: how }),
    fractionFigure(`probability${suffix}`, `Probability of success${name}`, mapDefined(projected, ({ probability }) => probability), { asOf, method: 'lognormal with the exact first two moments, volatility of the last twelve months' }),
  ];
}

function tableOf(lines: readonly Line[]): AnswerTable {
  return {
    key: 'goals', title: 'Goals', total: lines.length, method: 'money in the currency of each goal; progress = current over target; on track = projection reaches the target',
    columns: [
      column('id', 'Id', 'id'), column('goal', 'Goal', 'name', { untrusted: true }), column('client', 'Client', 'name', { untrusted: true }), column('current', 'Current', 'money'), column('target', 'Target', 'money'), column('shortfall', 'Missing', 'money'),
      column('progress', 'Progress', 'fraction'), column('onTrack', 'On track', 'boolean'), column('projectedValue', 'Projected', 'money'), column('probability', 'Probability', 'fraction'), column('targetDate', 'By', 'date'), column('currency', 'Currency', 'text'), column('status', 'Status', 'text'),
    ],
    rows: lines.slice(0, 100).map(({ goal: row, progress, missing, projected }) => [
      row.id, row.name, row.clientName, moneyCell(row.current, row.currency), moneyCell(row.target, row.currency), moneyCell(missing, row.currency), numberCell(progress),
      isUndefined(projected) ? null : projected.projection.onTrack, isUndefined(projected) ? null : moneyCell(decimal(projected.projection.projectedValue.toFixed(2)), row.currency),
      isUndefined(projected) ? null : numberCell(projected.probability), row.targetDate, row.currency, row.status,
    ]),
  };
}
