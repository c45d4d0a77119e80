import type { EntityManager } from '@mikro-orm/core';
import { Client } from '../../src/entities/clients/client.entity.ts';
import type { User } from '../../src/entities/clients/user.entity.ts';
import { GIVEN_AT, nextNumber } from './given-sequence.ts';
import { givenUser } from './given-user.ts';

export interface GivenClient extends Partial<Pick<Client, 'id' | 'fullName' | 'baseCurrency' | 'riskProfile' | 'status'>> {
  readonly user?: User;
}

/** An active client in euro with a login of its own. */
export async function givenClient(em: EntityManager, { user, ...overrides }: GivenClient = {}): Promise<Client> {
  const number = nextNumber();
  const client = em.create(Client, {
    id: `client-${number}`, user: user ?? (await givenUser(em)), kind: 'individual', fullName: `Client ${number}`, taxResidence: 'DE', residence: 'DE', baseCurrency: 'EUR',
    riskProfile: 'balanced', objective: 'balanced', experience: 'good', status: 'active', segment: 'affluent', createdAt: GIVEN_AT, ...overrides,
  });
  await em.persist(client).flush();
  return client;
}
