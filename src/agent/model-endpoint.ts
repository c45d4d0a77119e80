import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { OFFLINE_MODEL_ID, OfflineChatModel } from './offline/offline-chat-model.ts';

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

export function offlineEndpoint(): ModelEndpoint {
  return { label: OFFLINE_MODEL_ID, provider: 'built-in', offline: true, chat: new OfflineChatModel({}), inputMicrosPer1k: 0, outputMicrosPer1k: 0 };
}
