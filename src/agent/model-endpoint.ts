import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { ChatOpenAI } from '@langchain/openai';
import { OfflineChatModel } from './offline/offline-chat-model.ts';

/** One model that can answer, with what the record must say about it. */
export interface ModelEndpoint {
  readonly label: string;
  readonly provider: string;
  readonly offline: boolean;
  readonly chat: BaseChatModel;
  /** Millionths of a US dollar for 1,000 tokens; 0 for a local or the offline model. */
  readonly inputMicrosPer1k: number;
  readonly outputMicrosPer1k: number;
}

export interface OpenAiSettings {
  readonly apiKey?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly model: string;
  readonly timeoutMs: number;
}

/**
 * Any server that speaks OpenAI's chat completions. Retries are switched off here (model-chain.ts has the one retry policy), and
 * the Responses API is never used: Ollama, llama.cpp and vLLM speak only chat completions.
 */
export function openAiEndpoint(settings: OpenAiSettings): ModelEndpoint {
  const chat = new ChatOpenAI({
    model: settings.model,
    apiKey: settings.apiKey ?? 'none',
    maxRetries: 0,
    timeout: settings.timeoutMs,
    streamUsage: true,
    useResponsesApi: false,
    ...(settings.baseUrl ? { configuration: { baseURL: settings.baseUrl } } : {}),
  });
  return { label: settings.model, provider: settings.baseUrl ? new URL(settings.baseUrl).host : 'openai', offline: false, chat, inputMicrosPer1k: 0, outputMicrosPer1k: 0 };
}

export function offlineEndpoint(): ModelEndpoint {
  return { label: 'steward-offline-1', provider: 'built-in', offline: true, chat: new OfflineChatModel({}), inputMicrosPer1k: 0, outputMicrosPer1k: 0 };
}
