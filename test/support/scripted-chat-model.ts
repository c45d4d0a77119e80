import { BaseChatModel, type BaseChatModelCallOptions, type BindToolsInput } from '@langchain/core/language_models/chat_models';
import type { BaseLanguageModelInput } from '@langchain/core/language_models/base';
import { AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import type { Runnable } from '@langchain/core/runnables';

/** One reply: calls of tools by name and arguments, or text in pieces. A promise among the pieces is waited for. */
export interface ScriptedRound {
  readonly calls?: readonly (readonly [name: string, input: Readonly<Record<string, unknown>>])[];
  readonly text?: readonly (string | Promise<void>)[];
}

interface CallOptions extends BaseChatModelCallOptions {
  readonly tools?: readonly BindToolsInput[];
}

/** A model that says what the rounds tell it, in order, and remembers what it was sent. */
export class ScriptedChatModel extends BaseChatModel<CallOptions> {
  rounds: readonly ScriptedRound[] = [];
  /** Messages of each request, as text. */
  readonly requests: (readonly string[])[] = [];
  readonly toolNames: (readonly string[])[] = [];
  /** How many requests were cut off by the turn. */
  aborted = 0;
  #next = 0;

  constructor() {
    super({});
  }

  script(...rounds: readonly ScriptedRound[]): void {
    this.rounds = rounds;
    this.#next = 0;
  }

  override _llmType(): string {
    return 'scripted';
  }

  override bindTools(tools: BindToolsInput[], kwargs?: Partial<CallOptions>): Runnable<BaseLanguageModelInput, AIMessageChunk, CallOptions> {
    return this.withConfig({ ...kwargs, tools });
  }

  override async _generate(): Promise<ChatResult> {
    throw new Error('this model only streams');
  }

  override async *_streamResponseChunks(messages: BaseMessage[], options: this['ParsedCallOptions']): AsyncGenerator<ChatGenerationChunk> {
    this.requests.push(messages.map((message) => message.text));
    this.toolNames.push((options.tools ?? []).map((tool) => ('function' in tool ? String((tool.function as { name: unknown }).name) : '')));
    options.signal?.addEventListener('abort', () => { this.aborted += 1; }, { once: true });
    const round = this.rounds[this.#next++ % this.rounds.length];
    if (!round) throw new Error('the script is empty');
    for (const piece of round.text ?? []) {
      if (typeof piece === 'string') yield chunk({ content: piece });
      else await piece;
    }
    for (const [index, [name, input]] of (round.calls ?? []).entries()) {
      yield chunk({ content: '', tool_call_chunks: [{ index, id: `call_${this.#next}_${index}`, name, args: JSON.stringify(input), type: 'tool_call_chunk' }] });
    }
    const end = new AIMessageChunk({ content: '', response_metadata: { finish_reason: round.calls ? 'tool_calls' : 'stop', model_name: 'scripted-2026-11' } });
    // The field cannot be given to the constructor under exactOptionalPropertyTypes.
    yield new ChatGenerationChunk({ text: '', message: Object.assign(end, { usage_metadata: { input_tokens: 1_000, output_tokens: 20, total_tokens: 1_020 } }) });
  }
}

function chunk(fields: ConstructorParameters<typeof AIMessageChunk>[0]): ChatGenerationChunk {
  return new ChatGenerationChunk({ text: '', message: new AIMessageChunk(fields) });
}
