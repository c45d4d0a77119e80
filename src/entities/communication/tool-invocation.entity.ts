import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../clients/user.entity.ts';
import { controlled, count, hash, id, instant, json, longText, oneOf, text, version } from '../columns.ts';
import { describeTable } from '../table.ts';
import { ChatMessage } from './chat-message.entity.ts';
import { Conversation } from './conversation.entity.ts';

export const TOOL_EFFECTS = ['read', 'draft', 'write'] as const;
export const TOOL_OUTCOMES = ['running', 'ok', 'failed', 'refused', 'pending_approval', 'approved', 'declined', 'expired', 'timeout'] as const;

const ToolInvocationSchema = defineEntity({
  name: 'ToolInvocation',
  tableName: 'ToolInvocations',
  comment: 'One call of a tool with its arguments, result and, for writes, its approval.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    conversation: () => p.manyToOne(Conversation).index(false).nullable().deleteRule('set null').comment('Conversation in which the tool was called; empty for calls from outside the chat'),
    message: () => p.manyToOne(ChatMessage).nullable().deleteRule('set null').comment('Answer for which the tool was called'),
    turnId: text(36).nullable().comment('Turn in which the tool was called'),
    round: count().comment('Model round within the turn, from 1'),
    callIndex: count().comment('Position within the round, from 0'),
    callId: text(120).nullable().comment('Id that the model gave to the call'),
    user: () => p.manyToOne(User).index(false).deleteRule('cascade').comment('Person in whose name the tool ran'),
    clientId: text(36).nullable().comment('Client whom the call was about'),
    recommendationId: text(36).nullable().comment('Recommendation that the call led to'),
    toolName: text(80).comment('Name of the tool'),
    toolVersion: text(32).comment('Version of the tool'),
    effect: controlled(TOOL_EFFECTS).comment('read, draft or write'),
    arguments: json<Readonly<Record<string, unknown>>>().nullable().comment('Arguments as given'),
    argumentsHash: hash().comment('SHA-256 of the canonical arguments; an approval holds for exactly these'),
    result: longText().nullable().comment('Result as JSON, as the model saw it'),
    resultHash: hash().nullable().comment('SHA-256 of the result'),
    resultBytes: count().nullable().comment('Size of the result, bytes'),
    dataAsOf: instant().nullable().comment('Moment up to which data was read (UTC)'),
    outcome: controlled(TOOL_OUTCOMES).comment('How the call ended, or where its approval stands'),
    errorCode: text(64).nullable().comment('Why it failed or was refused, as a code'),
    startedAt: instant().comment('When the call began (UTC)'),
    durationMs: count().nullable().comment('How long it took, milliseconds'),
    approvalTokenHash: hash().nullable().comment('SHA-256 of the single-use approval token; emptied when used'),
    approvalExpiresAt: instant().nullable().comment('Until when the approval may be given (UTC)'),
    approvedBy: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Person who approved or declined'),
    approvedAt: instant().nullable().comment('When that was (UTC)'),
    executedAt: instant().nullable().comment('When the approved write took effect (UTC)'),
    version: version().comment('Optimistic lock'),
  },
  checks: [
    oneOf('ToolInvocations', 'effect', TOOL_EFFECTS),
    oneOf('ToolInvocations', 'outcome', TOOL_OUTCOMES),
  ],
  indexes: [
    { name: 'tool_invocations_turn', properties: ['turnId', 'round', 'callIndex'] },
    { name: 'tool_invocations_conversation', properties: ['conversation', 'startedAt'] },
    { name: 'tool_invocations_user_outcome', properties: ['user', 'outcome'] },
    { name: 'tool_invocations_recommendation', properties: ['recommendationId'] },
    { name: 'tool_invocations_tool', properties: ['toolName', 'startedAt'] },
    { name: 'tool_invocations_started', properties: ['startedAt', 'outcome'] },
  ],
});

export class ToolInvocation extends ToolInvocationSchema.class {}
ToolInvocationSchema.setClass(ToolInvocation);

export const toolInvocations = describeTable(ToolInvocation, ToolInvocationSchema, {
  access: {
    client: { user: 'user' },
    advisor: { anyOf: [{ user: 'user' }, { client: 'conversation.client' }] },
    auditor: 'all',
    writers: [],
  },
  personal: ['arguments', 'result'],
  secret: ['approvalTokenHash'],
});
