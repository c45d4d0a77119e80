import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { controlled, day, float, id, instant, oneOf, text } from '../columns.ts';
import { aboutClient, describeTable } from '../table.ts';

export const SENTIMENT_LABELS = ['negative', 'neutral', 'positive'] as const;
export const SENTIMENT_SOURCES = ['chat', 'email', 'call', 'meeting', 'survey', 'ticket'] as const;

const ClientSentimentSchema = defineEntity({
  name: 'ClientSentiment',
  tableName: 'ClientSentiment',
  comment: 'How a client was found to feel on one day, measured from what they said.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Client measured'),
    measuredOn: day().comment('Day measured'),
    score: float().comment('From -1 very negative to 1 very positive'),
    label: controlled(SENTIMENT_LABELS).comment('negative, neutral or positive'),
    source: controlled(SENTIMENT_SOURCES).comment('Where it was found: chat, email, call, meeting, survey, ticket'),
    excerpt: text(500).nullable().comment('Words on which it rests'),
    method: text(80).nullable().comment('How the score was computed, with version'),
    recordedAt: instant().comment('When it was recorded (UTC)'),
  },
  checks: [
    oneOf('ClientSentiment', 'label', SENTIMENT_LABELS),
    oneOf('ClientSentiment', 'source', SENTIMENT_SOURCES),
  ],
  indexes: [
    { name: 'client_sentiment_client_day', properties: ['client', 'measuredOn'] },
    { name: 'client_sentiment_day', properties: ['measuredOn'] },
  ],
});

export class ClientSentiment extends ClientSentimentSchema.class {}
ClientSentimentSchema.setClass(ClientSentiment);

export const clientSentiment = describeTable(ClientSentiment, ClientSentimentSchema, {
  access: aboutClient('client'),
  personal: ['score', 'label', 'excerpt'],
});
