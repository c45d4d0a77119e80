import type { TOOL_EFFECTS, TOOL_OUTCOMES } from '../../entities/communication/tool-invocation.entity.ts';
import type { ModelExchange, StoredTurnEvent } from '../../entities/communication/chat-message.entity.ts';
import type { CONVERSATION_CHANNELS } from '../../entities/communication/conversation.entity.ts';

export type { ModelExchange, SentMessage } from '../../entities/communication/chat-message.entity.ts';

export interface TurnStart {
  readonly turnId: string;
  readonly conversationId?: string;
  readonly clientMessageId: string;
  readonly parentMessageId?: string | null;
  readonly text: string;
  readonly channel: (typeof CONVERSATION_CHANNELS)[number];
  readonly serverId: string;
  readonly leaseUntil: Date;
  /** What the turn says first: stored with the question. */
  readonly firstEvent: (place: { readonly conversationId: string; readonly questionId: string }) => StoredTurnEvent;
}

export interface ReceivedTurn {
  readonly conversationId: string;
  readonly turnId: string;
  readonly questionId: string;
  readonly answerId: string;
  /** Message that the question follows; null at the top of a conversation. */
  readonly parentMessageId: string | null;
  /** True when this client message id had arrived before: nothing new was begun. */
  readonly repeated: boolean;
}

/** All events of a running turn, and the version of the answer's row that they replace. */
export interface TurnProgress {
  readonly answerId: string;
  readonly events: readonly StoredTurnEvent[];
  readonly version: number;
  readonly leaseUntil: Date;
}

export interface InvocationRecord {
  readonly id: string;
  readonly conversationId: string | null;
  readonly answerId: string | null;
  readonly turnId: string | null;
  readonly round: number;
  readonly callIndex: number;
  readonly callId: string | null;
  readonly clientId: string | null;
  readonly toolName: string;
  readonly toolVersion: string;
  readonly effect: (typeof TOOL_EFFECTS)[number];
  readonly arguments: Readonly<Record<string, unknown>> | null;
  readonly argumentsHash: string;
  readonly result: string | null;
  readonly resultHash: string | null;
  readonly resultBytes: number | null;
  readonly outcome: (typeof TOOL_OUTCOMES)[number];
  readonly errorCode: string | null;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly approvalExpiresAt: Date | null;
}

export interface HistoryMessage {
  readonly id: string;
  readonly turnId: string;
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly invocations: readonly { readonly id: string; readonly callId: string; readonly toolName: string; readonly arguments: Readonly<Record<string, unknown>>; readonly result: string }[];
}

export interface CompletedTurn {
  readonly answerId: string;
  readonly events: readonly StoredTurnEvent[];
  /** Of the answer's row as last stored. */
  readonly version: number;
  readonly conversationId: string;
  readonly content: string;
  readonly status: 'completed' | 'stopped' | 'failed' | 'withheld';
  readonly title: string | null;
  readonly modelVersionId: string | null;
  readonly modelReported: string | null;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costMicros: number;
  readonly latencyMs: number;
  readonly refusalReason: string | null;
  readonly errorCode: string | null;
  readonly figures: readonly Readonly<Record<string, unknown>>[];
  readonly blocks: readonly Readonly<Record<string, unknown>>[];
  readonly exchange: ModelExchange | null;
}
