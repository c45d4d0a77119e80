import { defineEntity, p } from '@mikro-orm/core';
import { controlled, country, day, id, oneOf, text, version } from '../columns.ts';
import { describeTable, REFERENCE } from '../table.ts';
import { User } from './user.entity.ts';

export const ADVISOR_STATUSES = ['active', 'on_leave', 'left'] as const;

const AdvisorSchema = defineEntity({
  name: 'Advisor',
  tableName: 'Advisors',
  comment: 'A person of the firm who advises clients. Contact details are those of the office and shown to clients.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    user: () => p.manyToOne(User).index(false).nullable().deleteRule('set null').comment('Login of the advisor'),
    fullName: text(160).comment('Name as shown to clients'),
    title: text(80).comment('Job title'),
    email: text(254).comment('Office e-mail address'),
    phone: text(40).comment('Office phone in E.164 form'),
    office: text(80).comment('Office location'),
    country: country().comment('Country of the office, ISO 3166-1 alpha-2'),
    licence: text(60).comment('Licence or register number of the advisor'),
    licenceExpiresOn: day().nullable().comment('Last day of the licence'),
    languages: text(80).comment('Languages spoken, ISO 639-1 codes separated by spaces'),
    joinedOn: day().comment('First day with the firm'),
    status: controlled(ADVISOR_STATUSES).comment('Active, on leave or left'),
    version: version().comment('Optimistic lock'),
  },
  uniques: [
    { name: 'advisors_user_unique', properties: ['user'] },
    { name: 'advisors_email_unique', properties: ['email'] },
  ],
  checks: [oneOf('Advisors', 'status', ADVISOR_STATUSES)],
});

export class Advisor extends AdvisorSchema.class {}
AdvisorSchema.setClass(Advisor);

export const advisors = describeTable(Advisor, AdvisorSchema, { access: REFERENCE });
