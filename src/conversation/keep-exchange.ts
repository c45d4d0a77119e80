import { AIMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import type { RoundReply } from '../agent/model-chain.ts';
import type { ModelExchange, SentMessage } from '../data/conversations/conversation-records.ts';
import { sentHashes, type WireMessage } from '../data/conversations/sent-messages.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnState } from './turn-state.ts';

/** A round as it happens; `reply` is set when the model has answered. */
export interface RunningRound {
  readonly sent: number;
  readonly tools: readonly string[];
  reply?: RoundReply;
}

/**
 * What the model was sent and what it answered, for the record. What stands in rows that never change is named, not copied; the hashes are
 * of what was really sent, so that whoever puts it together again can prove it. Undefined when no model was asked.
 */
export function exchangeOf(deps: Pick<TurnDeps, 'prompt' | 'tools'>, { messages, rounds, received }: Pick<TurnState, 'messages' | 'rounds' | 'received'>): ModelExchange | undefined {
  if (rounds.length === 0) return undefined;
  const hashes = sentHashes(messages.map(wireMessage), rounds.map(({ sent }) => sent));
  const question = messages.findIndex((message) => message.type === 'human' && message.id === undefined); // earlier ones carry the ids of their rows
  return {
    messages: messages.slice(0, rounds.at(-1)!.sent).map((message, index) => (index === question ? { said: received.questionId, role: 'user' as const } : keptMessage(deps, message, messages.slice(index + 1)))),
    rounds: rounds.map(({ sent, tools, reply }, index) => ({
      sent, sentHash: hashes[index]!, tools,
      reply: reply ? { endpoint: reply.endpoint.label, model: reply.modelReported, attempts: reply.attempts, text: reply.text, calls: reply.calls.map(({ id, name, argumentsText }) => ({ id, name, argumentsText })) } : null,
    })),
  };
}

/** As the model is sent it, whatever the library keeps beside. */
function wireMessage(message: BaseMessage): WireMessage {
  const content = textOf(message);
  if (message instanceof ToolMessage) return { role: 'tool', callId: message.tool_call_id, name: message.name ?? '', content };
  if (!(message instanceof AIMessage)) return { role: message.type === 'system' ? 'system' : 'user', content };
  const calls = (message.tool_calls ?? []).map(({ id = '', name, args }) => ({ id, name, args }));
  return { role: 'assistant', content, ...(calls.length > 0 ? { calls } : {}) };
}

function keptMessage({ prompt, tools }: Pick<TurnDeps, 'prompt' | 'tools'>, message: BaseMessage, following: readonly BaseMessage[]): SentMessage {
  const text = textOf(message);
  if (message.type === 'system') return { prompt: `${prompt.name}/${prompt.version}`, tail: text.slice(prompt.text.length) };
  if (message instanceof ToolMessage) {
    // The result of a write is replaced by what it did once it is approved: what was said of it until then is kept here.
    return { result: message.id ?? '', callId: message.tool_call_id, ...(tools.get(message.name ?? '')?.effect === 'write' ? { text } : {}) };
  }
  const role = message.type === 'ai' ? 'assistant' : 'user';
  const calls = message instanceof AIMessage ? message.tool_calls ?? [] : [];
  // Results follow their calls in the same order and carry the ids of their rows; a model may use one call id twice.
  if (calls.length > 0) return { text, role, calls: calls.map(({ id = '' }, index) => [id, following[index]?.id ?? ''] as const) };
  return message.id === undefined ? { text, role } : { said: message.id, role };
}

function textOf({ content }: BaseMessage): string {
  return typeof content === 'string' ? content : JSON.stringify(content); // ours are texts
}
