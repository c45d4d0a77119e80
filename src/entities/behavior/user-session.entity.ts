import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../clients/user.entity.ts';
import { controlled, hash, id, instant, oneOf, text } from '../columns.ts';
import { describeTable, userOwned } from '../table.ts';

export const SESSION_STATUSES = ['active', 'ended', 'expired'] as const;

const UserSessionSchema = defineEntity({
  name: 'UserSession',
  tableName: 'UserSessions',
  comment: 'One signed-in session of a login.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    user: () => p.manyToOne(User).index(false).deleteRule('cascade').comment('Who is signed in'),
    idHash: hash().unique().comment('SHA-256 of the random session id; the id itself is not stored'),
    status: controlled(SESSION_STATUSES).comment('active, ended or expired'),
    createdAt: instant().comment('When it began (UTC)'),
    lastSeenAt: instant().comment('Last request (UTC)'),
    expiresAt: instant().comment('When it ends if unused (UTC)'),
    absoluteExpiresAt: instant().comment('When it ends in any case (UTC)'),
    endedAt: instant().nullable().comment('When it ended (UTC)'),
    endReason: text(64).nullable().comment('Why it ended, as a code'),
    ipAddress: text(45).nullable().comment('Network address at sign-in'),
    userAgent: text(255).nullable().comment('Browser or program at sign-in'),
  },
  checks: [
    oneOf('UserSessions', 'status', SESSION_STATUSES),
  ],
  indexes: [
    { name: 'user_sessions_user', properties: ['user', 'createdAt'] },
    { name: 'user_sessions_status', properties: ['status', 'expiresAt'] },
  ],
});

export class UserSession extends UserSessionSchema.class {}
UserSessionSchema.setClass(UserSession);

export const userSessions = describeTable(UserSession, UserSessionSchema, {
  access: userOwned('user'),
  personal: ['ipAddress', 'userAgent'],
  secret: ['idHash'],
});
