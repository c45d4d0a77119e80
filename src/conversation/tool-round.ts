import { AIMessage, ToolMessage } from '@langchain/core/messages';
import { answerForModel } from '../agent/answer-text.ts';
import type { RequestedCall, RoundReply } from '../agent/model-chain.ts';
import { executeCall, hashOf, parseCall, toolProblem, type ParsedCall, type ToolOutcome } from '../agent/tool-call.ts';
import type { InvocationRecord } from '../data/conversations/conversation-records.ts';
import type { Answer } from '../shared/answer.ts';
import { AppError } from '../shared/errors.ts';
import { approvalCard } from './approval-card.ts';
import { denialOf } from './denial.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnState } from './turn-state.ts';

interface Done {
  readonly record: InvocationRecord;
  readonly outcome: ToolOutcome;
  readonly content: string;
  readonly call: RequestedCall;
}

/** Runs the calls of one model reply side by side, stores them, and hands the results back to the model. */
export async function runToolRound(deps: TurnDeps, state: TurnState, reply: RoundReply): Promise<void> {
  const allowed = Math.max(deps.limits.toolCalls - state.calls, 0);
  const calls = reply.calls.slice(0, allowed);
  if (reply.calls.length > allowed) {
    state.audit.push({ event: 'limit.exceeded', decision: 'denied', reasonCode: 'tool_calls', conversationId: state.received.conversationId, turnId: state.received.turnId });
  }
  state.calls += calls.length;
  const done = await Promise.all(calls.map((call, index) => runCall(deps, state, call, index)));
  const entries = state.audit.splice(0);
  await deps.store.saveInvocations(state.principal, done.map((item) => item.record), entries);
  state.messages.push(new AIMessage({
    id: deps.newId(), content: reply.text,
    tool_calls: done.map((item) => ({ id: item.call.id, name: item.call.name, args: { ...item.record.arguments }, type: 'tool_call' as const })),
  }));
  for (const item of done) {
    state.messages.push(new ToolMessage({ id: item.record.id, tool_call_id: item.call.id, name: item.call.name, content: item.content }));
    if (item.outcome.kind === 'answered') {
      show(state, item.record, item.outcome.answer);
      offerNamedTools(deps, state, item.outcome.answer);
    }
    if (item.outcome.kind === 'pending') askApproval(deps, state, item);
  }
}

async function runCall(deps: TurnDeps, state: TurnState, call: RequestedCall, callIndex: number): Promise<Done> {
  const id = deps.newId();
  const startedAt = deps.clock.now();
  state.events.emit({ type: 'tool-started', invocationId: id, toolName: call.name.slice(0, 80), label: labelOf(call.name) });
  const { parsed, outcome } = await attempt(deps, state, call);
  const durationMs = Math.max(deps.clock.now().getTime() - startedAt.getTime(), 0);
  const content = contentOf(outcome);
  const failed = outcome.kind === 'failed';
  const record: InvocationRecord = {
    id, conversationId: state.received.conversationId, answerId: state.received.answerId, turnId: state.received.turnId,
    round: state.round, callIndex, callId: call.id.slice(0, 120), clientId: state.principal.clientId ?? null,
    toolName: call.name.slice(0, 80), toolVersion: String(parsed?.tool.version ?? 0), effect: parsed?.tool.effect ?? 'read',
    // Parsed input is an object by the tools' schemas (each is a strict object).
    arguments: (parsed?.input as Readonly<Record<string, unknown>> | undefined) ?? null,
    argumentsHash: parsed?.argumentsHash ?? hashOf(call.argumentsText),
    result: content, resultHash: hashOf(content), resultBytes: Buffer.byteLength(content),
    outcome: failed ? (outcome.problem.error === 'timeout' ? 'timeout' : denialOf(outcome.problem.error, parsed !== undefined) ? 'refused' : 'failed') : outcome.kind === 'pending' ? 'pending_approval' : 'ok',
    errorCode: failed ? outcome.problem.error : null, startedAt, durationMs,
    approvalExpiresAt: outcome.kind === 'pending' ? new Date(startedAt.getTime() + deps.limits.approvalMinutes * 60_000) : null,
  };
  if (failed && outcome.problem.error === 'internal') deps.log.error({ err: outcome.cause, tool: call.name, turnId: state.received.turnId }, 'tool failed');
  const denial = failed ? denialOf(outcome.problem.error, parsed !== undefined) : undefined;
  state.audit.push({
    event: denial ?? (outcome.kind === 'pending' ? 'approval.requested' : 'tool.called'), decision: denial ? 'denied' : failed ? 'failed' : 'allowed',
    objectType: 'ToolInvocations', objectId: id, toolName: record.toolName, argumentsHash: record.argumentsHash, conversationId: state.received.conversationId, turnId: state.received.turnId,
    ...(failed ? { reasonCode: outcome.problem.error } : {}),
  });
  state.toolNames.push(call.name);
  state.events.emit({ type: 'tool-finished', invocationId: id, toolName: record.toolName, outcome: record.outcome, summary: failed ? outcome.problem.message : outcome.kind === 'pending' ? outcome.preview.title : outcome.answer.title, durationMs });
  return { record, outcome, content, call };
}

