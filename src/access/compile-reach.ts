import type { EntityMetadata } from '@mikro-orm/core';
import { TABLES } from '../entities/index.ts';
import type { Reach, TableDescription } from '../entities/table.ts';
import type { Principal } from './principal.ts';

export type Condition = Record<string, unknown>;
/** `none` needs no query at all: whatever is asked, the answer is empty. */
export type Scope = 'all' | 'none' | Condition;

const BY_NAME: ReadonlyMap<string, TableDescription> = new Map(TABLES.map((table) => [table.schema.meta.className, table]));

/** @throws Error for an entity that is not in the list of tables: nothing without declared access can be read. */
export function tableOf(className: string): TableDescription {
  const table = BY_NAME.get(className);
  if (!table) throw new Error(`${className} declares no access`);
  return table;
}

/** The declared reach of the principal's role. An administrator runs the firm's systems: reference and operations, and of clients only what a table names. */
export function reachOf(table: TableDescription, principal: Principal): Reach {
  switch (principal.role) {
    case 'service':
      return 'all';
    case 'client':
    case 'advisor':
    case 'auditor':
      return table.access[principal.role];
    case 'admin':
      return table.access.admin ?? (table.access.advisor === 'all' ? 'all' : isUserReach(table.access.advisor) ? table.access.advisor : 'none');
  }
}

/** The rows of an entity that the principal may see, as a condition on that entity. */
export function scopeOf(className: string, principal: Principal): Scope {
  return compile(reachOf(tableOf(className), principal), principal);
}

function compile(reach: Reach, principal: Principal): Scope {
  if (typeof reach === 'string') return reach;
  if ('anyOf' in reach) return eitherOf(reach.anyOf.map((part) => compile(part, principal)));
  if ('rows' in reach) return { $and: [{ ...reach.rows }, { [reach.notUser]: { $ne: principal.userId } }] };
  if ('user' in reach) return nest(reach.user, principal.userId);
  if ('advisor' in reach) return principal.advisorId === undefined ? 'none' : nest(reach.advisor, principal.advisorId);
  if (principal.clientIds.length === 0) return 'none';
  const owned = nest(reach.client, principal.clientIds.length === 1 ? principal.clientIds[0] : { $in: [...principal.clientIds] });
  return reach.whenSet === undefined ? owned : { $and: [owned, nest(reach.whenSet, { $ne: null })] };
}

function eitherOf(scopes: readonly Scope[]): Scope {
  if (scopes.includes('all')) return 'all';
  const conditions = scopes.filter((scope) => scope !== 'none');
  if (conditions.length === 0) return 'none';
  return { $or: conditions };
}

function nest(path: string, value: unknown): Condition {
  return path.split('.').reduceRight<unknown>((inner, part) => ({ [part]: inner }), value) as Condition; // at least one part, so an object
}

/**
 * Whether every row that is reached over `path` from a visible row is visible itself, so that sorting and grouping by it tells nothing
 * new: reference tables, and owners on the way to the row's own client or user.
 */
export function isVisibleAlong(root: Reach, path: readonly string[], target: EntityMetadata, principal: Principal): boolean {
  const reach = reachOf(tableOf(target.className), principal);
  if (reach === 'all') return true;
  if (typeof root === 'string' || typeof reach === 'string') return false;
  const whole = (part: string) => [...path, part].join('.').replace(/\.id$/, '');
  if ('client' in root && 'client' in reach) return reach.whenSet === undefined && whole(reach.client) === root.client;
  return 'user' in root && 'user' in reach && whole(reach.user) === root.user;
}

function isUserReach(reach: Reach): boolean {
  return typeof reach === 'object' && 'user' in reach;
}
