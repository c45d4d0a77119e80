import type { Where } from '../../access/row.ts';
import type { ScopedDb } from '../../access/scoped-db.ts';
import { ClientFeedback } from '../../entities/behavior/client-feedback.entity.ts';
import { AiInsight } from '../../entities/analytics/ai-insight.entity.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import { ChatMessage } from '../../entities/communication/chat-message.entity.ts';
import { ToolInvocation } from '../../entities/communication/tool-invocation.entity.ts';
import { AuditLog } from '../../entities/compliance/audit-log.entity.ts';
import { ComplianceCheck } from '../../entities/compliance/compliance-check.entity.ts';
import { WorkflowStep } from '../../entities/workflow/workflow-step.entity.ts';
import { loadPeople } from '../clients/load-people.ts';
import { minute } from '../records/listed.ts';

/** The tools that ran on the way to a recommendation: those of the turn that it came from, in order. */
export async function loadToolsBehind(db: ScopedDb, { recommendationId, messageId }: { readonly recommendationId: string; readonly messageId: string | null | undefined }) {
  const own = await db.find(ToolInvocation, { recommendationId }, { fields: ['turnId'] });
  const message = messageId ? await db.findOne(ChatMessage, { id: messageId }, { fields: ['turnId'] }) : undefined;
  const turnIds = [...new Set([...own.map(({ turnId }) => turnId), message?.turnId].filter((id): id is string => typeof id === 'string'))];
  return loadToolCallsOfTurns(db, turnIds);
}

/** Tool calls of turns in the order in which they ran. */
export async function loadToolCallsOfTurns(db: ScopedDb, turnIds: readonly string[]) {
  const rows = await db.find(ToolInvocation, { turnId: { $in: [...turnIds] } }, { orderBy: [{ startedAt: 'asc' }, { round: 'asc' }, { callIndex: 'asc' }] });
  return {
    total: rows.length,
    rows: rows.map((row) => ({
      tool: row.toolName, version: row.toolVersion, effect: row.effect, arguments: JSON.stringify(row.arguments ?? {}), outcome: row.outcome, result: shortened(row.result ?? ''), asOf: asOfIn(row.result), resultHash: row.resultHash ?? null, startedAt: minute(row.startedAt), id: row.id,
    })),
  };
}

/** A record is an overview: what was answered word for word is among the messages as sent. */
const LONGEST_RESULT = 600;

function shortened(text: string): string {
  return text.length > LONGEST_RESULT ? `${text.slice(0, LONGEST_RESULT)}…` : text;
}

/** The day that a stored answer describes. */
function asOfIn(result: string | null | undefined): string | null {
  const stored: unknown = JSON.parse(result || 'null');
  return typeof stored === 'object' && stored !== null && 'asOf' in stored && typeof stored.asOf === 'string' ? stored.asOf : null;
}

/** The question and answer of one turn with the version that answered, and what else the answer is accounted for by. */
export async function loadTurn(db: ScopedDb, turnId: string) {
  const messages = await db.find(ChatMessage, { turnId }, { populate: ['conversation', 'modelVersion'], orderBy: { sequence: 'asc' } });
  const question = messages.find(({ role }) => role === 'user');
  const reply = await db.findOneOrNotFound(ChatMessage, { turnId, role: 'assistant' }, 'turn', { populate: ['modelVersion', 'conversation'] });
  const people = await loadPeople(db, [reply.conversation.user.id]);
  const made = await db.find(AiRecommendation, { messageId: reply.id }, { fields: ['id', 'number', 'title', 'status', 'confidence'], orderBy: { number: 'asc' } });
  return {
    answerId: reply.id, question: question?.content ?? null, answer: reply.content, status: reply.status, refusal: reply.refusalReason ?? null, error: reply.errorCode ?? null, modelVersion: reply.modelVersion?.label ?? null, modelReported: reply.modelReported ?? null,
    promptName: reply.modelVersion?.promptName ?? null, promptHash: reply.modelVersion?.promptHash ?? null, catalogueHash: reply.modelVersion?.catalogueHash ?? null, engineVersion: reply.modelVersion?.engineVersion ?? null,
    at: minute(reply.createdAt), person: people(reply.conversation.user.id), role: reply.conversation.personaRole, figures: reply.figures?.length ?? 0,
    recommendations: { total: made.length, rows: made.map(({ id, number, title, status, confidence }) => ({ id, number, title, status, confidence })) },
  };
}

