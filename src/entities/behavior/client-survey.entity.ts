import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { controlled, day, float, id, instant, json, oneOf, text } from '../columns.ts';
import { clientOwned, describeTable } from '../table.ts';

export const SURVEY_KINDS = ['risk_questionnaire', 'satisfaction', 'nps'] as const;

const ClientSurveySchema = defineEntity({
  name: 'ClientSurvey',
  tableName: 'ClientSurveys',
  comment: 'One completed questionnaire. The risk questionnaire sets the risk profile.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Client who answered'),
    kind: controlled(SURVEY_KINDS).comment('risk_questionnaire, satisfaction or nps'),
    questionnaireVersion: text(32).comment('Version of the questions'),
    answers: json<Readonly<Record<string, unknown>>>().comment('Answer by question id'),
    score: float().comment('Points reached, in the scale of the kind'),
    maxScore: float().nullable().comment('Highest points possible'),
    setsRiskProfile: text(32).nullable().comment('Risk profile that follows from the score'),
    completedOn: day().comment('Day of completion'),
    recordedAt: instant().comment('When it was recorded (UTC)'),
  },
  checks: [
    oneOf('ClientSurveys', 'kind', SURVEY_KINDS),
  ],
  indexes: [
    { name: 'client_surveys_client', properties: ['client', 'kind', 'completedOn'] },
  ],
});

export class ClientSurvey extends ClientSurveySchema.class {}
ClientSurveySchema.setClass(ClientSurvey);

export const clientSurveys = describeTable(ClientSurvey, ClientSurveySchema, {
  access: clientOwned('client', ['client']),
  personal: ['answers', 'score', 'setsRiskProfile'],
});
