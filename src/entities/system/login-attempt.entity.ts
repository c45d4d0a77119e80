import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../clients/user.entity.ts';
import { flag, id, instant, text } from '../columns.ts';
import { describeTable, userOwned } from '../table.ts';

const LoginAttemptSchema = defineEntity({
  name: 'LoginAttempt',
  tableName: 'LoginAttempts',
  comment: 'One attempt to sign in, successful or not.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    user: () => p.manyToOne(User).index(false).nullable().deleteRule('set null').comment('Login meant; empty when there is none of that name'),
    email: text(254).comment('Sign-in name as typed, lower case'),
    occurredAt: instant().comment('When it was tried (UTC)'),
    succeeded: flag().comment('True when it led to a session'),
    reason: text(64).nullable().comment('Why it failed, as a code'),
    ipAddress: text(45).nullable().comment('Network address that it came from'),
    userAgent: text(255).nullable().comment('Browser or program'),
  },
  indexes: [
    { name: 'login_attempts_occurred', properties: ['occurredAt', 'succeeded'] },
    { name: 'login_attempts_user', properties: ['user', 'occurredAt'] },
    { name: 'login_attempts_email', properties: ['email', 'occurredAt'] },
    { name: 'login_attempts_ip', properties: ['ipAddress', 'occurredAt'] },
  ],
});

export class LoginAttempt extends LoginAttemptSchema.class {}
LoginAttemptSchema.setClass(LoginAttempt);

export const loginAttempts = describeTable(LoginAttempt, LoginAttemptSchema, {
  access: userOwned('user'),
  personal: ['email', 'ipAddress', 'userAgent'],
});
