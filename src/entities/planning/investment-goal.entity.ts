import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { controlled, count, currency, day, flag, float, id, instant, money, oneOf, text, version } from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { clientOwned, describeTable } from '../table.ts';

export const GOAL_KINDS = ['retirement', 'house', 'education', 'wealth', 'income', 'emergency_fund', 'travel', 'legacy', 'other'] as const;
export const GOAL_PRIORITIES = ['essential', 'important', 'aspirational'] as const;
export const GOAL_STATUSES = ['active', 'reached', 'paused', 'abandoned'] as const;

const InvestmentGoalSchema = defineEntity({
  name: 'InvestmentGoal',
  tableName: 'InvestmentGoals',
  comment: 'What a client saves for. Its current amount is the earmarked share of the linked portfolio, or saved_amount without one.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Whose goal'),
    portfolio: () => p.manyToOne(Portfolio).index(false).nullable().deleteRule('set null').comment('Portfolio that funds it'),
    name: text(120).comment('Name that people use; unique within the client'),
    kind: controlled(GOAL_KINDS).comment('What it is for'),
    targetAmount: money().comment('Amount wanted at the target date, in currency and in money of that day unless target_is_real'),
    targetIsReal: flag().comment('True when the target is in money of today and grows with inflation_fraction'),
    currency: currency().comment('Currency of all amounts of the goal, ISO 4217'),
    targetDate: day().comment('Day by which it is wanted'),
    startedOn: day().comment('Day the saving began'),
    startAmount: money().comment('Amount at the start, in currency'),
    savedAmount: money().nullable().comment('Amount held outside the firm, in currency; empty = none stated'),
    earmarkFraction: float().nullable().comment('Share of the value of the linked portfolio that counts, fraction; empty without portfolio'),
    monthlyContribution: money().comment('Planned saving a month, in currency'),
    expectedReturnFraction: float().nullable().comment('Assumed yearly return, fraction; empty = from the portfolio'),
    inflationFraction: float().nullable().comment('Assumed yearly inflation, fraction'),
    priority: controlled(GOAL_PRIORITIES).comment('Essential, important or aspirational'),
    goalRank: count().comment('Order among the goals of the client, from 1'),
    status: controlled(GOAL_STATUSES).comment('Active, reached, paused or abandoned'),
    createdAt: instant().comment('When the row was made, UTC'),
    version: version().comment('Optimistic lock'),
  },
  indexes: [
    { name: 'investment_goals_portfolio', properties: ['portfolio'] },
    { name: 'investment_goals_target_date', properties: ['status', 'targetDate'] },
  ],
  uniques: [{ name: 'investment_goals_client_name_unique', properties: ['client', 'name'] }],
  checks: [
    oneOf('InvestmentGoals', 'kind', GOAL_KINDS),
    oneOf('InvestmentGoals', 'priority', GOAL_PRIORITIES),
    oneOf('InvestmentGoals', 'status', GOAL_STATUSES),
  ],
});

export class InvestmentGoal extends InvestmentGoalSchema.class {}
InvestmentGoalSchema.setClass(InvestmentGoal);

export const investmentGoals = describeTable(InvestmentGoal, InvestmentGoalSchema, {
  access: clientOwned('client', ['client', 'advisor']),
  personal: ['name'],
});
