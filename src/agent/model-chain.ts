import type { AIMessageChunk, BaseMessage } from '@langchain/core/messages';
import { z } from 'zod';
import { AppError } from '../shared/errors.ts';
import type { ModelEndpoint } from './model-endpoint.ts';
import { faultOf, type ModelFault } from './model-fault.ts';

export interface ToolDefinition {
  readonly type: 'function';
  readonly function: { readonly name: string; readonly description: string; readonly parameters: Record<string, unknown> };
}

export interface RequestedCall {
  readonly id: string;
  readonly name: string;
  /** Exactly as the model wrote them; parsed strictly by the loop. */
  readonly argumentsText: string;
}

export interface RoundReply {
  readonly endpoint: ModelEndpoint;
  /** The model id as the provider reported it. */
  readonly modelReported: string;
  readonly text: string;
  readonly calls: readonly RequestedCall[];
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly attempts: number;
  /** Why the model declined, when it says so in a code of its own (the offline model does). */
  readonly refusalReason: string | null;
}

export interface RoundRequest {
  readonly messages: readonly BaseMessage[];
  readonly tools: readonly ToolDefinition[];
  /** The last round of a turn: tools are forbidden, the model must answer in text. */
  readonly forceText: boolean;
  readonly signal: AbortSignal;
  /** Each piece of text as it arrives. */
  readonly onText: (text: string) => void;
  /** The attempt failed in mid-stream and another begins: what `onText` got in this round is void. */
  readonly onRestart: () => void;
  readonly onFault: (fault: ModelFault, endpoint: ModelEndpoint) => void;
}

export interface ChainOptions {
  readonly idleTimeoutMs: number;
  readonly attemptsPerEndpoint: number;
  readonly retryBudgetMs: number;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  readonly nowMs: () => number;
}

/** The one place for retries, time limits and fallback: endpoints are tried in order, the last one is the offline model. */
export class ModelChain {
  readonly endpoints: readonly ModelEndpoint[];
  readonly #options: ChainOptions;

  constructor(endpoints: readonly ModelEndpoint[], options: ChainOptions) {
    this.endpoints = endpoints;
    this.#options = options;
  }

