import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { BaseChatModel, type BaseChatModelCallOptions, type BindToolsInput } from '@langchain/core/language_models/chat_models';
import type { BaseLanguageModelInput } from '@langchain/core/language_models/base';
import { AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import type { Runnable } from '@langchain/core/runnables';
import type { ModelView } from './splices.ts';

export const SCRIPTED_MODEL_ID = 'scripted-1';

/** One reply: any number of calls and text. */
export interface ScriptedReply {
  readonly text?: string;
  readonly calls?: readonly { readonly id: string; readonly name: string; readonly argumentsText: string }[];
}

interface CallOptions extends BaseChatModelCallOptions {
  readonly tools?: readonly BindToolsInput[];
}

/** A model that says what a script tells it, whatever it is asked and whatever it is forbidden. It streams in small pieces that cut words apart. */
export class ScriptedModel extends BaseChatModel<CallOptions> {
  /** Requests so far. */
  rounds = 0;
  readonly requests: string[] = [];
  /** Off where thousands of results would be kept. */
  keepsRequests = true;
  reply: (view: ModelView) => ScriptedReply = () => ({ text: 'Done.' });

  override _llmType(): string {
    return 'scripted';
  }

  override bindTools(tools: BindToolsInput[], kwargs?: Partial<CallOptions>): Runnable<BaseLanguageModelInput, AIMessageChunk, CallOptions> {
    return this.withConfig({ ...kwargs, tools });
  }

  override async _generate(messages: BaseMessage[], options: this['ParsedCallOptions'], run?: CallbackManagerForLLMRun): Promise<ChatResult> {
    let whole: ChatGenerationChunk | undefined;
    for await (const chunk of this._streamResponseChunks(messages, options, run)) whole = whole ? whole.concat(chunk) : chunk;
    if (!whole) throw new Error('the script is empty');
    return { generations: [whole] };
  }

  override async *_streamResponseChunks(messages: BaseMessage[], options: this['ParsedCallOptions'], run?: CallbackManagerForLLMRun): AsyncGenerator<ChatGenerationChunk> {
    this.rounds += 1;
    const view = viewOf(messages, options.tools ?? []);
    if (this.keepsRequests) this.requests.push(JSON.stringify(messages.map((message) => message.content)));
    const reply = this.reply(view);
    const pieces = (reply.text ?? '').match(/[\s\S]{1,23}/g)?.map((text) => new AIMessageChunk({ content: text })) ?? [];
    const calls = (reply.calls ?? []).map((call, index) => new AIMessageChunk({ content: '', tool_call_chunks: [{ index, id: call.id, name: call.name, args: call.argumentsText, type: 'tool_call_chunk' }] }));
    const end = new AIMessageChunk({ content: '', response_metadata: { finish_reason: calls.length > 0 ? 'tool_calls' : 'stop', model_name: SCRIPTED_MODEL_ID } });
    for (const message of [...pieces, ...calls, end]) {
      const chunk = new ChatGenerationChunk({ text: message.text, message });
      yield chunk;
      await run?.handleLLMNewToken(message.text, undefined, undefined, undefined, undefined, { chunk });
    }
  }
}

function viewOf(messages: readonly BaseMessage[], tools: readonly BindToolsInput[]): ModelView {
  const textOf = (type: string) => messages.filter((message) => message.getType() === type).map((message) => message.text).join('\n');
  return { results: textOf('tool'), system_prompt: textOf('system'), tool_schemas: JSON.stringify(tools) };
}