async function attempt(deps: TurnDeps, state: TurnState, call: RequestedCall): Promise<{ parsed?: ParsedCall; outcome: ToolOutcome }> {
  let parsed: ParsedCall;
  try {
    const tool = deps.tools.get(call.name);
    if (tool && !tool.roles.includes(state.principal.role)) throw new AppError('not-permitted', 'There is no such tool.', { hint: 'Use describe_catalogue to see the tools at hand.' });
    parsed = parseCall(deps.tools, call.name, call.argumentsText);
  } catch (error) {
    return { outcome: { kind: 'failed', problem: toolProblem(error), cause: error } };
  }
  return { parsed, outcome: await executeCall(parsed, state.context, deps.limits.toolTimeoutMs) };
}

function contentOf(outcome: ToolOutcome): string {
  switch (outcome.kind) {
    case 'answered': return answerForModel(outcome.answer);
    case 'pending': return JSON.stringify({ status: 'pending_approval', message: 'Shown to the person as an approval card. Nothing has changed yet.', preview: JSON.parse(answerForModel(outcome.preview)) });
    case 'failed': return JSON.stringify(outcome.problem);
  }
}

function show(state: TurnState, record: InvocationRecord, answer: Answer): void {
  state.gate.addEvidence({ invocationId: record.id, toolName: record.toolName }, answer);
  if (record.toolName === 'find_names' || record.toolName === 'describe_catalogue') return;
  for (const table of answer.tables) state.events.emit({ type: 'table', table: { ...table, columns: table.columns.map((column) => ({ ...column })), rows: table.rows.map((row) => [...row]) }, invocationId: record.id });
  for (const chart of answer.charts) state.events.emit({ type: 'chart', chart: { ...chart, labels: [...chart.labels], series: chart.series.map((series) => ({ label: series.label, values: [...series.values] })) } });
}

/** Tools that the catalogue named can be called from the next round on. */
function offerNamedTools(deps: TurnDeps, state: TurnState, answer: Answer): void {
  for (const table of answer.tables.filter((candidate) => candidate.key === 'tools')) {
    for (const [name] of table.rows) {
      const tool = deps.tools.get(String(name));
      if (tool?.roles.includes(state.principal.role)) state.offered.set(tool.name, tool);
    }
  }
}

function askApproval(deps: TurnDeps, state: TurnState, item: Done): void {
  if (item.outcome.kind !== 'pending') return;
  state.gate.addEvidence({ invocationId: item.record.id, toolName: item.record.toolName }, item.outcome.preview);
  const card = approvalCard(item.record, item.outcome.preview, deps.limits.approvalMinutes);
  state.approvals.push(card);
  state.events.emit({ type: 'approval-needed', approval: card });
}

/** "get_performance" reads "Get performance". */
export function labelOf(toolName: string): string {
  const words = toolName.slice(0, 80).replace(/_/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