  /** @throws AppError unavailable when every endpoint failed; the signal's reason when the turn was stopped. */
  async round(request: RoundRequest): Promise<RoundReply> {
    const startMs = this.#options.nowMs();
    let attempts = 0;
    for (const endpoint of this.endpoints) {
      for (let attempt = 1; attempt <= this.#options.attemptsPerEndpoint; attempt += 1) {
        attempts += 1;
        try {
          return { ...(await this.#attempt(endpoint, request)), attempts };
        } catch (error) {
          request.signal.throwIfAborted();
          const fault = faultOf(error);
          request.onFault(fault, endpoint);
          request.onRestart();
          const waitMs = fault.retryAfterMs ?? 250 * 2 ** attempt * (0.5 + this.#options.random());
          const inBudget = this.#options.nowMs() - startMs + waitMs <= this.#options.retryBudgetMs;
          if (!fault.retryable || !inBudget || attempt === this.#options.attemptsPerEndpoint) break;
          await this.#options.pause(waitMs, request.signal);
        }
      }
    }
    throw new AppError('unavailable', 'No language model can be reached at the moment.', { hint: 'Try again in a minute.' });
  }

  async #attempt(endpoint: ModelEndpoint, request: RoundRequest): Promise<Omit<RoundReply, 'attempts'>> {
    const patience = new Patience(this.#options.idleTimeoutMs, request.signal);
    const reply = new ReplyBuilder();
    try {
      const stream = openStream(endpoint, request, patience.signal);
      for (;;) {
        const next = await patience.within(stream.next());
        if (next.done) return { endpoint, ...reply.finish(endpoint.label) };
        const text = reply.add(next.value);
        if (text) request.onText(text);
      }
    } finally {
      patience.end();
    }
  }
}

/**
 * Ends an attempt that is silent for too long, or whose turn is stopped. `timeout` of the client does not bound a stream's body: no byte
 * for this long counts as a dead connection. One timer, one listener and one signal an attempt.
 */
class Patience {
  readonly #stopped: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  readonly #cut = Promise.withResolvers<never>();
  readonly #controller = new AbortController();
  readonly #stop = (): void => this.#break(this.#stopped.reason);

  constructor(silenceMs: number, stopped: AbortSignal) {
    this.#stopped = stopped;
    this.#cut.promise.catch(() => undefined); // whoever waits hears of it through `within`
    this.#timer = setTimeout(() => this.#break(Object.assign(new Error('model stream idle'), { name: 'IdleTimeout' })), silenceMs);
    if (stopped.aborted) this.#stop();
    else stopped.addEventListener('abort', this.#stop);
  }

  /** For the provider: it closes its connection. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async within<T>(work: Promise<T>): Promise<T> {
    this.#timer.refresh();
    return Promise.race([work, this.#cut.promise]);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#stopped.removeEventListener('abort', this.#stop);
  }

  #break(reason: unknown): void {
    this.#controller.abort(reason);
    this.#cut.reject(reason);
  }
}

/** As runnables stream to one another: what `stream()` puts around it, a web stream and a second watch on the signal, costs more than all the rest. */
function openStream(endpoint: ModelEndpoint, request: RoundRequest, signal: AbortSignal): AsyncIterator<AIMessageChunk> {
  const tools = request.forceText ? [] : request.tools;
  const model = tools.length > 0 && endpoint.chat.bindTools ? endpoint.chat.bindTools([...tools]) : endpoint.chat;
  // Both branches stream message chunks; the union of runnables hides it.
  return model._streamIterator([...request.messages], { signal }) as AsyncIterator<AIMessageChunk>;
}

const RefusedOutcome = z.object({ kind: z.literal('refused'), reason: z.string().max(64) });

/** Puts a streamed reply together from the raw pieces, so that nothing is repaired on the way. */
class ReplyBuilder {
  #text = '';
  #model: string | undefined;
  #promptTokens = 0;
  #completionTokens = 0;
  #finished = false;
  #pieces = 0;
  #refusalReason: string | null = null;
  readonly #calls = new Map<number, { id: string; name: string; argumentsText: string }>();

  add(chunk: AIMessageChunk): string {
    this.#pieces += 1;
    const text = typeof chunk.content === 'string' ? chunk.content : chunk.content.map((part) => (part.type === 'text' && typeof part['text'] === 'string' ? part['text'] : '')).join('');
    this.#text += text;
    for (const piece of chunk.tool_call_chunks ?? []) {
      const index = piece.index ?? this.#calls.size;
      const call = this.#calls.get(index) ?? { id: '', name: '', argumentsText: '' };
      this.#calls.set(index, { id: call.id || (piece.id ?? ''), name: call.name + (piece.name ?? ''), argumentsText: call.argumentsText + (piece.args ?? '') });
    }
    const metadata: Record<string, unknown> = chunk.response_metadata ?? {};
    if (typeof metadata['model_name'] === 'string') this.#model = metadata['model_name'];
    if (typeof metadata['finish_reason'] === 'string') this.#finished = true;
    const outcome = metadata['outcome'];
    if (outcome !== undefined) this.#refusalReason = RefusedOutcome.safeParse(outcome).data?.reason ?? this.#refusalReason;
    // The library types the field as never under exactOptionalPropertyTypes.
    const usage = chunk.usage_metadata as { input_tokens?: number; output_tokens?: number } | undefined;
    this.#promptTokens += usage?.input_tokens ?? 0;
    this.#completionTokens += usage?.output_tokens ?? 0;
    return text;
  }

  finish(label: string): Omit<RoundReply, 'attempts' | 'endpoint'> {
    // Names and ids go on record: whatever a model writes there, they are short and plain. No tool's name is changed by this.
    const calls = [...this.#calls.values()].map((call, index) => ({ ...call, name: plainMark(call.name, 80), id: plainMark(call.id, 120) || `call_${index}` }));
    if (this.#pieces === 0) throw Object.assign(new Error('the reply is no stream of completions'), { name: 'UnreadableStream' });
    if (!this.#finished) throw Object.assign(new Error('the stream ended without a finish reason'), { name: 'TruncatedStream' });
    if (this.#text.trim() === '' && calls.length === 0) throw Object.assign(new Error('empty completion'), { name: 'EmptyCompletion' });
    return { modelReported: this.#model ?? label, text: this.#text, calls, promptTokens: this.#promptTokens, completionTokens: this.#completionTokens, refusalReason: this.#refusalReason };
  }
}

function plainMark(text: string, most: number): string {
  return text.slice(0, most).replace(/[^\w.:-]/g, '?');
}
