import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';

let calls = 0;

/** A model that takes no time: calls `read_status` for a question, and words its result. */
export class InstantChatModel extends BaseChatModel {
  _llmType(): string {
    return 'instant';
  }

  override bindTools(): this {
    return this;
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const message = wantsTool(messages)
      ? new AIMessage({ content: '', tool_calls: [{ id: `call_${(calls += 1)}`, name: 'read_status', args: { subject: 'tasks' }, type: 'tool_call' }] })
      : new AIMessage(WORDS);
    return { generations: [{ text: message.text, message }] };
  }

  override async *_streamResponseChunks(messages: BaseMessage[], _options: this['ParsedCallOptions'], run?: CallbackManagerForLLMRun): AsyncGenerator<ChatGenerationChunk> {
    const call = wantsTool(messages);
    const pieces = call
      ? [new AIMessageChunk({ content: '', tool_call_chunks: [{ index: 0, id: `call_${(calls += 1)}`, name: 'read_status', args: '{"subject":"tasks"}', type: 'tool_call_chunk' }] })]
      : WORDS.split(/(?<= )/).map((text) => new AIMessageChunk({ content: text }));
    for (const [index, message] of [...pieces, new AIMessageChunk({ content: '', response_metadata: { finish_reason: call ? 'tool_calls' : 'stop', model_name: 'instant' } })].entries()) {
      const chunk = new ChatGenerationChunk({ text: message.text, message });
      yield chunk;
      if (index < pieces.length) await run?.handleLLMNewToken(message.text, undefined, undefined, undefined, undefined, { chunk });
    }
  }
}

const WORDS = 'You have 3 open tasks. Each of them is on its way.';

function wantsTool(messages: readonly BaseMessage[]): boolean {
  return messages.at(-1)?.type === 'human';
}
