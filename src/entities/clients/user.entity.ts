import { defineEntity } from '@mikro-orm/core';
import { controlled, flag, hash, id, instant, oneOf, text, version } from '../columns.ts';
import { describeTable } from '../table.ts';

export const USER_ROLES = ['client', 'advisor', 'auditor', 'admin', 'service'] as const;

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'Users',
  comment: 'A login: a client, an advisor, an auditor, an administrator or the service itself.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    email: text(254).unique().comment('Sign-in name, lower case'),
    fullName: text(160).comment('Name as shown to people'),
    role: controlled(USER_ROLES).comment('What the login may be: client, advisor, auditor, admin, service'),
    passwordHash: text(255).nullable().comment('argon2id hash in PHC form; empty for logins without password'),
    personalKey: hash().nullable().comment('Key (hex) under which audit entries keep the data of this person; deleting it erases them'),
    isActive: flag().comment('False when the login is closed'),
    createdAt: instant().comment('When the login was made (UTC)'),
    lastSignInAt: instant().nullable().comment('Last successful sign-in (UTC)'),
    version: version().comment('Optimistic lock'),
  },
  checks: [oneOf('Users', 'role', USER_ROLES)],
});

export class User extends UserSchema.class {}
UserSchema.setClass(User);

export const users = describeTable(User, UserSchema, {
  access: { client: { user: 'id' }, advisor: { user: 'id' }, auditor: 'all', writers: [] },
  personal: ['email', 'fullName', 'lastSignInAt'],
  secret: ['passwordHash', 'personalKey'],
});
