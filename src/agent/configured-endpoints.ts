import { offlineEndpoint, type ModelEndpoint } from './model-endpoint.ts';

export interface ModelSettings {
  readonly OPENAI_API_KEY?: string | undefined;
  readonly OPENAI_BASE_URL?: string | undefined;
  readonly MODEL: string;
  readonly FALLBACK_MODELS: readonly string[];
}

/** The configured models in order of preference; the offline model always stands last. The provider's package is loaded only for a provider. */
export async function configuredEndpoints({ OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, MODEL, FALLBACK_MODELS }: ModelSettings): Promise<readonly ModelEndpoint[]> {
  if (!apiKey && !baseUrl) return [offlineEndpoint()];
  const { openAiEndpoint } = await import('./openai-endpoint.ts');
  return [...[MODEL, ...FALLBACK_MODELS].map((model) => openAiEndpoint({ apiKey, baseUrl, model, timeoutMs: 60_000 })), offlineEndpoint()];
}
