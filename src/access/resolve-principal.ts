import type { EntityManager } from '@mikro-orm/core';
import { AdvisorAssignment } from '../entities/clients/advisor-assignment.entity.ts';
import { Advisor } from '../entities/clients/advisor.entity.ts';
import { Client } from '../entities/clients/client.entity.ts';
import { User } from '../entities/clients/user.entity.ts';
import type { IsoDate } from '../shared/calendar.ts';
import type { Principal } from './principal.ts';

/**
 * What a login may reach on a day: a client its own record, an advisor the clients whose assignment is in force on that day (first and
 * last day included). Undefined when there is no such login, it is closed, or it belongs to the system itself.
 */
export async function resolvePrincipal(em: EntityManager, userId: string, today: IsoDate): Promise<Principal | undefined> {
  const user = await em.findOne(User, { id: userId, isActive: true });
  if (!user || user.role === 'service') return undefined;
  const core = { userId: user.id, role: user.role, displayName: user.fullName };
  if (user.role === 'client') {
    const client = await em.findOne(Client, { user: user.id });
    return client ? { ...core, clientId: client.id, clientIds: [client.id], baseCurrency: client.baseCurrency } : { ...core, clientIds: [] };
  }
  if (user.role === 'advisor') {
    const advisor = await em.findOne(Advisor, { user: user.id, status: { $ne: 'left' } });
    return advisor ? { ...core, advisorId: advisor.id, clientIds: await assignedClients(em, advisor.id, today) } : { ...core, clientIds: [] };
  }
  return { ...core, clientIds: [] };
}

async function assignedClients(em: EntityManager, advisorId: string, today: IsoDate): Promise<string[]> {
  const assignments = await em.find(AdvisorAssignment, { advisor: advisorId, startsOn: { $lte: today }, $or: [{ endsOn: null }, { endsOn: { $gte: today } }] });
  return [...new Set(assignments.map((assignment) => assignment.client.id))].toSorted();
}
