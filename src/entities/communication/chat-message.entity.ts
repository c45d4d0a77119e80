import { defineEntity, p } from '@mikro-orm/core';
import { AiModelVersion } from '../analytics/ai-model-version.entity.ts';
import { bigCount, controlled, count, id, instant, json, longText, oneOf, text, version } from '../columns.ts';
import { describeTable } from '../table.ts';
import { Conversation } from './conversation.entity.ts';

export const MESSAGE_ROLES = ['user', 'assistant', 'system'] as const;
export const MESSAGE_STATUSES = ['streaming', 'completed', 'stopped', 'failed', 'withheld'] as const;

/** An event of a turn as it was sent; `seq` counts from 1 within the turn. */
export interface StoredTurnEvent {
  readonly seq: number;
  readonly type: string;
  readonly [field: string]: unknown;
}

/**
 * A message as it was put to the model: by what it is made of where that stands in a row that never changes, otherwise word for word.
 * `said` is a ChatMessages row; `calls` are pairs of call id and ToolInvocations row; `result` is the result of such a row.
 */
export type SentMessage =
  | { readonly prompt: string; readonly tail: string }
  | { readonly said: string; readonly role: 'user' | 'assistant' }
  | { readonly text: string; readonly role: 'user' | 'assistant'; readonly calls?: readonly (readonly [callId: string, invocationId: string])[] }
  | { readonly result: string; readonly callId: string; readonly text?: string };

/** One round of a turn: how many of the messages were sent, in what state, and what came back. */
export interface ModelRound {
  readonly sent: number;
  /** SHA-256 of those messages, one canonical JSON a line, taken from what was sent. */
  readonly sentHash: string;
  /** Tools that were offered, in order; their definitions are those of the tool catalogue. Empty where the model had to answer in text. */
  readonly tools: readonly string[];
  /** As received; null when no model answered or the turn was stopped before. */
  readonly reply: {
    readonly endpoint: string;
    readonly model: string;
    readonly attempts: number;
    readonly text: string;
    readonly calls: readonly { readonly id: string; readonly name: string; readonly argumentsText: string }[];
  } | null;
}

export interface ModelExchange {
  readonly messages: readonly SentMessage[];
  readonly rounds: readonly ModelRound[];
}

const ChatMessageSchema = defineEntity({
  name: 'ChatMessage',
  tableName: 'ChatMessages',
  comment: 'One message of a conversation with what is needed to show, resume and account for it.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    conversation: () => p.manyToOne(Conversation).index(false).deleteRule('cascade').comment('Conversation that the message belongs to'),
    parentMessageId: text(36).nullable().comment('Message that this one follows; several children of one message are branches'),
    turnId: text(36).comment('Turn that the message belongs to; question and answer share it'),
    clientMessageId: text(64).nullable().comment('Id given by the sending client, once per conversation, so that a resend does nothing'),
    sequence: count().comment('Position in the conversation, from 1'),
    role: controlled(MESSAGE_ROLES).comment('user, assistant or system'),
    content: longText().comment('Text as shown, Markdown'),
    status: controlled(MESSAGE_STATUSES).comment('streaming, completed, stopped, failed or withheld'),
    figures: json<readonly Readonly<Record<string, unknown>>[]>().nullable().comment('Figures in the text with value, unit, currency, as-of, method and source'),
    blocks: json<readonly Readonly<Record<string, unknown>>[]>().nullable().comment('Charts, tables, approval cards and suggestions, in order'),
    events: json<readonly StoredTurnEvent[]>().nullable().comment('Events of the turn as sent, by sequence number, for clients that reconnect'),
    exchange: json<ModelExchange>().nullable().comment('What the model was sent and what it answered, round by round, before anything was held back; its hash is in the audit entry of the turn'),
    modelVersion: () => p.manyToOne(AiModelVersion).nullable().deleteRule('set null').comment('Model version that answered'),
    modelReported: text(120).nullable().comment('Model id as the provider reported it'),
    promptTokens: count().nullable().comment('Tokens sent to the model in this turn'),
    completionTokens: count().nullable().comment('Tokens received from the model in this turn'),
    costMicros: bigCount().nullable().comment('Cost of the turn, millionths of a US dollar'),
    latencyMs: count().nullable().comment('From question to last word, milliseconds'),
    refusalReason: text(64).nullable().comment('Why the request was refused, as a code; empty when it was not'),
    errorCode: text(64).nullable().comment('Why the turn failed, as a code'),
    serverId: text(64).nullable().comment('Server process that runs the turn'),
    leaseUntil: instant().nullable().comment('Until when that server is taken to be alive (UTC)'),
    createdAt: instant().comment('When the message came or the answer began (UTC)'),
    completedAt: instant().nullable().comment('When the answer ended (UTC)'),
    version: version().comment('Optimistic lock'),
  },
  checks: [
    oneOf('ChatMessages', 'role', MESSAGE_ROLES),
    oneOf('ChatMessages', 'status', MESSAGE_STATUSES),
  ],
  indexes: [
    { name: 'chat_messages_turn', properties: ['turnId'] },
    { name: 'chat_messages_created', properties: ['createdAt'] },
    { name: 'chat_messages_lease', properties: ['status', 'leaseUntil'] },
    { name: 'chat_messages_refusal', properties: ['refusalReason', 'createdAt'] },
  ],
  uniques: [
    { name: 'chat_messages_sequence', properties: ['conversation', 'sequence'] },
    { name: 'chat_messages_client_message', properties: ['conversation', 'clientMessageId'] },
  ],
});

export class ChatMessage extends ChatMessageSchema.class {}
ChatMessageSchema.setClass(ChatMessage);

export const chatMessages = describeTable(ChatMessage, ChatMessageSchema, {
  access: {
    client: { user: 'conversation.user' },
    advisor: { anyOf: [{ user: 'conversation.user' }, { client: 'conversation.client' }] },
    auditor: 'all',
    writers: [],
  },
  personal: ['content', 'figures', 'blocks', 'events', 'exchange'],
  // It holds what was withheld: told to anybody but an auditor, a figure without a source would have one.
  auditOnly: ['exchange'],
});
