import { AIMessage, ToolMessage } from '@langchain/core/messages';
import type { RequestedCall, RoundReply } from '../agent/model-chain.ts';
import type { ToolOutcome } from '../agent/tool-call.ts';
import type { InvocationRecord } from '../data/conversations/conversation-records.ts';
import type { Answer } from '../shared/answer.ts';
import { approvalCard } from './approval-card.ts';
import type { EventBody } from './event-stream.ts';
import { offeredTools } from './offered-tools.ts';
import { runCall } from './run-call.ts';
import type { TurnDeps } from './turn-deps.ts';
import { leaseOf, type TurnState } from './turn-state.ts';

interface Done {
  readonly record: InvocationRecord;
  readonly outcome: ToolOutcome;
  readonly content: string;
  readonly call: RequestedCall;
}

/** Runs the calls of one model reply side by side, each stored as it ends, and hands the results back to the model. */
export async function runToolRound(deps: TurnDeps, state: TurnState, reply: RoundReply): Promise<void> {
  const allowed = Math.max(deps.limits.toolCalls - state.calls, 0);
  const calls = reply.calls.slice(0, allowed);
  if (reply.calls.length > allowed) {
    state.audit.push({ event: 'limit.exceeded', decision: 'denied', reasonCode: 'tool_calls', conversationId: state.received.conversationId, turnId: state.received.turnId });
  }
  state.calls += calls.length;
  const done = await allOf(calls.map((call, index) => runOne(deps, state, call, index)));
  state.messages.push(new AIMessage({
    content: reply.text,
    tool_calls: done.map((item) => ({ id: item.call.id, name: item.call.name, args: { ...item.record.arguments }, type: 'tool_call' as const })),
  }));
  for (const item of done) {
    state.messages.push(new ToolMessage({ id: item.record.id, tool_call_id: item.call.id, name: item.call.name, content: item.content }));
    const shown = item.outcome.kind === 'answered' ? item.outcome.answer : item.outcome.kind === 'pending' ? item.outcome.preview : undefined;
    if (shown) state.gate.addEvidence({ invocationId: item.record.id, toolName: item.record.toolName }, shown);
    if (item.outcome.kind === 'answered') offerNamedTools(deps, state, item.outcome.answer);
  }
}

/** Waits for every call, also when one cannot be stored: none may go on after the turn has ended. */
async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

async function runOne(deps: TurnDeps, state: TurnState, call: RequestedCall, callIndex: number): Promise<Done> {
  const id = deps.newId();
  state.events.emit({ type: 'tool-started', invocationId: id, toolName: call.name.slice(0, 80), label: labelOf(call.name) });
  const { record, audit, outcome, content } = await runCall(deps, state.context, { id, callId: call.id, name: call.name, argumentsText: call.argumentsText, round: state.round, callIndex, answerId: state.received.answerId });
  state.toolNames.push(call.name);
  try {
    await state.events.emitWith(eventsOf(deps, state, record, outcome), async (unstored) => {
      const earlier = state.audit.length;
      const stored = await deps.store.saveInvocations(state.principal, [record], [...state.audit, ...audit], { ...unstored, ...leaseOf(deps, state) });
      if (stored) state.audit.splice(0, earlier);
      return stored;
    });
  } catch (error) {
    state.audit.push(...audit); // what could not be stored goes with the turn's own record
    throw error;
  }
  return { record, outcome, content, call };
}

/** What a call shows: how it ended, then its tables and charts, or the card that asks for approval. */
function eventsOf(deps: TurnDeps, state: TurnState, record: InvocationRecord, outcome: ToolOutcome): readonly EventBody[] {
  const finished = { type: 'tool-finished', invocationId: record.id, toolName: record.toolName, outcome: record.outcome, durationMs: record.durationMs } as const;
  if (outcome.kind === 'failed') return [{ ...finished, summary: outcome.problem.message }];
  if (outcome.kind === 'pending') {
    const card = approvalCard(record, outcome.preview, deps.limits.approvalMinutes);
    state.approvals.push(card);
    return [{ ...finished, summary: outcome.preview.title }, { type: 'approval-needed', approval: card }];
  }
  const { title, tables, charts } = outcome.answer;
  if (record.toolName === 'find_names' || record.toolName === 'describe_catalogue') return [{ ...finished, summary: title }];
  return [
    { ...finished, summary: title },
    ...tables.map((table) => ({ type: 'table' as const, table: { ...table, columns: table.columns.map((column) => ({ ...column })), rows: table.rows.map((row) => [...row]) }, invocationId: record.id })),
    ...charts.map((chart) => ({ type: 'chart' as const, chart: { ...chart, labels: [...chart.labels], series: chart.series.map((series) => ({ label: series.label, values: [...series.values] })) } })),
  ];
}

/** Tools that the catalogue named can be called from the next round on. */
function offerNamedTools(deps: TurnDeps, state: TurnState, answer: Answer): void {
  const names = answer.tables.filter((table) => table.key === 'tools').flatMap((table) => table.rows.map(([name]) => String(name)));
  const named = names.flatMap((name) => deps.tools.get(name) ?? []).filter((tool) => tool.roles.includes(state.principal.role));
  if (named.length > 0) state.offered = offeredTools(state.offered, named);
}

/** "get_performance" reads "Get performance". */
export function labelOf(toolName: string): string {
  const words = toolName.slice(0, 80).replace(/_/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
