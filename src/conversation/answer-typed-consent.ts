import { AIMessage, ToolMessage } from '@langchain/core/messages';
import { decideApproval } from './decide-approval.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnState } from './turn-state.ts';
import { typedConsent } from './typed-consent.ts';

/**
 * A plain yes or no while exactly one approval of this conversation waits for this person counts as the decision (terminals and APIs
 * have no buttons). Code decides it before any model sees the message.
 * @returns Whether something was decided; the model then only words the result.
 */
export async function answerTypedConsent(deps: TurnDeps, state: TurnState, text: string): Promise<boolean> {
  const consent = typedConsent(text);
  if (!consent) return false;
  const pending = await deps.approvals.pending(state.principal, state.received.conversationId);
  const [only] = pending;
  if (!only || pending.length > 1) return false;
  const settled = await decideApproval(deps, state.principal, { ...only, decision: consent === 'yes' ? 'approve' : 'decline' }, state.context);
  const { claimed } = settled;
  state.toolNames.push(claimed.toolName);
  state.events.emit({ type: 'approval-decided', invocationId: claimed.invocationId, outcome: settled.outcome, summary: settled.summary });
  if (settled.answer) state.gate.addEvidence({ invocationId: claimed.invocationId, toolName: claimed.toolName }, settled.answer);
  state.messages.push(
    new AIMessage({ id: deps.newId(), content: '', tool_calls: [{ id: `${claimed.callId}-approved`, name: claimed.toolName, args: { ...claimed.arguments }, type: 'tool_call' }] }),
    new ToolMessage({ id: claimed.invocationId, tool_call_id: `${claimed.callId}-approved`, name: claimed.toolName, content: settled.content }),
  );
  return true;
}
