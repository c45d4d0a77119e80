import { defineEntity, p } from '@mikro-orm/core';
import { controlled, count, country, currency, day, float, id, instant, money, oneOf, text, version } from '../columns.ts';
import { describeTable } from '../table.ts';
import { User } from './user.entity.ts';

export const CLIENT_KINDS = ['individual', 'joint', 'trust'] as const;
export const RISK_PROFILES = ['conservative', 'moderate', 'balanced', 'growth', 'aggressive'] as const;
export const INVESTMENT_OBJECTIVES = ['preservation', 'income', 'balanced', 'growth', 'speculation'] as const;
export const EXPERIENCE_LEVELS = ['none', 'limited', 'good', 'extensive'] as const;
export const CLIENT_STATUSES = ['prospect', 'active', 'dormant', 'closed'] as const;
export const CLIENT_SEGMENTS = ['mass_affluent', 'affluent', 'high_net_worth', 'ultra_high_net_worth'] as const;

export type RiskProfile = (typeof RISK_PROFILES)[number];

const ClientSchema = defineEntity({
  name: 'Client',
  tableName: 'Clients',
  comment: 'A person, couple or trust whose wealth the firm looks after, with what suitability needs to know.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    user: () => p.manyToOne(User).index(false).nullable().deleteRule('set null').comment('Login of the client; empty without online access'),
    kind: controlled(CLIENT_KINDS).comment('Individual, joint or trust'),
    fullName: text(160).comment('Name of the relationship as shown to people'),
    firstName: text(80).nullable().comment('Given name; empty for a trust'),
    lastName: text(80).nullable().comment('Family name; empty for a trust'),
    email: text(254).nullable().comment('Contact e-mail address'),
    phone: text(40).nullable().comment('Contact phone in E.164 form'),
    address: text(400).nullable().comment('Postal address on one line'),
    dateOfBirth: day().nullable().comment('Date of birth; of the elder holder when joint'),
    taxNumber: text(40).nullable().comment('Tax identification number; never shown'),
    taxResidence: country().comment('Country of tax residence, ISO 3166-1 alpha-2'),
    residence: country().comment('Country of residence, ISO 3166-1 alpha-2'),
    baseCurrency: currency().comment('Reporting currency of the client, ISO 4217'),
    riskProfile: controlled(RISK_PROFILES).comment('Risk profile set by the last risk questionnaire'),
    riskScore: float().nullable().comment('Score of the risk questionnaire, 0 to 100'),
    objective: controlled(INVESTMENT_OBJECTIVES).comment('Main investment objective'),
    horizonYears: count().nullable().comment('Investment horizon, years'),
    experience: controlled(EXPERIENCE_LEVELS).comment('Investment experience'),
    lossCapacityFraction: float().nullable().comment('Largest loss the client can bear, fraction of invested wealth'),
    annualIncome: money().nullable().comment('Gross yearly income in base_currency'),
    netWorth: money().nullable().comment('Net worth in base_currency, as stated by the client'),
    liquidNetWorth: money().nullable().comment('Liquid net worth in base_currency, as stated by the client'),
    profileReviewedOn: day().nullable().comment('When the suitability profile was last reviewed'),
    onboardedOn: day().nullable().comment('Client since; empty for a prospect'),
    status: controlled(CLIENT_STATUSES).comment('State of the relationship'),
    segment: controlled(CLIENT_SEGMENTS).comment('Service segment by wealth'),
    createdAt: instant().comment('When the row was made, UTC'),
    version: version().comment('Optimistic lock'),
  },
  indexes: [
    { name: 'clients_last_name', properties: ['lastName'] },
    { name: 'clients_full_name', properties: ['fullName'] },
    { name: 'clients_status', properties: ['status', 'riskProfile'] },
  ],
  uniques: [{ name: 'clients_user_unique', properties: ['user'] }],
  checks: [
    oneOf('Clients', 'kind', CLIENT_KINDS),
    oneOf('Clients', 'risk_profile', RISK_PROFILES),
    oneOf('Clients', 'objective', INVESTMENT_OBJECTIVES),
    oneOf('Clients', 'experience', EXPERIENCE_LEVELS),
    oneOf('Clients', 'status', CLIENT_STATUSES),
    oneOf('Clients', 'segment', CLIENT_SEGMENTS),
  ],
});

export class Client extends ClientSchema.class {}
ClientSchema.setClass(Client);

export const clients = describeTable(Client, ClientSchema, {
  access: { client: { client: 'id' }, advisor: { client: 'id' }, auditor: 'all', writers: ['advisor'] },
  personal: [
    'fullName', 'firstName', 'lastName', 'email', 'phone', 'address', 'dateOfBirth', 'annualIncome', 'netWorth', 'liquidNetWorth',
  ],
  secret: ['taxNumber'],
});
