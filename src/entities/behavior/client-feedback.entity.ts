import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { User } from '../clients/user.entity.ts';
import { controlled, count, id, instant, longText, oneOf, text } from '../columns.ts';
import { ChatMessage } from '../communication/chat-message.entity.ts';
import { Conversation } from '../communication/conversation.entity.ts';
import { describeTable } from '../table.ts';

export const FEEDBACK_THUMBS = ['up', 'down'] as const;

const ClientFeedbackSchema = defineEntity({
  name: 'ClientFeedback',
  tableName: 'ClientFeedback',
  comment: 'What a person thought of an answer or of the service.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    user: () => p.manyToOne(User).deleteRule('cascade').comment('Who gave it'),
    client: () => p.manyToOne(Client).index(false).nullable().deleteRule('cascade').comment('Client whose feedback it is; empty for employees'),
    conversation: () => p.manyToOne(Conversation).nullable().deleteRule('set null').comment('Conversation that it is about'),
    message: () => p.manyToOne(ChatMessage).nullable().deleteRule('set null').comment('Answer that it is about'),
    thumb: controlled(FEEDBACK_THUMBS).nullable().comment('up or down'),
    rating: count().nullable().comment('Rating from 1 worst to 5 best'),
    reason: text(64).nullable().comment('Reason chosen, as a code'),
    comment: longText().nullable().comment('In their own words'),
    createdAt: instant().comment('When it was given (UTC)'),
  },
  checks: [
    oneOf('ClientFeedback', 'thumb', FEEDBACK_THUMBS),
  ],
  indexes: [
    { name: 'client_feedback_client', properties: ['client', 'createdAt'] },
    { name: 'client_feedback_message', properties: ['message'] },
  ],
});

export class ClientFeedback extends ClientFeedbackSchema.class {}
ClientFeedbackSchema.setClass(ClientFeedback);

export const clientFeedback = describeTable(ClientFeedback, ClientFeedbackSchema, {
  access: {
    client: { user: 'user' },
    advisor: { anyOf: [{ user: 'user' }, { client: 'client' }] },
    auditor: 'all',
    writers: ['client', 'advisor'],
  },
  personal: ['comment'],
});
