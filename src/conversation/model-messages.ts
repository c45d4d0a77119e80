import { AIMessage, HumanMessage, SystemMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import type { HistoryMessage } from '../data/conversations/conversation-records.ts';

const CHARACTERS_OF_OLD_RESULTS = 24_000;

/**
 * The conversation as the model is sent it: the prompt, earlier turns from the database (never from the client), the newest of their
 * tool results, and the question.
 */
export function modelMessages(system: string, history: readonly HistoryMessage[], question: string): BaseMessage[] {
  let room = CHARACTERS_OF_OLD_RESULTS;
  const earlier: BaseMessage[] = [];
  for (const message of history.toReversed()) {
    if (message.role === 'user') earlier.unshift(new HumanMessage({ id: message.id, content: message.content }));
    else {
      const kept = message.invocations.filter((invocation) => (room -= invocation.result.length) >= 0);
      earlier.unshift(...answerMessages(message, kept));
    }
  }
  return [new SystemMessage(system), ...earlier, new HumanMessage(question)];
}

function answerMessages(message: HistoryMessage, kept: HistoryMessage['invocations']): BaseMessage[] {
  const answer = new AIMessage({ id: message.id, content: message.content });
  if (kept.length === 0) return [answer];
  const calls = new AIMessage({ id: `${message.id}-calls`, content: '', tool_calls: kept.map((invocation) => ({ id: invocation.callId, name: invocation.toolName, args: { ...invocation.arguments }, type: 'tool_call' as const })) });
  const results = kept.map((invocation) => new ToolMessage({ id: invocation.id, tool_call_id: invocation.callId, name: invocation.toolName, content: invocation.result }));
  return [calls, ...results, answer];
}
