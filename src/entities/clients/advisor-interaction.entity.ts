import { defineEntity, p } from '@mikro-orm/core';
import { controlled, count, day, id, instant, longText, oneOf, text } from '../columns.ts';
import { aboutClient, describeTable } from '../table.ts';
import { Advisor } from './advisor.entity.ts';
import { Client } from './client.entity.ts';

export const INTERACTION_KINDS = ['call', 'meeting', 'email', 'note', 'video'] as const;

const AdvisorInteractionSchema = defineEntity({
  name: 'AdvisorInteraction',
  tableName: 'AdvisorInteractions',
  comment: 'A contact between an advisor and a client, or a note about the client. A note is no contact.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    advisor: () => p.manyToOne(Advisor).index(false).deleteRule('cascade').comment('Who held the contact or wrote the note'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('The client concerned'),
    kind: controlled(INTERACTION_KINDS).comment('Call, meeting, e-mail, note or video call'),
    occurredAt: instant().comment('When it took place, UTC'),
    durationMinutes: count().nullable().comment('Length, minutes'),
    subject: text(200).comment('What it was about'),
    notes: longText().nullable().comment('What was said'),
    outcome: text(400).nullable().comment('What was agreed'),
    followUpOn: day().nullable().comment('Day by which to come back to the client'),
    createdAt: instant().comment('When the row was made, UTC'),
  },
  indexes: [
    { name: 'advisor_interactions_client', properties: ['client', 'occurredAt'] },
    { name: 'advisor_interactions_advisor', properties: ['advisor', 'occurredAt'] },
  ],
  checks: [oneOf('AdvisorInteractions', 'kind', INTERACTION_KINDS)],
});

export class AdvisorInteraction extends AdvisorInteractionSchema.class {}
AdvisorInteractionSchema.setClass(AdvisorInteraction);

export const advisorInteractions = describeTable(AdvisorInteraction, AdvisorInteractionSchema, {
  access: aboutClient('client', ['advisor']),
  personal: ['subject', 'notes', 'outcome'],
});
