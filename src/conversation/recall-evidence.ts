import type { HistoryMessage } from '../data/conversations/conversation-records.ts';
import { answer, type Answer } from '../shared/answer.ts';
import type { SentenceGate } from './grounding/gate.ts';

/** Earlier questions and tool results of the conversation support later sentences too ("that is 12 % more than before"). */
export function recallEvidence(gate: SentenceGate, history: readonly HistoryMessage[]): void {
  for (const message of history) {
    if (message.role === 'user') gate.addQuestion(message.content);
    for (const invocation of message.invocations) {
      const result = storedAnswer(invocation.result);
      if (result) gate.addEvidence({ invocationId: invocation.id, toolName: invocation.toolName }, result, true);
    }
  }
}

/** A stored result as the model saw it; problems and approvals hold no figures of their own. */
export function storedAnswer(result: string): Answer | undefined {
  const parsed: unknown = JSON.parse(result || 'null');
  if (typeof parsed !== 'object' || parsed === null || !('title' in parsed) || !('asOf' in parsed)) return undefined;
  const { charts: _titlesOnly, ...rest } = parsed as Answer; // written by answerForModel, which leaves empty parts and charts out
  return answer(rest);
}
