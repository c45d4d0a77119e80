import { ChatOpenAI } from '@langchain/openai';
import type { ModelEndpoint } from './model-endpoint.ts';

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
