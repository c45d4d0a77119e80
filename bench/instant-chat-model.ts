import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';

const WORDS = 'You have 3 open tasks. Each of them is on its way.';
const PIECES = WORDS.split(/(?<= )/);
let calls = 0;

/** A model that takes no time, or a given time for each piece: calls `read_status` for a question, and words its result. */
export class InstantChatModel extends BaseChatModel {
  readonly #beforePiece: (() => Promise<void>) | undefined;

  /** @param beforePiece Awaited before each piece of text. */
  constructor(beforePiece?: () => Promise<void>) {
    super({});
    this.#beforePiece = beforePiece;
  }

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
    return { generations: [{ text: WORDS, message }] };
  }

  override async *_streamResponseChunks(messages: BaseMessage[], _options: this['ParsedCallOptions'], run?: CallbackManagerForLLMRun): AsyncGenerator<ChatGenerationChunk> {
    const call = wantsTool(messages);
    const end = new AIMessageChunk({ content: '', response_metadata: { finish_reason: call ? 'tool_calls' : 'stop', model_name: 'instant' } });
    if (call) yield new ChatGenerationChunk({ text: '', message: new AIMessageChunk({ content: '', tool_call_chunks: [{ index: 0, id: `call_${(calls += 1)}`, name: 'read_status', args: '{"subject":"tasks"}', type: 'tool_call_chunk' }] }) });
    else {
      for (const text of PIECES) {
        await this.#beforePiece?.();
        const chunk = new ChatGenerationChunk({ text, message: new AIMessageChunk({ content: text }) });
        yield chunk;
        await run?.handleLLMNewToken(text, undefined, undefined, undefined, undefined, { chunk });
      }
    }
    yield new ChatGenerationChunk({ text: '', message: end });
  }
}

function wantsTool(messages: readonly BaseMessage[]): boolean {
  return messages.at(-1)?.type === 'human';
}
