import type { EntityClass } from '@mikro-orm/core';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import { STATUSES } from '../advice/load-recommendations.ts';
import { UserSession } from '../../entities/behavior/user-session.entity.ts';
import { ChatMessage } from '../../entities/communication/chat-message.entity.ts';
import { Conversation } from '../../entities/communication/conversation.entity.ts';
import { ToolInvocation } from '../../entities/communication/tool-invocation.entity.ts';
import { AuditLog } from '../../entities/compliance/audit-log.entity.ts';
import { AuditTrail } from '../../entities/compliance/audit-trail.entity.ts';
import { ComplianceCheck } from '../../entities/compliance/compliance-check.entity.ts';
import { DataExportLog } from '../../entities/compliance/data-export-log.entity.ts';
import { RegulatoryFlag } from '../../entities/compliance/regulatory-flag.entity.ts';
import { SecurityEvent } from '../../entities/compliance/security-event.entity.ts';
import { ErrorLog } from '../../entities/system/error-log.entity.ts';
import { EtlLog } from '../../entities/system/etl-log.entity.ts';
import { LoginAttempt } from '../../entities/system/login-attempt.entity.ts';

/** What a column measures besides the count of records: summed up, or averaged over those that have it. */
export interface Measure {
  readonly key: string;
  readonly label: string;
  readonly of: string;
  readonly as: 'sum' | 'average';
}

/** A kind of record that a review counts: its moment, what it can be parted by, and the states that can be asked for alone. */
export interface TallyKind {
  readonly entity: EntityClass<object>;
  readonly title: string;
  readonly time: string;
  readonly where?: Readonly<Record<string, unknown>>;
  readonly groups: Readonly<Record<string, string>>;
  /** Column of a state that is asked for by its own name, and the names that mean more than one value. */
  readonly state?: string;
  readonly states?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly measures?: readonly Measure[];
}

const ANSWERS = { role: 'assistant' } as const;
const SPEAKER = { person: 'conversation.user', role: 'conversation.personaRole', client: 'conversation.client', channel: 'conversation.channel' } as const;
const MILLISECONDS: Measure = { key: 'averageMs', label: 'Average milliseconds', of: 'latencyMs', as: 'average' };

