import type { ScopedDb } from '../../access/scoped-db.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { loadGoals, type GoalNow } from '../planning/load-goals.ts';
import { loadScope } from '../portfolios/load-scope.ts';

export interface NearGoal {
  readonly goal: GoalNow;
  /** Current amount over target. */
  readonly progressFraction: number;
}

export interface NearGoals {
  readonly asOf: IsoDate;
  readonly rows: readonly NearGoal[];
  /** Active goals whose current amount cannot be told. */
  readonly unknown: readonly string[];
  readonly caveats: readonly string[];
}

/** Active goals at or above a progress, furthest first. Same as sql/views/report_goals_near_completion.sql. */
export async function loadNearGoals(db: ScopedDb, leastProgressFraction: number, today: IsoDate): Promise<NearGoals> {
  const { goals, asOf, caveats } = await loadGoals(db, await loadScope(db, {}, { wholeBook: true }), today);
  const active = goals.filter(({ status, target }) => status === 'active' && target.gt(0));
  const rows = active.flatMap((goal): NearGoal[] => (isUndefined(goal.current) ? [] : [{ goal, progressFraction: goal.current.div(goal.target).toNumber() }]));
  return {
    asOf, caveats, unknown: active.filter(({ current }) => isUndefined(current)).map(({ name, clientName }) => `${name} of ${clientName}`),
    rows: rows.filter(({ progressFraction }) => progressFraction >= leastProgressFraction).toSorted((left, right) => right.progressFraction - left.progressFraction || left.goal.name.localeCompare(right.goal.name, 'en')),
  };
}
