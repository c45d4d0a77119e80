import type { EntityManager } from '@mikro-orm/core';
import { User } from '../../src/entities/clients/user.entity.ts';
import { GIVEN_AT, nextNumber } from './given-sequence.ts';

/** A login without a password; a client's unless told otherwise. */
export async function givenUser(em: EntityManager, overrides: Partial<Pick<User, 'id' | 'email' | 'fullName' | 'role' | 'passwordHash' | 'isActive'>> = {}): Promise<User> {
  const number = nextNumber();
  const user = em.create(User, { id: `user-${number}`, email: `user-${number}@example.com`, fullName: `User ${number}`, role: 'client', isActive: true, createdAt: GIVEN_AT, ...overrides });
  await em.persist(user).flush();
  return user;
}
