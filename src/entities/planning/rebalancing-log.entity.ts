import { defineEntity, p } from '@mikro-orm/core';
import { AiRecommendation } from '../analytics/ai-recommendation.entity.ts';
import { User } from '../clients/user.entity.ts';
import { controlled, currency, day, float, id, instant, json, money, oneOf, text } from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { clientOwned, describeTable } from '../table.ts';

export const REBALANCING_TRIGGERS = ['drift', 'calendar', 'cash_flow', 'risk_change', 'recommendation', 'client_request'] as const;

const RebalancingLogSchema = defineEntity({
  name: 'RebalancingLog',
  tableName: 'RebalancingLogs',
  comment: 'A rebalance that was carried out.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    portfolio: () => p.manyToOne(Portfolio).index(false).deleteRule('cascade').comment('What was rebalanced'),
    rebalancedOn: day().comment('Day of the trades'),
    triggerKind: controlled(REBALANCING_TRIGGERS).comment('What called for it'),
    reason: text(400).comment('Why, in words'),
    trades: json<readonly unknown[]>().comment('Trades carried out: side, ticker, quantity, price, transaction id'),
    turnoverFraction: float().comment('Smaller of bought and sold, fraction of the portfolio value'),
    driftBeforeFraction: float().nullable().comment('Largest absolute drift before, fraction'),
    driftAfterFraction: float().nullable().comment('Largest absolute drift after, fraction'),
    costBase: money().nullable().comment('Fees and taxes of the trades in currency'),
    currency: currency().comment('Base currency of the portfolio, ISO 4217'),
    performedBy: () => p.manyToOne(User).index(false).nullable().deleteRule('set null').comment('Who approved or entered it; empty for the system'),
    recommendation: () => p.manyToOne(AiRecommendation).index(false).nullable().deleteRule('set null').comment('Recommendation that it carries out, if one'),
    createdAt: instant().comment('When the row was made, UTC'),
  },
  indexes: [
    { name: 'rebalancing_logs_portfolio', properties: ['portfolio', 'rebalancedOn'] },
    { name: 'rebalancing_logs_recommendation', properties: ['recommendation'] },
    { name: 'rebalancing_logs_performed_by', properties: ['performedBy'] },
  ],
  checks: [oneOf('RebalancingLogs', 'trigger_kind', REBALANCING_TRIGGERS)],
});

export class RebalancingLog extends RebalancingLogSchema.class {}
RebalancingLogSchema.setClass(RebalancingLog);

export const rebalancingLogs = describeTable(RebalancingLog, RebalancingLogSchema, { access: clientOwned('portfolio.client', ['advisor']) });
