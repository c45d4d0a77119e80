import type { ScopedDb } from '../../access/scoped-db.ts';
import { InvestmentGoal } from '../../entities/planning/investment-goal.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { decimal, sumDecimals, type Decimal } from '../../shared/decimal.ts';
import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { loadFxInto } from '../market/load-fx.ts';
import { loadHoldings } from '../portfolios/load-holdings.ts';
import type { PortfolioScope } from '../portfolios/load-scope.ts';

/** A goal with what counts towards it now; money in the currency of the goal. */
export interface GoalNow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly portfolioId: string | null;
  readonly portfolioName: string | null;
  readonly currency: string;
  readonly target: Decimal;
  readonly targetIsReal: boolean;
  readonly targetDate: IsoDate;
  readonly startedOn: IsoDate;
  readonly current: Decimal | Undefined;
  readonly monthlyContribution: Decimal;
  readonly expectedReturnFraction: number | null;
  readonly inflationFraction: number | null;
  readonly priority: string;
  readonly status: string;
  readonly earmarkFraction: number | null;
}

export interface GoalsOfScope {
  readonly goals: readonly GoalNow[];
  readonly asOf: IsoDate;
  readonly caveats: readonly string[];
}

/** Goals of the clients in a scope, in their order of rank. Current = earmarked share of the portfolio's value plus what is saved outside. */
export async function loadGoals(db: ScopedDb, scope: PortfolioScope, today: IsoDate, goalId?: string): Promise<GoalsOfScope> {
  const clientIds = scope.clientId ? [scope.clientId] : [...new Set(scope.portfolios.map(({ clientId }) => clientId))];
  const rows = await db.find(InvestmentGoal, { client: { $in: clientIds }, ...(goalId ? { id: goalId } : { status: { $in: ['active', 'reached', 'paused'] } }) }, {
    populate: ['client', 'portfolio'], orderBy: [{ client: 'asc' }, { goalRank: 'asc' }],
  });
  const held = await loadHoldings(db, scope, today);
  const values = new Map(scope.portfolios.map(({ id }) => [id, sumDecimals(held.positions.filter(({ portfolio }) => portfolio.id === id).flatMap(({ value }) => value ?? []))]));
  const intoGoal = new Map<string, Awaited<ReturnType<typeof loadFxInto>>>();
  for (const currency of new Set(rows.map((row) => row.currency))) intoGoal.set(currency, await loadFxInto(db, [scope.currency], currency, held.asOf));
  const goals = rows.map((row): GoalNow => {
    const value = row.portfolio ? values.get(row.portfolio.id) : undefined;
    const converted = value && intoGoal.get(row.currency)!.convert(value, scope.currency, row.currency, held.asOf);
    const linked = row.portfolio === null || row.portfolio === undefined ? decimal(0) : converted === undefined ? undefinedBecause('the linked portfolio cannot be valued') : converted;
    return {
      id: row.id, name: row.name, kind: row.kind, clientId: row.client.id, clientName: row.client.fullName, portfolioId: row.portfolio?.id ?? null, portfolioName: row.portfolio?.name ?? null, currency: row.currency,
      target: decimal(row.targetAmount), targetIsReal: row.targetIsReal, targetDate: row.targetDate, startedOn: row.startedOn,
      current: isUndefined(linked) ? linked : linked.times(row.earmarkFraction ?? 1).plus(row.savedAmount ?? 0), monthlyContribution: decimal(row.monthlyContribution),
      expectedReturnFraction: row.expectedReturnFraction ?? null, inflationFraction: row.inflationFraction ?? null, priority: row.priority, status: row.status, earmarkFraction: row.earmarkFraction ?? null,
    };
  });
  return { goals, asOf: held.asOf, caveats: held.caveats };
}
