import { defineEntity, p } from '@mikro-orm/core';
import { AiRecommendation } from '../analytics/ai-recommendation.entity.ts';
import { Client } from '../clients/client.entity.ts';
import { User } from '../clients/user.entity.ts';
import { controlled, day, hash, id, instant, json, oneOf, text, version } from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { aboutClient, describeTable, type Reach } from '../table.ts';
import { Transaction } from '../trading/transaction.entity.ts';

export const CHECK_RESULTS = ['passed', 'warning', 'failed', 'cannot_tell'] as const;
export const CHECK_SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export const CHECK_TRIGGERS = ['on_demand', 'recommendation', 'trade', 'nightly'] as const;

const ComplianceCheckSchema = defineEntity({
  name: 'ComplianceCheck',
  tableName: 'ComplianceChecks',
  comment: 'Result of one compliance rule for one subject at one moment.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Client checked'),
    portfolio: () => p.manyToOne(Portfolio).index(false).nullable().deleteRule('cascade').comment('Portfolio checked; empty when the rule is about the client'),
    recommendation: () => p.manyToOne(AiRecommendation).nullable().deleteRule('set null').comment('Recommendation checked'),
    transaction: () => p.manyToOne(Transaction).nullable().deleteRule('set null').comment('Trade checked'),
    ruleId: text(64).comment('Id of the rule'),
    ruleVersion: text(32).comment('Version of the rule'),
    ruleSetVersion: text(64).comment('Version of the whole set of rules'),
    result: controlled(CHECK_RESULTS).comment('passed, warning, failed or cannot_tell'),
    severity: controlled(CHECK_SEVERITIES).comment('low, medium, high or critical'),
    message: text(500).nullable().comment('The result in words'),
    evidence: json<Readonly<Record<string, unknown>>>().comment('Figures and facts on which the result rests'),
    inputsHash: hash().nullable().comment('SHA-256 of the canonical inputs; same inputs, same result'),
    triggerKind: controlled(CHECK_TRIGGERS).comment('What set it off: on_demand, recommendation, trade or nightly'),
    checkedAt: instant().comment('When it was checked (UTC)'),
    checkedOn: day().comment('Day for which it was checked'),
    dueAgainOn: day().nullable().comment('First day on which time alone may change the result of a portfolio as it stands; empty when there is none'),
    overriddenBy: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Who overrode the result'),
    overrideReason: text(500).nullable().comment('Why it was overridden'),
    overriddenAt: instant().nullable().comment('When it was overridden (UTC)'),
    secondConsentBy: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Second person who agreed to the override'),
    secondConsentAt: instant().nullable().comment('When the second person agreed (UTC)'),
    version: version().comment('Optimistic lock'),
  },
  checks: [
    oneOf('ComplianceChecks', 'result', CHECK_RESULTS),
    oneOf('ComplianceChecks', 'severity', CHECK_SEVERITIES),
    oneOf('ComplianceChecks', 'trigger_kind', CHECK_TRIGGERS),
  ],
  indexes: [
    { name: 'compliance_checks_client', properties: ['client', 'checkedAt'] },
    { name: 'compliance_checks_portfolio', properties: ['portfolio', 'checkedAt'] },
    { name: 'compliance_checks_newest', properties: ['checkedAt'] },
    { name: 'compliance_checks_due', properties: ['dueAgainOn'] },
    { name: 'compliance_checks_recommendation', properties: ['recommendation'] },
    { name: 'compliance_checks_result', properties: ['result', 'checkedOn'] },
    { name: 'compliance_checks_rule', properties: ['ruleId', 'checkedOn'] },
  ],
});

export class ComplianceCheck extends ComplianceCheckSchema.class {}
ComplianceCheckSchema.setClass(ComplianceCheck);

/** An override of somebody else that waits for a second person. */
const WAITS_FOR_CONSENT: Reach = { rows: { overriddenBy: { $ne: null }, secondConsentBy: null, evidence: { override: 'two_persons' } }, notUser: 'overriddenBy' };

export const complianceChecks = describeTable(ComplianceCheck, ComplianceCheckSchema, {
  access: { ...aboutClient('client'), admin: { anyOf: [WAITS_FOR_CONSENT, { user: 'secondConsentBy' }] } },
  personal: ['evidence', 'message'],
});
