import type { EntityManager } from '@mikro-orm/core';
import { AdvisorAssignment } from '../../src/entities/clients/advisor-assignment.entity.ts';
import { Advisor } from '../../src/entities/clients/advisor.entity.ts';
import type { Client } from '../../src/entities/clients/client.entity.ts';
import { isoDate, type IsoDate } from '../../src/shared/calendar.ts';
import { GIVEN_AT, nextNumber } from './given-sequence.ts';
import { givenUser } from './given-user.ts';

/** An advisor with a login of their own and nobody assigned. */
export async function givenAdvisor(em: EntityManager, overrides: Partial<Pick<Advisor, 'id' | 'status'>> = {}): Promise<Advisor> {
  const number = nextNumber();
  const advisor = em.create(Advisor, {
    id: `advisor-${number}`, user: await givenUser(em, { role: 'advisor' }), fullName: `Advisor ${number}`, title: 'Advisor', email: `advisor-${number}@firm.example`, phone: '+4930123456',
    office: 'Berlin', country: 'DE', licence: `L-${number}`, languages: 'de en', joinedOn: isoDate('2020-01-01'), status: 'active', ...overrides,
  });
  await em.persist(advisor).flush();
  return advisor;
}

/** Puts a client in an advisor's care, from 2020 on unless told otherwise. */
export async function givenAssignment(em: EntityManager, advisor: Advisor, client: Client, days: { readonly startsOn?: IsoDate; readonly endsOn?: IsoDate } = {}): Promise<AdvisorAssignment> {
  const assignment = em.create(AdvisorAssignment, { id: `assignment-${nextNumber()}`, advisor, client, role: 'primary', startsOn: days.startsOn ?? isoDate('2020-01-01'), endsOn: days.endsOn ?? null, createdAt: GIVEN_AT });
  await em.persist(assignment).flush();
  return assignment;
}
