import type { Principal } from '../access/principal.ts';
import { definitionOf } from '../agent/tool-call.ts';
import type { ApprovalCard } from '../contract/turn-event.ts';
import type { Answer } from '../shared/answer.ts';
import type { Effect, ToolContext } from '../../tools/define-tool.ts';
import { engineAlone } from './answering-version.ts';
import { approvalCard } from './approval-card.ts';
import { runCall } from './run-call.ts';
import type { TurnDeps } from './turn-deps.ts';

/** A tool as a program sees it: the same definition that a model gets. */
export interface OfferedTool {
  readonly name: string;
  readonly purpose: string;
  readonly effect: Effect;
  /** JSON Schema of the arguments. */
  readonly parameters: Record<string, unknown>;
}

export interface DirectResult {
  readonly ok: boolean;
  /** JSON: the answer, the pending approval or the problem, in our own words. */
  readonly content: string;
  /** The whole answer, charts and all rows included, for pages; `content` is cut for models. */
  readonly answer?: Answer;
  /** Present for a write: nothing has changed until the person approves exactly these arguments. */
  readonly approval?: ApprovalCard;
}

/** Every tool of the registry, or those that a role may use. */
export function offeredTools(deps: Pick<TurnDeps, 'tools'>, role?: Principal['role']): readonly OfferedTool[] {
  return [...deps.tools.values()].filter((tool) => role === undefined || tool.roles.includes(role)).map((tool) => {
    const { description, parameters } = definitionOf(tool).function;
    return { name: tool.name, purpose: description, effect: tool.effect, parameters };
  });
}

/**
 * A call outside a conversation, under the same rules as a model's: the role's tools, strict arguments, the person's own reach, a
 * record and an audit entry before the result is handed out. A write is only prepared.
 */
export async function callDirectly(deps: TurnDeps, principal: Principal, call: { readonly callId: string; readonly name: string; readonly argumentsText: string; readonly requestId?: string }): Promise<DirectResult> {
  const context: ToolContext = { db: deps.openScope(principal, { requestId: call.requestId }), principal, clock: deps.clock, newId: deps.newId, modelVersionLabel: 'none', modelVersion: async () => (await engineAlone(deps)).id };
  const { record, audit, outcome, content } = await runCall(deps, context, { ...call, id: deps.newId(), round: 0, callIndex: 0, answerId: null });
  await deps.store.saveInvocations(principal, [record], audit);
  if (outcome.kind === 'answered') return { ok: true, content, answer: outcome.answer };
  if (outcome.kind === 'failed') return { ok: false, content };
  return { ok: true, content, approval: approvalCard(record, outcome.preview, deps.limits.approvalMinutes) };
}
