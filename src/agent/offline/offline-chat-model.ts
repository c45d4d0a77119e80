import { createHash } from 'node:crypto';
import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { BaseChatModel, type BaseChatModelCallOptions, type BaseChatModelParams, type BindToolsInput } from '@langchain/core/language_models/chat_models';
import type { BaseLanguageModelInput } from '@langchain/core/language_models/base';
import { AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import type { Runnable } from '@langchain/core/runnables';
import { decide, type Decision } from './decide.ts';
import { viewConversation } from './turn-state.ts';

export const OFFLINE_MODEL_ID = 'steward-offline-2';

export interface OfflineCallOptions extends BaseChatModelCallOptions {
  readonly tools?: readonly BindToolsInput[];
}

/**
 * The built-in chat model: deterministic, no key, no network. It sees what any model sees (system message, history, tool results) and
 * does what one does: it calls tools and words their answers. The same messages always give the same reply.
 */
export class OfflineChatModel extends BaseChatModel<OfflineCallOptions> {
  constructor(fields: BaseChatModelParams = {}) {
    super(fields);
  }

  override _llmType(): string {
    return 'steward-offline';
  }

  override bindTools(tools: BindToolsInput[], kwargs?: Partial<OfflineCallOptions>): Runnable<BaseLanguageModelInput, AIMessageChunk, OfflineCallOptions> {
    return this.withConfig({ ...kwargs, tools });
  }

  override async _generate(messages: BaseMessage[], options: this['ParsedCallOptions'], runManager?: CallbackManagerForLLMRun): Promise<ChatResult> {
    let whole: ChatGenerationChunk | undefined;
    for await (const chunk of this._streamResponseChunks(messages, options, runManager)) whole = whole ? whole.concat(chunk) : chunk;
    if (!whole) throw new Error('the offline model produced nothing');
    return { generations: [whole] };
  }

  override async *_streamResponseChunks(messages: BaseMessage[], options: this['ParsedCallOptions'], runManager?: CallbackManagerForLLMRun): AsyncGenerator<ChatGenerationChunk> {
    const mayCall = (options.tools?.length ?? 0) > 0 && options.tool_choice !== 'none';
    const decision = decide(viewConversation(messages), mayCall);
    const id = replyId(messages);
    for (const message of decision.kind === 'calls' ? callChunks(decision, id) : textChunks(decision, id)) {
      options.signal?.throwIfAborted();
      const text = typeof message.content === 'string' ? message.content : '';
      const chunk = new ChatGenerationChunk({ message, text });
      yield chunk;
      await runManager?.handleLLMNewToken(text, undefined, undefined, undefined, undefined, { chunk });
    }
    yield new ChatGenerationChunk({ message: closingChunk(decision, id, messages), text: '' });
  }
}

/** Unique within a conversation, because its history only grows; the same messages give the same id. */
function replyId(messages: readonly BaseMessage[]): string {
  const hash = createHash('sha256');
  for (const message of messages) hash.update(`${message.getType()}\u0000${JSON.stringify(message.content)}\u0000${message.id ?? ''}\u0001`);
  return `offline-${hash.digest('hex').slice(0, 24)}`;
}

function* callChunks(decision: Extract<Decision, { kind: 'calls' }>, id: string): Generator<AIMessageChunk> {
  for (const [index, call] of decision.calls.entries()) {
    yield new AIMessageChunk({
      id, content: '', tool_call_chunks: [{ type: 'tool_call_chunk', index, id: `call_${id.slice(8, 20)}_${index}`, name: call.name, args: JSON.stringify(call.args) }],
    });
  }
}

/** A few words at a time, as a person would read along. */
function* textChunks(decision: Extract<Decision, { kind: 'text' }>, id: string): Generator<AIMessageChunk> {
  for (const piece of decision.text.match(/(?:\S+\s*){1,8}/g) ?? [decision.text]) yield new AIMessageChunk({ id, content: piece });
}

function closingChunk(decision: Decision, id: string, messages: readonly BaseMessage[]): AIMessageChunk {
  const read = messages.reduce((sum, message) => sum + JSON.stringify(message.content).length, 0);
  const written = decision.kind === 'text' ? decision.text.length : JSON.stringify(decision.calls).length;
  const [input_tokens, output_tokens] = [Math.ceil(read / 4), Math.ceil(written / 4)];
  const chunk = new AIMessageChunk({
    id, content: '',
    response_metadata: { model_name: OFFLINE_MODEL_ID, finish_reason: decision.kind === 'calls' ? 'tool_calls' : 'stop', ...(decision.kind === 'text' && { outcome: decision.outcome }) },
  });
  // The library types this field as never under exactOptionalPropertyTypes; at run time it is the plain record.
  return Object.assign(chunk, { usage_metadata: { input_tokens, output_tokens, total_tokens: input_tokens + output_tokens } });
}