/** The turn that a recommendation came from; null when a program or a job asked. */
export async function loadTurnBehind(db: ScopedDb, messageId: string | null | undefined): Promise<string | null> {
  const answer = messageId ? await db.findOne(ChatMessage, { id: messageId }, { fields: ['turnId'] }) : undefined;
  return answer?.turnId ?? null;
}

/** The question that a recommendation came from; null when a program or a job asked. */
export async function loadQuestionBehind(db: ScopedDb, messageId: string | null | undefined): Promise<string | null> {
  const turnId = await loadTurnBehind(db, messageId);
  const question = turnId === null ? undefined : await db.findOne(ChatMessage, { turnId, role: 'user' }, { fields: ['content'] });
  return question?.content ?? null;
}

/** Audit entries that meet a condition, as what happened and by whom, in order. Nobody but an auditor reads any. */
async function loadActs(db: ScopedDb, where: Where<AuditLog>) {
  const entries = await db.find(AuditLog, where, { fields: ['occurredAt', 'actorId', 'actorRole', 'event', 'reasonCode', 'id'], orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }] });
  const people = await loadPeople(db, entries.map(({ actorId }) => actorId));
  return { total: entries.length, rows: entries.map(({ occurredAt, actorId, actorRole, event, reasonCode, id }) => ({ at: minute(occurredAt), act: event, by: people(actorId), role: actorRole, note: reasonCode ?? null, id })) };
}

/** What people and the server did in a turn (approvals, refusals, what was held back), and how its reader found the answer. */
export async function loadActsInTurn(db: ScopedDb, turnId: string, answerId: string) {
  const acts = await loadActs(db, { turnId });
  const feedback = await db.find(ClientFeedback, { message: answerId }, { orderBy: { createdAt: 'asc' } });
  const people = await loadPeople(db, feedback.map(({ user }) => user.id));
  const rows = [...acts.rows, ...feedback.map(({ createdAt, thumb, user, comment, id }) => ({ at: minute(createdAt), act: `feedback.${thumb ?? 'given'}`, by: people(user.id), role: null, note: comment ?? null, id }))];
  return { total: rows.length, rows };
}

/** What was done with an insight, and in the name of whom it was found. */
export async function loadActsOnInsight(db: ScopedDb, { id, client }: { readonly id: string; readonly client: { readonly id: string } }) {
  return loadActs(db, { $or: [{ objectType: 'AIInsights', objectId: id }, { event: 'insights.found', objectType: 'Clients', objectId: client.id }] });
}

/** What happened to a recommendation and by whom, in order: audit entries where the principal may read them, otherwise the steps of its review. */
export async function loadActsOn(db: ScopedDb, recommendationId: string) {
  const acts = await loadActs(db, { objectType: 'AIRecommendations', objectId: recommendationId });
  if (acts.total > 0) return acts;
  const steps = await db.find(WorkflowStep, { instance: { subjectType: 'AIRecommendations', subjectId: recommendationId } }, { orderBy: { sequence: 'asc' } });
  const assignees = await loadPeople(db, steps.map(({ assignee }) => assignee?.id));
  return { total: steps.length, rows: steps.map(({ completedAt, startedAt, name, status, assignee, note, id }) => ({ at: minute(completedAt ?? startedAt), act: `${name} ${status}`, by: assignees(assignee?.id), role: null, note: note ?? null, id })) };
}

/** An insight with its figures. @throws AppError not-found. */
export async function loadInsight(db: ScopedDb, id: string) {
  const row = await db.findOneOrNotFound(AiInsight, { id }, 'insight', { populate: ['client', 'portfolio', 'modelVersion'] });
  const people = await loadPeople(db, [row.handledBy?.id]);
  return { ...row, handler: people(row.handledBy?.id) };
}

/** Compliance checks of a recommendation, in the order in which they ran. */
export async function loadChecksOfRecommendation(db: ScopedDb, recommendationId: string) {
  const rows = await db.find(ComplianceCheck, { recommendation: recommendationId }, { orderBy: [{ checkedAt: 'asc' }, { ruleId: 'asc' }] });
  return { total: rows.length, ruleSets: [...new Set(rows.map(({ ruleSetVersion }) => ruleSetVersion))], rows: rows.map((row) => ({ rule: row.ruleId, result: row.result, severity: row.severity, message: row.message ?? null, checkedOn: row.checkedOn, overridden: row.overriddenAt !== null, overrideReason: row.overrideReason ?? null })) };
}
