import type { ScopedDb } from '../../access/scoped-db.ts';
import { Advisor } from '../../entities/clients/advisor.entity.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { User } from '../../entities/clients/user.entity.ts';

/** Names of logins, as far as the principal may know them; others are someone at the firm. */
export type People = (userId: string | null | undefined) => string | null;

/** Looks up who is meant by logins: the login itself, the advisor or the client behind it. */
export async function loadPeople(db: ScopedDb, userIds: readonly (string | null | undefined)[]): Promise<People> {
  const ids = [...new Set(userIds.filter((id): id is string => typeof id === 'string'))];
  const names = new Map<string, string>();
  if (ids.length > 0) {
    const clients = await db.find(Client, { user: { $in: ids } }, { fields: ['fullName', 'user'] });
    const advisors = await db.find(Advisor, { user: { $in: ids } }, { fields: ['fullName', 'user'] });
    const users = await db.find(User, { id: { $in: ids } }, { fields: ['id', 'fullName'] });
    for (const person of [...clients, ...advisors]) if (person.user) names.set(person.user.id, person.fullName);
    for (const user of users) names.set(user.id, user.fullName);
  }
  return (userId) => (userId === null || userId === undefined ? null : names.get(userId) ?? 'someone at the firm');
}

/** Names of clients by id within reach, for records that keep an id alone. */
export async function loadClientNames(db: ScopedDb, clientIds: readonly (string | null | undefined)[]): Promise<(id: string | null | undefined) => string | null> {
  const ids = [...new Set(clientIds.filter((id): id is string => typeof id === 'string'))];
  const clients = ids.length > 0 ? await db.find(Client, { id: { $in: ids } }, { fields: ['id', 'fullName'] }) : [];
  const names = new Map(clients.map(({ id, fullName }) => [id, fullName]));
  return (id) => (id ? names.get(id) ?? null : null);
}
