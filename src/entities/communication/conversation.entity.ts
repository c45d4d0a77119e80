import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { User } from '../clients/user.entity.ts';
import { controlled, count, flag, id, instant, oneOf, text, version } from '../columns.ts';
import { describeTable } from '../table.ts';

export const CONVERSATION_CHANNELS = ['widget', 'console', 'terminal', 'api', 'mcp'] as const;
export const CONVERSATION_PERSONAS = ['client', 'advisor', 'auditor', 'admin', 'service'] as const;
export const CONVERSATION_STATUSES = ['open', 'archived'] as const;

const ConversationSchema = defineEntity({
  name: 'Conversation',
  tableName: 'Conversations',
  comment: 'A chat between one person and the assistant.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    user: () => p.manyToOne(User).index(false).deleteRule('cascade').comment('Whose conversation it is'),
    client: () => p.manyToOne(Client).index(false).nullable().deleteRule('cascade').comment('Client whose affairs it is about; empty when it is about several or none'),
    title: text(160).comment('Title in the list of conversations'),
    channel: controlled(CONVERSATION_CHANNELS).comment('Where it is held: widget, console, terminal, api, mcp'),
    personaRole: controlled(CONVERSATION_PERSONAS).comment('Role in which the person speaks'),
    status: controlled(CONVERSATION_STATUSES).comment('open or archived'),
    pinned: flag().comment('True when kept at the top of the list'),
    activeMessageId: text(36).nullable().comment('ChatMessages row at the tip of the branch that is shown'),
    branchedFromMessageId: text(36).nullable().comment('ChatMessages row from which this conversation was branched off'),
    nextSequence: count().comment('Sequence number that the next message takes'),
    createdAt: instant().comment('When it was opened (UTC)'),
    lastMessageAt: instant().nullable().comment('When the last message came (UTC)'),
    version: version().comment('Optimistic lock'),
  },
  checks: [
    oneOf('Conversations', 'channel', CONVERSATION_CHANNELS),
    oneOf('Conversations', 'persona_role', CONVERSATION_PERSONAS),
    oneOf('Conversations', 'status', CONVERSATION_STATUSES),
  ],
  indexes: [
    { name: 'conversations_user_last', properties: ['user', 'lastMessageAt'] },
    { name: 'conversations_client_created', properties: ['client', 'createdAt'] },
    { name: 'conversations_created', properties: ['createdAt'] },
  ],
});

export class Conversation extends ConversationSchema.class {}
ConversationSchema.setClass(Conversation);

export const conversations = describeTable(Conversation, ConversationSchema, {
  access: { client: { user: 'user' }, advisor: { anyOf: [{ user: 'user' }, { client: 'client' }] }, auditor: 'all', writers: [] },
  personal: ['title'],
});
