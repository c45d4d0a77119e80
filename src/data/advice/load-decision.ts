import type { ScopedDb } from '../../access/scoped-db.ts';
import { ChatMessage } from '../../entities/communication/chat-message.entity.ts';
import { ToolInvocation } from '../../entities/communication/tool-invocation.entity.ts';
import { ComplianceCheck } from '../../entities/compliance/compliance-check.entity.ts';
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
      tool: row.toolName, version: row.toolVersion, effect: row.effect, arguments: JSON.stringify(row.arguments ?? {}), outcome: row.outcome, resultHash: row.resultHash ?? null, startedAt: minute(row.startedAt), id: row.id,
    })),
  };
}

/** The question and answer of one turn with the version that answered. */
export async function loadTurn(db: ScopedDb, turnId: string) {
  const messages = await db.find(ChatMessage, { turnId }, { populate: ['conversation', 'modelVersion'], orderBy: { sequence: 'asc' } });
  const question = messages.find(({ role }) => role === 'user');
  const reply = await db.findOneOrNotFound(ChatMessage, { turnId, role: 'assistant' }, 'turn', { populate: ['modelVersion', 'conversation'] });
  const people = await loadPeople(db, [reply.conversation.user.id]);
  return { question: question?.content ?? null, answer: reply.content, status: reply.status, refusal: reply.refusalReason ?? null, modelVersion: reply.modelVersion?.label ?? null, at: minute(reply.createdAt), person: people(reply.conversation.user.id) };
}

/** Compliance checks of a recommendation, in the order in which they ran. */
export async function loadChecksOfRecommendation(db: ScopedDb, recommendationId: string) {
  const rows = await db.find(ComplianceCheck, { recommendation: recommendationId }, { orderBy: [{ checkedAt: 'asc' }, { ruleId: 'asc' }] });
  return { total: rows.length, rows: rows.map((row) => ({ rule: row.ruleId, result: row.result, severity: row.severity, message: row.message ?? null, checkedOn: row.checkedOn, overridden: row.overriddenAt !== null, overrideReason: row.overrideReason ?? null })) };
}
