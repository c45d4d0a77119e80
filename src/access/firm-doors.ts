import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Principal } from './principal.ts';
import { ScopedDb } from './scoped-db.ts';
import { SERVICE_PRINCIPAL } from './scoped-dbs.ts';
import { bindPrincipal, type Origin } from './write-guard.ts';

// Doors that the firm itself opens from a plain entity manager (imports, replays), never code that serves a request.

/**
 * A door on the caller's own transaction, for looking at what was: it sees what the transaction sees, and reports no denials, because
 * they were reported when they happened.
 */
export function scopedWithin(em: SqlEntityManager, principal: Principal, origin?: Origin): ScopedDb {
  const fork = em.fork({ keepTransactionContext: true });
  bindPrincipal(fork, principal, principal, origin);
  return new ScopedDb({ em: fork, principal, onDenied: async () => undefined });
}

/** An entity manager with the service's rights in a person's name (an import): what it changes is put down to that person and origin. */
export function serviceHandle(em: EntityManager, actor: Principal, origin: Origin): EntityManager {
  const fork = em.fork() as SqlEntityManager; // both engines are SQL
  bindPrincipal(fork, SERVICE_PRINCIPAL, actor, origin);
  return fork;
}
