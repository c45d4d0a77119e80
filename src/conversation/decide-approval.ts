import type { Principal } from '../access/principal.ts';
import { answerForModel } from '../agent/answer-text.ts';
import { hashOf, toolProblem } from '../agent/tool-call.ts';
import type { ApprovalChoice, ClaimedApproval } from '../data/conversations/approval-store.ts';
import type { Answer } from '../shared/answer.ts';
import { AppError } from '../shared/errors.ts';
import type { ToolContext } from '../../tools/define-tool.ts';
import type { TurnDeps } from './turn-deps.ts';

export interface SettledApproval {
  readonly claimed: ClaimedApproval;
  readonly outcome: 'approved' | 'declined';
  /** What the write answered; absent when it was declined or failed. */
  readonly answer?: Answer;
  /** What the model is told, as JSON. */
  readonly content: string;
  readonly summary: string;
}

/**
 * Carries out a person's decision: claims the approval (once, for exactly these arguments), runs the write with the stored arguments,
 * and records the result. The only caller of a write tool's `run`.
 * @throws AppError not-approved when the approval cannot be used.
 */
export async function decideApproval(deps: TurnDeps, principal: Principal, choice: ApprovalChoice, context: Omit<ToolContext, 'db'>, requestId?: string): Promise<SettledApproval> {
  const claimed = await deps.approvals.claim(principal, choice, requestId);
  if (choice.decision === 'decline') return { claimed, outcome: 'declined', content: JSON.stringify({ status: 'declined', message: 'The person declined. Nothing was changed.' }), summary: 'Declined. Nothing was changed.' };
  const origin = { requestId: requestId ?? claimed.turnId ?? undefined, auditLogId: claimed.entryId };
  const result = await execute(deps, claimed, { ...context, db: deps.openScope(principal, origin) });
  await deps.approvals.settle(principal, claimed, { requestId, result: result.content, resultHash: hashOf(result.content), errorCode: result.errorCode });
  return { claimed, outcome: 'approved', content: result.content, summary: result.summary, ...(result.answer ? { answer: result.answer } : {}) };
}

async function execute(deps: TurnDeps, claimed: ClaimedApproval, context: ToolContext): Promise<{ content: string; errorCode: string | null; summary: string; answer?: Answer }> {
  try {
    const tool = deps.tools.get(claimed.toolName);
    if (tool?.effect !== 'write' || !tool.roles.includes(context.principal.role)) throw new Error('approved tool is no longer a write of this role');
    // What is carried out is what the person saw, even when somebody has changed the record since.
    if (hashOf(claimed.arguments) !== claimed.argumentsHash) throw new AppError('not-approved', 'What was approved is not what is on record any more.', { hint: 'Ask for the change again.' });
    const answer = await tool.run(tool.input.parse(claimed.arguments), context);
    return { content: answerForModel(answer), errorCode: null, summary: answer.title, answer };
  } catch (error) {
    const problem = toolProblem(error);
    if (problem.error === 'internal') deps.log.error({ err: error, tool: claimed.toolName, invocationId: claimed.invocationId }, 'approved write failed');
    return { content: JSON.stringify(problem), errorCode: problem.error, summary: problem.message };
  }
}

/** @param requestId The HTTP request that brought the decision, if one did. */
export async function settleByCard(deps: TurnDeps, principal: Principal, choice: ApprovalChoice, requestId?: string): Promise<SettledApproval> {
  const context: Omit<ToolContext, 'db'> = { principal, clock: deps.clock, newId: deps.newId, modelVersionLabel: deps.chain.endpoints[0]?.label ?? 'none', ...(deps.saveExport ? { saveExport: deps.saveExport } : {}) };
  const settled = await decideApproval(deps, principal, choice, context, requestId);
  const { turnId, invocationId } = settled.claimed;
  if (turnId) {
    const decided = { type: 'approval-decided', invocationId, outcome: settled.outcome, summary: settled.summary } as const;
    const event = await deps.store.appendEvent(turnId, decided);
    if (event) deps.publish(turnId, [{ ...decided, turnId, seq: event.seq }]);
  }
  return settled;
}
