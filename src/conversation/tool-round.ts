import { AIMessage, ToolMessage } from '@langchain/core/messages';
import type { RequestedCall, RoundReply } from '../agent/model-chain.ts';
import type { ToolOutcome } from '../agent/tool-call.ts';
import type { InvocationRecord } from '../data/conversations/conversation-records.ts';
import type { Answer } from '../shared/answer.ts';
import { approvalCard } from './approval-card.ts';
import { runCall } from './run-call.ts';
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
  const done = await Promise.all(calls.map((call, index) => runOne(deps, state, call, index)));
  const entries = [...state.audit];
  await deps.store.saveInvocations(state.principal, done.map((item) => item.record), entries);
  // Only now: entries that could not be stored go with the turn's own record.
  state.audit.splice(0, entries.length);
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

async function runOne(deps: TurnDeps, state: TurnState, call: RequestedCall, callIndex: number): Promise<Done> {
  const id = deps.newId();
  state.events.emit({ type: 'tool-started', invocationId: id, toolName: call.name.slice(0, 80), label: labelOf(call.name) });
  const { record, audit, outcome, content } = await runCall(deps, state.context, { id, callId: call.id, name: call.name, argumentsText: call.argumentsText, round: state.round, callIndex, answerId: state.received.answerId });
  state.audit.push(...audit);
  state.toolNames.push(call.name);
  state.events.emit({ type: 'tool-finished', invocationId: id, toolName: record.toolName, outcome: record.outcome, summary: outcome.kind === 'failed' ? outcome.problem.message : outcome.kind === 'pending' ? outcome.preview.title : outcome.answer.title, durationMs: record.durationMs });
  return { record, outcome, content, call };
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
