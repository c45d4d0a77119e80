import type { EntityManager } from '@mikro-orm/core';
import { scopedDbs } from '../../src/access/scoped-dbs.ts';
import type { Principal } from '../../src/access/principal.ts';
import { leafHash } from '../../src/audit/leaf.ts';
import { AiInsight } from '../../src/entities/analytics/ai-insight.entity.ts';
import { AiModelVersion } from '../../src/entities/analytics/ai-model-version.entity.ts';
import { AiRecommendation } from '../../src/entities/analytics/ai-recommendation.entity.ts';
import { AnalyticsDashboard } from '../../src/entities/analytics/analytics-dashboard.entity.ts';
import { DashboardWidget } from '../../src/entities/analytics/dashboard-widget.entity.ts';
import { ClientSentiment } from '../../src/entities/behavior/client-sentiment.entity.ts';
import { ClientSurvey } from '../../src/entities/behavior/client-survey.entity.ts';
import { UserPreference } from '../../src/entities/behavior/user-preference.entity.ts';
import { UserSession } from '../../src/entities/behavior/user-session.entity.ts';
import { AdvisorAssignment } from '../../src/entities/clients/advisor-assignment.entity.ts';
import { AdvisorInteraction } from '../../src/entities/clients/advisor-interaction.entity.ts';
import { Advisor } from '../../src/entities/clients/advisor.entity.ts';
import { ClientPreference } from '../../src/entities/clients/client-preference.entity.ts';
import { Client } from '../../src/entities/clients/client.entity.ts';
import { KycVerification } from '../../src/entities/clients/kyc-verification.entity.ts';
import { User } from '../../src/entities/clients/user.entity.ts';
import { ChatMessage } from '../../src/entities/communication/chat-message.entity.ts';
import { Conversation } from '../../src/entities/communication/conversation.entity.ts';
import { NotificationPreference } from '../../src/entities/communication/notification-preference.entity.ts';
import { Notification } from '../../src/entities/communication/notification.entity.ts';
import { SupportTicket } from '../../src/entities/communication/support-ticket.entity.ts';
import { ToolInvocation } from '../../src/entities/communication/tool-invocation.entity.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { AuditTrail } from '../../src/entities/compliance/audit-trail.entity.ts';
import { ComplianceCheck } from '../../src/entities/compliance/compliance-check.entity.ts';
import { DataExportLog } from '../../src/entities/compliance/data-export-log.entity.ts';
import { RegulatoryFlag } from '../../src/entities/compliance/regulatory-flag.entity.ts';
import { SecurityEvent } from '../../src/entities/compliance/security-event.entity.ts';
import { Document } from '../../src/entities/documents/document.entity.ts';
import { PortfolioReport } from '../../src/entities/documents/portfolio-report.entity.ts';
import { VersionedDocument } from '../../src/entities/documents/versioned-document.entity.ts';
import { MarketingInteraction } from '../../src/entities/outreach/marketing-interaction.entity.ts';
import { ReferralProgram } from '../../src/entities/outreach/referral-program.entity.ts';
import { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';
import { ErrorLog } from '../../src/entities/system/error-log.entity.ts';
import { EtlLog } from '../../src/entities/system/etl-log.entity.ts';
import { LoginAttempt } from '../../src/entities/system/login-attempt.entity.ts';
import { SystemMetric } from '../../src/entities/system/system-metric.entity.ts';
import { TagAssignment } from '../../src/entities/tagging/tag-assignment.entity.ts';
import { Tag } from '../../src/entities/tagging/tag.entity.ts';
import { Task } from '../../src/entities/workflow/task.entity.ts';
import { WorkflowInstance } from '../../src/entities/workflow/workflow-instance.entity.ts';
import type { Answer } from '../../src/shared/answer.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { fixedDayClock } from '../../src/shared/clock.ts';
import { TOOLS } from '../../tools/registry.ts';
import { givenDatabase } from './databases.ts';
import { givenRow } from './given-row.ts';
import { GIVEN_AT, nextNumber } from './given-sequence.ts';

const at = (day: string, time = '10:00') => new Date(`${day}T${time}:00Z`);
const day = isoDate;
export const SERVICE_DAY = day('2026-11-23');
/** Stands in every text of Bert's: no answer to anyone but him, his advisor's colleagues or the auditor may hold it. */
export const MARK = 'bertmark';

const PEOPLE = {
  anna: { userId: 'u-anna', role: 'client', displayName: 'Anna Keller', clientIds: ['anna'], clientId: 'anna' },
  bert: { userId: 'u-bert', role: 'client', displayName: 'Bert Olsen', clientIds: ['bert'], clientId: 'bert' },
  cleo: { userId: 'u-cleo', role: 'client', displayName: 'Cleo Brandt', clientIds: ['cleo'], clientId: 'cleo' },
  advisor: { userId: 'u-dora', role: 'advisor', displayName: 'Dora Lind', clientIds: ['anna', 'cleo'], advisorId: 'dora' },
  auditor: { userId: 'u-emil', role: 'auditor', displayName: 'Emil Berg', clientIds: [] },
} as const satisfies Record<string, Principal>;
export type Person = keyof typeof PEOPLE;

/** A firm of three clients: Anna with one record of every kind, Bert with the same, marked, and Cleo without any. */
export async function givenServiceBook(engine: 'sqlite' | 'mariadb' = 'sqlite') {
  const database = await givenDatabase(engine);
  const em = database.orm.em.fork();
  await givenPeople(em);
  for (const id of ['anna', 'bert'] as const) {
    await givenService(em, id);
    await givenAdvice(em, id);
    await givenTalk(em, id);
  }
  await givenFirm(em);
  const denials: string[] = [];
  const open = scopedDbs({ em: database.orm.em, onDenied: async ({ entity }) => void denials.push(entity) });
  const clock = fixedDayClock(SERVICE_DAY, () => GIVEN_AT);
  const files = new Map<string, string>();
  const contextOf = (as: Person) => ({
    db: open(PEOPLE[as]), principal: PEOPLE[as] as Principal, clock, newId: () => `made-${nextNumber()}`, modelVersionLabel: 'test', saveExport: async (name: string, content: string) => void files.set(name, content),
  });
  const toolNamed = (name: string) => {
    const tool = TOOLS.find((candidate) => candidate.name === name);
    if (!tool) throw new Error(`there is no tool ${name}`);
    return tool;
  };
  return {
    database, files, denials, scope: (as: Person) => open(PEOPLE[as]), close: () => database.close(),
    /** Runs a tool as a person through its own input schema. */
    call: async (as: Person, name: string, args: unknown = {}): Promise<Answer> => { const tool = toolNamed(name); return tool.run(tool.input.parse(args), contextOf(as)); },
    /** Shows what a write would change. */
    preview: async (as: Person, name: string, args: unknown): Promise<Answer> => {
      const tool = toolNamed(name);
      if (tool.effect !== 'write') throw new Error(`${name} is no write`);
      return tool.preview(tool.input.parse(args), contextOf(as));
    },
  };
}

async function givenPeople(em: EntityManager): Promise<void> {
  for (const { userId, role, displayName } of Object.values(PEOPLE)) await givenRow(em, User, { id: userId, fullName: displayName, email: `${userId}@example.com`, role, isActive: true });
  await givenRow(em, Advisor, { id: 'dora', user: 'u-dora', fullName: 'Dora Lind', email: 'dora@firm.example', phone: '+49301', status: 'active' });
  for (const [id, fullName, riskProfile] of [['anna', 'Anna Keller', 'growth'], ['bert', 'Bert Olsen', 'balanced'], ['cleo', 'Cleo Brandt', 'balanced']] as const) {
    await givenRow(em, Client, { id, user: `u-${id}`, kind: 'individual', fullName, riskProfile, objective: 'growth', status: 'active', baseCurrency: 'EUR', onboardedOn: day('2020-05-01'), netWorth: '500000', address: id === 'bert' ? MARK : `${id} street` });
    if (id !== 'cleo') await givenRow(em, Portfolio, { id: `p-${id}`, client: id, name: id === 'anna' ? 'Alpine Growth' : 'Baltic Income', baseCurrency: 'EUR', status: 'active' });
    if (id !== 'bert') await givenRow(em, AdvisorAssignment, { client: id, advisor: 'dora', role: 'primary', startsOn: day('2020-05-01'), endsOn: null });
  }
}

const textOf = (id: 'anna' | 'bert', text: string) => (id === 'bert' ? `${MARK} ${text}` : text);

async function givenService(em: EntityManager, id: 'anna' | 'bert'): Promise<void> {
  const [client, user] = [id, `u-${id}`];
  await givenRow(em, KycVerification, { client, status: 'verified', submittedOn: day('2024-12-01'), verifiedOn: day('2024-12-05'), expiresOn: day('2026-12-31'), level: 'standard' });
  await givenRow(em, ClientPreference, { client, kind: 'exclude_sector', value: textOf(id, 'Energy'), reason: textOf(id, 'conscience'), validFrom: day('2021-01-01') });
  await givenRow(em, AdvisorInteraction, { client, advisor: 'dora', kind: 'call', occurredAt: at('2026-08-01'), subject: textOf(id, 'Review'), notes: textOf(id, 'Content') });
  await givenRow(em, AdvisorInteraction, { client, advisor: 'dora', kind: 'note', occurredAt: at('2026-11-20'), subject: 'Note', notes: textOf(id, 'a note') });
  await givenRow(em, SupportTicket, { number: id === 'anna' ? 1 : 2, client, openedBy: user, subject: textOf(id, 'Address'), body: textOf(id, 'moved'), priority: 'normal', status: 'open', category: 'account', createdAt: at('2026-11-20') });
  await givenRow(em, Task, { client, title: textOf(id, 'Send papers'), assignedTo: id === 'anna' ? 'u-dora' : user, createdBy: user, dueOn: day('2026-11-20'), status: 'open', priority: 'normal' });
  await givenRow(em, Notification, { user, client, kind: 'price_alert', severity: 'info', title: textOf(id, 'Moved'), body: textOf(id, 'body'), createdAt: at('2026-11-22'), readAt: null });
  await givenRow(em, NotificationPreference, { user, kind: 'price_alert', channel: 'email', enabled: true });
  await givenRow(em, UserPreference, { user, prefKey: 'display_currency', value: id === 'bert' ? MARK : 'EUR' });
  await givenRow(em, Document, { id: `doc-${id}`, client, sharedWith: client, sharing: 'client', kind: 'contract', title: textOf(id, 'Agreement'), updatedAt: at('2026-03-04') });
  for (const versionNumber of [1, 2]) await givenRow(em, VersionedDocument, { document: `doc-${id}`, versionNumber, changedBy: versionNumber === 2 ? 'u-dora' : user, changedAt: at('2026-03-04'), changeNote: textOf(id, 'fees') });
  await givenRow(em, PortfolioReport, { client, portfolio: `p-${id}`, kind: 'performance', title: textOf(id, 'Q3'), status: 'ready', requestedAt: at('2026-10-05') });
  await givenRow(em, AnalyticsDashboard, { id: `board-${id}`, owner: user, name: 'main', isDefault: true });
  await givenRow(em, DashboardWidget, { dashboard: `board-${id}`, title: textOf(id, 'Value'), kind: 'figure', toolName: 'get_portfolio_summary', toolArguments: {}, position: 0 });
  await givenRow(em, ClientSentiment, { client, measuredOn: day('2026-10-01'), score: 0.4, label: 'positive', source: 'chat' });
  await givenRow(em, ClientSentiment, { client, measuredOn: day('2026-11-10'), score: -0.4, label: 'negative', source: 'chat', excerpt: textOf(id, 'slow') });
  await givenRow(em, ClientSurvey, { client, kind: 'satisfaction', score: 4, maxScore: 5, completedOn: day('2026-09-01') });
  await givenRow(em, ReferralProgram, { referrer: client, terms: textOf(id, '100 EUR a friend'), status: 'completed', refereeName: textOf(id, 'Frida'), currency: 'EUR', signedUpOn: day('2026-06-01') });
  await givenRow(em, MarketingInteraction, { client, campaign: 'Autumn', status: 'responded', sentAt: at('2026-10-01'), respondedAt: at('2026-10-02'), response: textOf(id, 'yes') });
  await givenRow(em, WorkflowInstance, { client, kind: 'kyc_refresh', status: 'waiting', startedAt: at('2026-11-01'), lastProgressAt: at('2026-11-05'), currentStep: textOf(id, 'review') });
  await givenRow(em, LoginAttempt, { user, email: `${user}@example.com`, occurredAt: at('2026-11-21'), succeeded: false, reason: textOf(id, 'wrong') });
  await givenRow(em, UserSession, { user, status: 'active', createdAt: at('2026-11-22'), lastSeenAt: at('2026-11-23'), expiresAt: at('2026-12-01'), userAgent: textOf(id, 'Firefox') });
  await givenRow(em, ComplianceCheck, { client, portfolio: `p-${id}`, ruleId: 'concentration', result: 'failed', severity: 'high', message: textOf(id, 'too much'), checkedOn: day('2026-11-01'), checkedAt: at('2026-11-01'), triggerKind: 'nightly', evidence: {} });
  await givenRow(em, RegulatoryFlag, { client, kind: 'concentration', severity: 'high', status: 'open', title: textOf(id, 'Concentration'), openedAt: at('2026-11-02'), assignedTo: 'u-dora' });
}

async function givenAdvice(em: EntityManager, client: 'anna' | 'bert'): Promise<void> {
  const model = client === 'anna' ? 'm-1' : 'm-2';
  await givenRow(em, AiModelVersion, { id: model, label: `steward ${client === 'anna' ? '2.0' : '1.0'}`, status: client === 'anna' ? 'active' : 'retired', releasedOn: at(client === 'anna' ? '2026-05-01' : '2025-05-01'), parameters: {} });
  await givenRow(em, AiRecommendation, {
    id: `rec-${client}`, number: client === 'anna' ? 11 : 12, client, portfolio: `p-${client}`, strategy: 'rebalance', title: textOf(client, 'Rebalance'), summary: textOf(client, 'sell 10 ACME'), rationale: textOf(client, 'drift'), confidence: 0.72,
    trades: [{ side: 'sell', securityId: 's', ticker: 'ACME', quantity: '10', price: '5', priceDate: '2026-11-20', currency: 'EUR', amountBase: '50.00' }], reasons: [{ key: 'cash', label: 'Cash', value: 0.09, unit: 'fraction', asOf: '2026-11-20', method: 'share' }],
    before: {}, after: {}, alternatives: [{ strategy: 'do_nothing', reason: 'drift remains' }], warnings: [], constraints: {}, confidenceParts: {}, inputs: { asOf: '2026-11-20', positions: [{ ticker: 'ACME', units: '60' }] }, modelVersion: model, dataAsOf: day('2026-11-20'),
    createdAt: at('2026-11-20'), status: 'declined', isOverride: true, releasedAt: at('2026-11-20', '12:00'), releasedBy: 'u-dora', decidedAt: at('2026-11-21'), decidedBy: 'u-dora', decisionReason: textOf(client, 'keep'), messageId: `a-${client}`, validUntil: at('2026-12-20'),
  });
  await givenRow(em, ComplianceCheck, { client, recommendation: `rec-${client}`, ruleId: 'kyc', result: 'passed', severity: 'low', checkedOn: day('2026-11-20'), checkedAt: at('2026-11-20'), triggerKind: 'recommendation', evidence: {} });
  await givenRow(em, AiInsight, { client, portfolio: `p-${client}`, kind: 'drift', severity: 'high', title: textOf(client, 'Drift'), detail: textOf(client, 'off'), figures: [], modelVersion: model, dataAsOf: day('2026-11-20'), detectedAt: at('2026-11-20'), status: 'open', sharedAt: null, confidence: 0.8 });
}

async function givenTalk(em: EntityManager, client: 'anna' | 'bert'): Promise<void> {
  const [user, turnId] = [`u-${client}`, `t-${client}`];
  await givenRow(em, Conversation, { id: `c-${client}`, user, client, title: textOf(client, 'Fees'), personaRole: 'client', channel: 'widget', status: 'open', createdAt: at('2026-10-10'), lastMessageAt: at('2026-10-10') });
  await givenRow(em, ChatMessage, { id: `q-${client}`, conversation: `c-${client}`, turnId, sequence: 1, role: 'user', content: textOf(client, 'Which fees did I pay?'), status: 'completed', createdAt: at('2026-10-10') });
  await givenRow(em, ChatMessage, { id: `a-${client}`, conversation: `c-${client}`, turnId, sequence: 2, role: 'assistant', content: textOf(client, 'None.'), status: 'completed', createdAt: at('2026-10-10'), refusalReason: 'insider_information', modelVersion: client === 'anna' ? 'm-1' : 'm-2' });
  await givenRow(em, ToolInvocation, { conversation: `c-${client}`, message: `a-${client}`, turnId, user, clientId: client, recommendationId: `rec-${client}`, toolName: 'get_fees', toolVersion: '1', effect: 'read', outcome: 'failed', arguments: { note: textOf(client, 'x') }, startedAt: at('2026-10-10'), round: 1, callIndex: 0 });
}

async function givenFirm(em: EntityManager): Promise<void> {
  await givenRow(em, Tag, { id: 'vip', name: 'VIP' });
  for (const client of ['anna', 'bert']) await givenRow(em, TagAssignment, { tag: 'vip', client });
  for (const [index, clientId] of ['anna', 'bert', 'bert'].entries()) {
    const fields = {
      id: `log-${index}`, occurredAt: at('2026-10-10', `10:0${index}`), actorId: 'u-dora', actorRole: 'advisor', event: 'client.changed', objectType: 'Clients', objectId: clientId, clientId, requestId: null, conversationId: null, turnId: null, toolName: null,
      argumentsHash: null, decision: 'done' as const, reasonCode: null, detail: { step: index },
    };
    await givenRow(em, AuditLog, { ...fields, leafHash: leafHash(fields), sequence: index, sequencedAt: at('2026-10-11'), personalCipher: null });
  }
  await givenRow(em, AuditTrail, {
    occurredAt: at('2026-10-10'), actorId: 'u-dora', actorRole: 'advisor', tableName: 'Clients', rowKey: 'anna', clientId: 'anna', operation: 'update', fieldList: ',riskProfile,riskScore,',
    changes: [{ field: 'riskProfile', before: 'balanced', after: 'growth' }, { field: 'riskScore', before: 50, after: 70 }],
  });
  await givenRow(em, DataExportLog, { user: 'u-emil', dataset: 'AuditLogs', rowCount: 42, format: 'csv', exportedAt: at('2026-08-11'), destination: 'download', includesPersonal: false });
  await givenRow(em, SecurityEvent, { kind: 'login.throttled', severity: 'critical', status: 'open', title: 'Five failed sign-ins', occurredAt: at('2026-11-21'), detail: {} });
  await givenRow(em, EtlLog, { job: 'prices', status: 'failed', startedAt: at('2026-11-23'), finishedAt: at('2026-11-23'), error: 'refused', rowsRead: 0 });
  await givenRow(em, EtlLog, { job: 'prices', status: 'succeeded', startedAt: at('2026-11-20'), finishedAt: at('2026-11-20', '22:05') });
  await givenRow(em, ErrorLog, { occurredAt: at('2026-10-12'), severity: 'error', source: 'ingest' });
  for (const value of [60, 80]) await givenRow(em, SystemMetric, { metric: 'api_response_time_ms', value, unit: 'ms', measuredOn: day('2026-10-12'), measuredAt: at('2026-10-12') });
}
