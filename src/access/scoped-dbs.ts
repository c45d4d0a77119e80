import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { OnDenied } from './denial.ts';
import type { Principal } from './principal.ts';
import { ScopedDb } from './scoped-db.ts';
import { bindPrincipal, WriteGuard, type Origin, type WriteHook } from './write-guard.ts';

export interface ScopedDbsOptions {
  readonly em: EntityManager;
  readonly onDenied: OnDenied;
  /** Called for each changed row inside its transaction (the audit trail). */
  readonly hooks?: readonly WriteHook[];
}

/** Makes the request's door to the database. What is changed through it is put down to the origin. */
export type ScopedDbs = (principal: Principal, origin?: Origin) => ScopedDb;

/**
 * Sets the guard on the database once, and returns what makes a scoped door for each request. Call it once per database.
 */
export function scopedDbs({ em, onDenied, hooks = [] }: ScopedDbsOptions): ScopedDbs {
  em.getEventManager().registerSubscriber(new WriteGuard(hooks));
  return (principal, origin) => {
    const fork = em.fork() as SqlEntityManager; // both engines are SQL
    bindPrincipal(fork, principal, principal, origin);
    return new ScopedDb({ em: fork, principal, onDenied });
  };
}

/** The system itself: jobs, importers, records that a request leaves behind. */
export const SERVICE_PRINCIPAL: Principal = { userId: 'service', role: 'service', displayName: 'Steward', clientIds: [] };
