import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { User } from '../clients/user.entity.ts';
import { controlled, day, float, hash, id, instant, json, longText, oneOf, text, version } from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { describeTable } from '../table.ts';
import { Security } from '../trading/security.entity.ts';
import { AiModelVersion } from './ai-model-version.entity.ts';

export const INSIGHT_KINDS = [
  'risk_spike', 'drift', 'fee_drag', 'idle_cash', 'goal_slippage', 'sentiment_turn', 'churn_risk', 'concentration',
] as const;
export const INSIGHT_SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export const INSIGHT_STATUSES = ['open', 'acknowledged', 'dismissed', 'resolved'] as const;

const AiInsightSchema = defineEntity({
  name: 'AiInsight',
  tableName: 'AIInsights',
  comment: 'Something the engine noticed about a client or portfolio, with its figures. The client sees it once it is shared.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Whom it concerns'),
    portfolio: () => p.manyToOne(Portfolio).index(false).nullable().deleteRule('cascade').comment('Which portfolio, if one'),
    security: () => p.manyToOne(Security).index(false).nullable().deleteRule('set null').comment('Which security, if one'),
    kind: controlled(INSIGHT_KINDS).comment('What was noticed'),
    severity: controlled(INSIGHT_SEVERITIES).comment('How much it matters'),
    title: text(200).comment('One line'),
    detail: longText().comment('Explanation'),
    figures: json<readonly unknown[]>().comment('Sourced figures: name, value, unit, currency, as-of day, method'),
    confidence: float().comment('Confidence of the engine, fraction'),
    modelVersion: () => p.manyToOne(AiModelVersion).index(false).deleteRule('restrict').comment('Version that found it'),
    inputHash: hash().nullable().comment('SHA-256 of the inputs'),
    dataAsOf: day().comment('Day that the figures describe'),
    detectedAt: instant().comment('When it was found, UTC'),
    status: controlled(INSIGHT_STATUSES).comment('Open, acknowledged, dismissed or resolved'),
    statusReason: text(400).nullable().comment('Why it was dismissed or how it was resolved'),
    handledBy: () => p.manyToOne(User).index(false).nullable().deleteRule('set null').comment('Who acknowledged, dismissed or resolved it'),
    handledAt: instant().nullable().comment('When that was done, UTC'),
    sharedAt: instant().nullable().comment('When it was shared with the client, UTC; empty = staff only'),
    version: version().comment('Optimistic lock'),
  },
  indexes: [
    { name: 'ai_insights_client', properties: ['client', 'detectedAt'] },
    { name: 'ai_insights_portfolio', properties: ['portfolio', 'kind', 'status'] },
    { name: 'ai_insights_open', properties: ['status', 'severity', 'detectedAt'] },
    { name: 'ai_insights_security', properties: ['security'] },
    { name: 'ai_insights_model_version', properties: ['modelVersion'] },
    { name: 'ai_insights_handled_by', properties: ['handledBy'] },
  ],
  checks: [
    oneOf('AIInsights', 'kind', INSIGHT_KINDS),
    oneOf('AIInsights', 'severity', INSIGHT_SEVERITIES),
    oneOf('AIInsights', 'status', INSIGHT_STATUSES),
  ],
});

export class AiInsight extends AiInsightSchema.class {}
AiInsightSchema.setClass(AiInsight);

export const aiInsights = describeTable(AiInsight, AiInsightSchema, {
  access: { client: { client: 'client', whenSet: 'sharedAt' }, advisor: { client: 'client' }, auditor: 'all', writers: ['advisor'] },
  personal: ['title', 'detail', 'statusReason'],
  staffOnly: ['statusReason'],
});
