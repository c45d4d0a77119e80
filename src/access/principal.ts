import type { Role } from '../entities/table.ts';

export type { Role };

/**
 * The signed-in person, resolved from the session on each request and from nothing else.
 * `clientIds` is the whole reach of a client (one) or an advisor (those assigned and in force today); auditors and the service
 * reach by role, not by list.
 */
export interface Principal {
  readonly userId: string;
  readonly role: Role;
  readonly displayName: string;
  readonly clientIds: readonly string[];
  readonly clientId?: string;
  /** Of a client's own affairs. */
  readonly baseCurrency?: string;
  readonly advisorId?: string;
  readonly sessionId?: string;
}

export function isPrincipal(value: unknown): value is Principal {
  return typeof value === 'object' && value !== null && 'userId' in value && 'role' in value && 'clientIds' in value;
}
