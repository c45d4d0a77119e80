import { answerForModel } from '../agent/answer-text.ts';
import { boundCall, executeCall, hashOf, parseCall, toolProblem, type ParsedCall, type ToolOutcome } from '../agent/tool-call.ts';
import type { InvocationRecord } from '../data/conversations/conversation-records.ts';
import type { ActEntry } from '../data/conversations/conversation-store.ts';
import { AppError } from '../shared/errors.ts';
import type { ToolContext } from '../../tools/define-tool.ts';
import { assertNoOtherClient, CrossClientBlock } from './cross-client-guard.ts';
import { claimsApproval, denialOf } from './denial.ts';
import type { TurnDeps } from './turn-deps.ts';

/** One call, as asked for: by a model in a turn, or by a program over the Model Context Protocol. */
export interface WantedCall {
  readonly id: string;
  readonly callId: string;
  readonly name: string;
  readonly argumentsText: string;
  readonly round: number;
  readonly callIndex: number;
  /** Id of the answer that the call belongs to; null outside a conversation. */
  readonly answerId: string | null;
  /** The HTTP request that asked for it, if one did. */
  readonly requestId?: string | undefined;
}

export interface DoneCall {
  readonly record: InvocationRecord;
  /** The call itself first; then what it claimed without right. */
  readonly audit: readonly ActEntry[];
  readonly outcome: ToolOutcome;
  /** What the caller is told, as JSON. */
  readonly content: string;
}

/** Checks, runs and describes one call for the record. Never throws: a failure is an outcome. Stores nothing: the caller does. */
export async function runCall(deps: TurnDeps, context: ToolContext, call: WantedCall): Promise<DoneCall> {
  const startedAt = deps.clock.now();
  const entryId = deps.newId();
  const { parsed, outcome } = await attempt(deps, contextFor(deps, context, call, entryId), call);
  const content = contentOf(outcome);
  const problem = outcome.kind === 'failed' ? outcome.problem : undefined;
  const denial = problem && outcome.kind === 'failed' ? (outcome.cause instanceof CrossClientBlock ? 'dlp.cross_client_block' : denialOf(problem.error, parsed !== undefined)) : undefined;
  const { principal, conversationId, turnId } = context;
  const record: InvocationRecord = {
    id: call.id, conversationId: conversationId ?? null, answerId: call.answerId, turnId: turnId ?? null,
    round: call.round, callIndex: call.callIndex, callId: call.callId.slice(0, 120), clientId: principal.clientId ?? null,
    toolName: call.name.slice(0, 80), toolVersion: String(parsed?.tool.version ?? 0), effect: parsed?.tool.effect ?? 'read',
    // Parsed input is an object by the tools' schemas (each is a strict object).
    arguments: (parsed?.input as Readonly<Record<string, unknown>> | undefined) ?? null,
    argumentsHash: parsed?.argumentsHash ?? hashOf(call.argumentsText),
    result: content, resultHash: hashOf(content), resultBytes: Buffer.byteLength(content),
    outcome: problem ? (problem.error === 'timeout' ? 'timeout' : denial ? 'refused' : 'failed') : outcome.kind === 'pending' ? 'pending_approval' : 'ok',
    errorCode: problem?.error ?? null, startedAt, durationMs: Math.max(deps.clock.now().getTime() - startedAt.getTime(), 0),
    approvalExpiresAt: outcome.kind === 'pending' ? new Date(startedAt.getTime() + deps.limits.approvalMinutes * 60_000) : null,
  };
  if (outcome.kind === 'failed' && outcome.problem.error === 'internal') deps.log.error({ err: outcome.cause, tool: record.toolName, turnId }, 'tool failed');
  const audit: ActEntry = {
    id: entryId, ...(call.requestId ? { requestId: call.requestId } : {}),
    event: denial ?? (outcome.kind === 'pending' ? 'approval.requested' : 'tool.called'), decision: denial ? 'denied' : problem ? 'failed' : 'allowed',
    objectType: 'ToolInvocations', objectId: call.id, toolName: record.toolName, argumentsHash: record.argumentsHash,
    ...(conversationId ? { conversationId } : {}), ...(turnId ? { turnId } : {}), ...(problem ? { reasonCode: problem.error } : {}),
  };
  // Approvals are given by people through a door of their own: a call that brings one along has made it up.
  const forged: ActEntry[] = claimsApproval(call.argumentsText) && outcome.kind === 'failed' ? [{ ...audit, id: deps.newId(), event: 'approval.invalid', decision: 'denied', reasonCode: 'claimed_in_call' }] : [];
  return { record, audit: [audit, ...forged], outcome, content };
}

/** What a call changes is put down to its own audit entry; one that only reads needs no door of its own for that. */
function contextFor({ tools, openScope }: TurnDeps, context: ToolContext, { name, requestId }: WantedCall, auditLogId: string): ToolContext {
  const tool = tools.get(name);
  if (!tool || (tool.effect === 'read' && !tool.keepsRecords)) return context;
  return { ...context, db: openScope(context.principal, { requestId: requestId ?? context.turnId, auditLogId }) };
}

async function attempt(deps: TurnDeps, context: ToolContext, call: WantedCall): Promise<{ parsed?: ParsedCall; outcome: ToolOutcome }> {
  let parsed: ParsedCall;
  try {
    const tool = deps.tools.get(call.name);
    if (tool && !tool.roles.includes(context.principal.role)) throw new AppError('not-permitted', 'There is no such tool.', { hint: 'Use describe_catalogue to see the tools at hand.' });
    parsed = parseCall(deps.tools, call.name, call.argumentsText);
  } catch (error) {
    return { outcome: { kind: 'failed', problem: toolProblem(error), cause: error } };
  }
  try {
    if (parsed.tool.effect === 'write') await assertNoOtherClient(parsed.tool, parsed.input as Readonly<Record<string, unknown>>, context); // an object by the tools' schemas
    parsed = await boundCall(parsed, context);
  } catch (error) {
    return { parsed, outcome: { kind: 'failed', problem: toolProblem(error), cause: error } };
  }
  return { parsed, outcome: await executeCall(parsed, context, deps.limits.toolTimeoutMs) };
}

function contentOf(outcome: ToolOutcome): string {
  switch (outcome.kind) {
    case 'answered': return answerForModel(outcome.answer);
    case 'pending': return JSON.stringify({ status: 'pending_approval', message: 'Shown to the person as an approval card. Nothing has changed yet.', preview: JSON.parse(answerForModel(outcome.preview)) });
    case 'failed': return JSON.stringify(outcome.problem);
  }
}
