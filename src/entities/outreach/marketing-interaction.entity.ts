import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { controlled, id, instant, oneOf, text } from '../columns.ts';
import { clientOwned, describeTable } from '../table.ts';

export const MARKETING_CHANNELS = ['email', 'sms', 'phone', 'post', 'event', 'in_app'] as const;
export const MARKETING_STATUSES = ['sent', 'opened', 'responded', 'bounced', 'unsubscribed'] as const;

const MarketingInteractionSchema = defineEntity({
  name: 'MarketingInteraction',
  tableName: 'MarketingInteractions',
  comment: 'One message of a campaign to one client and what became of it.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Client addressed'),
    campaign: text(120).comment('Name of the campaign'),
    channel: controlled(MARKETING_CHANNELS).comment('email, sms, phone, post, event or in_app'),
    sentAt: instant().comment('When it was sent (UTC)'),
    openedAt: instant().nullable().comment('When it was opened (UTC)'),
    respondedAt: instant().nullable().comment('When the client responded (UTC)'),
    response: text(500).nullable().comment('What the client responded'),
    status: controlled(MARKETING_STATUSES).comment('sent, opened, responded, bounced or unsubscribed'),
  },
  checks: [
    oneOf('MarketingInteractions', 'channel', MARKETING_CHANNELS),
    oneOf('MarketingInteractions', 'status', MARKETING_STATUSES),
  ],
  indexes: [
    { name: 'marketing_interactions_client', properties: ['client', 'sentAt'] },
    { name: 'marketing_interactions_campaign', properties: ['campaign', 'respondedAt'] },
  ],
});

export class MarketingInteraction extends MarketingInteractionSchema.class {}
MarketingInteractionSchema.setClass(MarketingInteraction);

export const marketingInteractions = describeTable(MarketingInteraction, MarketingInteractionSchema, {
  access: clientOwned('client'),
  personal: ['response'],
});