export const TALLY_KINDS = {
  tool_calls: {
    entity: ToolInvocation, title: 'Tool calls', time: 'startedAt', state: 'outcome', states: { failed: { outcome: { $in: ['failed', 'timeout'] } } },
    groups: { tool: 'toolName', person: 'user', client: 'clientId', outcome: 'outcome', effect: 'effect', error: 'errorCode', version: 'toolVersion', recommendation: 'recommendationId' },
    measures: [{ ...MILLISECONDS, of: 'durationMs' }],
  },
  refusals: { entity: ChatMessage, title: 'Refused requests', time: 'createdAt', where: { ...ANSWERS, refusalReason: { $ne: null } }, state: 'refusalReason', groups: { reason: 'refusalReason', ...SPEAKER, model: 'modelVersion.label' } },
  answers: {
    entity: ChatMessage, title: 'Answers of the assistant', time: 'createdAt', where: ANSWERS, state: 'status',
    groups: { model: 'modelVersion.label', outcome: 'status', error: 'errorCode', reason: 'refusalReason', ...SPEAKER },
    measures: [MILLISECONDS, { key: 'promptTokens', label: 'Tokens sent', of: 'promptTokens', as: 'sum' }, { key: 'completionTokens', label: 'Tokens received', of: 'completionTokens', as: 'sum' }, { key: 'costMicros', label: 'Cost, millionths of a US dollar', of: 'costMicros', as: 'sum' }],
  },
  questions: { entity: ChatMessage, title: 'Questions to the assistant', time: 'createdAt', where: { role: 'user' }, groups: SPEAKER },
  conversations: { entity: Conversation, title: 'Conversations', time: 'createdAt', state: 'status', groups: { person: 'user', role: 'personaRole', client: 'client', channel: 'channel', status: 'status' } },
  sign_ins: {
    entity: LoginAttempt, title: 'Sign-in attempts', time: 'occurredAt', states: { failed: { succeeded: false }, succeeded: { succeeded: true } },
    groups: { person: 'email', outcome: 'succeeded', reason: 'reason', address: 'ipAddress', program: 'userAgent' },
  },
  sessions: { entity: UserSession, title: 'Sessions', time: 'createdAt', state: 'status', groups: { person: 'user', status: 'status', reason: 'endReason', address: 'ipAddress' } },
  exports: {
    entity: DataExportLog, title: 'Exports', time: 'exportedAt', states: { personal: { includesPersonal: true } },
    groups: { person: 'user', dataset: 'dataset', format: 'format', destination: 'destination', client: 'client', personal: 'includesPersonal', approver: 'approvedBy' }, measures: [{ key: 'rows', label: 'Rows', of: 'rowCount', as: 'sum' }],
  },
  recommendations: {
    entity: AiRecommendation, title: 'Recommendations', time: 'createdAt', state: 'status',
    states: { overridden: { isOverride: true }, sent_out: { releasedAt: { $ne: null } }, ...Object.fromEntries(Object.entries(STATUSES).map(([name, statuses]) => [name, { status: { $in: statuses } }])) },
    groups: { status: 'status', kind: 'strategy', model: 'modelVersion.label', client: 'client', person: 'decidedBy', approver: 'releasedBy', override: 'isOverride', portfolio: 'portfolio.name' }, measures: [{ key: 'confidence', label: 'Average confidence', of: 'confidence', as: 'average' }],
  },
  overrides: { entity: AiRecommendation, title: 'Overridden recommendations', time: 'decidedAt', where: { isOverride: true }, groups: { person: 'decidedBy', client: 'client', kind: 'strategy', model: 'modelVersion.label', status: 'status' } },
  compliance_checks: {
    entity: ComplianceCheck, title: 'Compliance checks', time: 'checkedAt', state: 'result', states: { overridden: { overriddenAt: { $ne: null } }, not_passed: { result: { $ne: 'passed' } } },
    groups: { rule: 'ruleId', outcome: 'result', severity: 'severity', client: 'client', portfolio: 'portfolio.name', trigger: 'triggerKind', person: 'overriddenBy' },
  },
  flags: { entity: RegulatoryFlag, title: 'Regulatory flags', time: 'openedAt', state: 'status', states: { open: { status: { $ne: 'closed' } } }, groups: { kind: 'kind', severity: 'severity', status: 'status', client: 'client', person: 'assignedTo' } },
  audit_entries: { entity: AuditLog, title: 'Audit entries', time: 'occurredAt', state: 'decision', groups: { event: 'event', role: 'actorRole', person: 'actorId', client: 'clientId', outcome: 'decision', reason: 'reasonCode', tool: 'toolName', object: 'objectType' } },
  changes: { entity: AuditTrail, title: 'Changed records', time: 'occurredAt', groups: { person: 'actorId', table: 'tableName', client: 'clientId', role: 'actorRole', kind: 'operation', reason: 'reason' } },
  security_events: { entity: SecurityEvent, title: 'Security events', time: 'occurredAt', state: 'status', states: { open: { status: { $in: ['open', 'investigating'] } } }, groups: { kind: 'kind', severity: 'severity', status: 'status', person: 'user', client: 'client' } },
  errors: { entity: ErrorLog, title: 'Errors', time: 'occurredAt', state: 'severity', states: { open: { resolvedAt: null } }, groups: { severity: 'severity', source: 'source', code: 'code' } },
  data_loads: {
    entity: EtlLog, title: 'Data loads', time: 'startedAt', state: 'status', states: { failed: { status: { $in: ['failed', 'partial'] } } }, groups: { job: 'job', outcome: 'status' },
    measures: [{ key: 'rowsRead', label: 'Rows read', of: 'rowsRead', as: 'sum' }, { key: 'rowsRejected', label: 'Rows refused', of: 'rowsRejected', as: 'sum' }],
  },
} as const satisfies Record<string, TallyKind>;

export type TallyName = keyof typeof TALLY_KINDS;
export const TALLY_NAMES = Object.keys(TALLY_KINDS) as [TallyName, ...TallyName[]]; // the keys above

/** Ways to part records that every kind has. */
export const SPANS = ['day', 'week', 'month'] as const;
export type Span = (typeof SPANS)[number];
