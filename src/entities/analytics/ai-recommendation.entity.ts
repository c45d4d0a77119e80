import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { User } from '../clients/user.entity.ts';
import type { SelfReference } from '../columns.ts';
import { controlled, count, day, flag, float, hash, id, instant, json, longText, oneOf, selfReference, text, version } from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { describeTable } from '../table.ts';
import { AiModelVersion } from './ai-model-version.entity.ts';

export const RECOMMENDATION_STRATEGIES = [
  'rebalance', 'reduce_concentration', 'harvest_losses', 'deploy_cash', 'raise_cash', 'lower_risk', 'raise_risk', 'fund_goal',
  'tilt_esg', 'tilt_sector', 'replace_security', 'reduce_cost', 'hedge_currency', 'do_nothing',
] as const;
export const RECOMMENDATION_STATUSES = [
  'drafted', 'checked', 'blocked', 'in_review', 'released', 'accepted', 'declined', 'expired', 'superseded', 'executed', 'measured',
] as const;

export type RecommendationStrategy = (typeof RECOMMENDATION_STRATEGIES)[number];
export type RecommendationStatus = (typeof RECOMMENDATION_STATUSES)[number];

/** One proposed trade; decimals are strings. */
export interface RecommendedTrade {
  readonly side: 'buy' | 'sell';
  readonly securityId: string;
  readonly ticker: string;
  readonly quantity: string;
  readonly price: string;
  readonly priceDate: string;
  readonly currency: string;
  /** Quantity times price in the base currency of the portfolio. */
  readonly amountBase: string;
  readonly lots?: readonly { readonly lotId: string; readonly quantity: string }[];
}

type Structured = Readonly<Record<string, unknown>>;

const AiRecommendationSchema = defineEntity({
  name: 'AiRecommendation',
  tableName: 'AIRecommendations',
  comment: 'Advice that the engine computed, from draft to measured outcome. The client sees it once it is released.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    number: count().unique().comment('Running number that people use'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Who is advised'),
    portfolio: () => p.manyToOne(Portfolio).index(false).deleteRule('cascade').comment('Which portfolio the trades are for'),
    strategy: controlled(RECOMMENDATION_STRATEGIES).comment('What kind of advice'),
    title: text(200).comment('One line'),
    summary: text(1000).comment('What it says to do'),
    rationale: longText().comment('Why, in prose made from the reasons'),
    reasons: json<readonly unknown[]>().comment('Sourced figures behind the advice'),
    trades: json<readonly RecommendedTrade[]>().comment('Proposed trades down to units and lots; empty list for do nothing'),
    tradesHash: hash().comment('SHA-256 of the trades; an approval binds to it'),
    before: json<Structured>().comment('Allocation, risk, drift and cost before'),
    after: json<Structured>().comment('Allocation, risk, drift, cost and tax after'),
    alternatives: json<readonly unknown[]>().comment('Alternatives considered and why not'),
    warnings: json<readonly unknown[]>().comment('What the reader must know'),
    constraints: json<Structured>().comment('Objective and constraints that were asked for'),
    confidence: float().comment('Confidence of the engine, fraction'),
    confidenceParts: json<Structured>().comment('Parts of the score: freshness, coverage, signal, estimation error, past hit rate'),
    modelVersion: () => p.manyToOne(AiModelVersion).index(false).deleteRule('restrict').comment('Version that made it'),
    conversationId: text(36).nullable().comment('Conversation it came from; empty when a job made it'),
    messageId: text(36).nullable().comment('Chat message it came from'),
    inputs: json<Structured>().comment('Inputs as the engine saw them, enough to compute again'),
    inputHash: hash().comment('SHA-256 of the inputs'),
    dataAsOf: day().comment('Day that the inputs describe'),
    provenance: json<Structured>().nullable().comment('Tool calls, versions and seeds behind it'),
    createdBy: () => p.manyToOne(User).index(false).nullable().deleteRule('set null').comment('For whom it was drafted: the user who asked; empty for a job'),
    createdAt: instant().comment('When it was drafted, UTC'),
    status: controlled(RECOMMENDATION_STATUSES).comment('Where it is in its life'),
    statusReason: text(400).nullable().comment('Why it is there'),
    statusChangedAt: instant().comment('When the status last changed, UTC'),
    releasedAt: instant().nullable().comment('When it was released to the client, UTC'),
    releasedBy: () => p.manyToOne(User).index(false).nullable().deleteRule('set null').comment('Who released it; empty when it needed no review'),
    decidedAt: instant().nullable().comment('When it was accepted, declined or overridden, UTC'),
    decidedBy: () => p.manyToOne(User).index(false).nullable().deleteRule('set null').comment('Who decided'),
    decisionReason: text(400).nullable().comment('Why, in the words of who decided'),
    isOverride: flag().comment('True when a person overrode the engine or a rule'),
    validUntil: instant().comment('When it lapses unless accepted, UTC'),
    executedAt: instant().nullable().comment('When the trades were booked, UTC'),
    supersededBy: (): SelfReference => selfReference(AiRecommendation, 'The recommendation that replaced it'),
    outcome: json<Structured>().nullable().comment('Measured outcome after 30, 90 and 365 days against doing nothing'),
    outcomeMeasuredAt: instant().nullable().comment('When the outcome was last measured, UTC'),
    version: version().comment('Optimistic lock'),
  },
  indexes: [
    { name: 'ai_recommendations_client', properties: ['client', 'createdAt'] },
    { name: 'ai_recommendations_portfolio', properties: ['portfolio', 'createdAt'] },
    { name: 'ai_recommendations_status', properties: ['status', 'createdAt'] },
    { name: 'ai_recommendations_confidence', properties: ['confidence'] },
    { name: 'ai_recommendations_model_version', properties: ['modelVersion', 'createdAt'] },
    { name: 'ai_recommendations_conversation', properties: ['conversationId'] },
    { name: 'ai_recommendations_superseded_by', properties: ['supersededBy'] },
    { name: 'ai_recommendations_created_by', properties: ['createdBy'] },
    { name: 'ai_recommendations_released_by', properties: ['releasedBy'] },
    { name: 'ai_recommendations_decided_by', properties: ['decidedBy', 'decidedAt'] },
  ],
  checks: [
    oneOf('AIRecommendations', 'strategy', RECOMMENDATION_STRATEGIES),
    oneOf('AIRecommendations', 'status', RECOMMENDATION_STATUSES),
  ],
});

export class AiRecommendation extends AiRecommendationSchema.class {}
AiRecommendationSchema.setClass(AiRecommendation);

export const aiRecommendations = describeTable(AiRecommendation, AiRecommendationSchema, {
  access: {
    client: { client: 'client', whenSet: 'releasedAt' },
    advisor: { client: 'client' },
    auditor: 'all',
    writers: ['client', 'advisor'],
  },
  personal: ['decisionReason', 'rationale', 'inputs'],
  // The inputs hold open flags and findings about money laundering; the reason of the status may be the advisor's words about them.
  staffOnly: ['inputs', 'statusReason'],
});
