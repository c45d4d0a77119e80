import type { EntityClass, EntitySchema } from '@mikro-orm/core';

/** Who signs in. `service` is the system itself (jobs, importers, audit); it never serves a person's request. */
export type Role = 'client' | 'advisor' | 'auditor' | 'admin' | 'service';

/**
 * Which rows of a table a role reaches. Paths are property paths from the row, ending on a relation (or on `id` for the
 * owning table itself): `{ client: 'portfolio.client' }` = rows whose portfolio belongs to a client that the principal may see.
 * `{ user: 'user' }` = rows of the signed-in user; `{ advisor: 'advisor' }` = rows of the signed-in advisor.
 * `{ rows: {...}, notUser: 'overriddenBy' }` = rows in a certain state, whoever they are about, that are not this user's own doing: work for a second person.
 * `whenSet` narrows further to rows where that property is not null: a client sees a recommendation only once `releasedAt` is set.
 */
export type Reach =
  | 'all'
  | 'none'
  | { readonly client: string; readonly whenSet?: string }
  | { readonly user: string }
  | { readonly advisor: string }
  | { readonly anyOf: readonly Reach[] }
  | { readonly rows: Readonly<Record<string, unknown>>; readonly notUser: string };

export interface TableAccess {
  readonly client: Reach;
  readonly advisor: Reach;
  readonly auditor: Reach;
  /** What an administrator reaches where it is not what follows for everybody's tables: what advisors see whole, and rows of the login. */
  readonly admin?: Reach;
  /** Roles that may insert or change rows within their reach through an approved write; nobody unless named. */
  readonly writers: readonly Role[];
}

export interface TableOptions<T> {
  readonly access: TableAccess;
  /** Columns about a person: shown by role, masked in logs, left out of exports unless asked for. */
  readonly personal?: readonly (keyof T & string)[];
  /** Columns that clients do not see of rows that they see: words between staff, and what the firm looked at. */
  readonly staffOnly?: readonly (keyof T & string)[];
  /** Columns that auditors alone see. */
  readonly auditOnly?: readonly (keyof T & string)[];
  /** Columns that no tool, export or log may ever show. */
  readonly secret?: readonly (keyof T & string)[];
}

export type Sensitivity = 'public' | 'personal' | 'secret';

export interface TableDescription {
  readonly schema: EntitySchema;
  readonly access: TableAccess;
  readonly sensitivityOf: (property: string) => Sensitivity;
  /** Whether a role does not see the column even of rows that it sees. */
  readonly isHiddenFrom: (property: string, role: Role) => boolean;
}

export function describeTable<T extends object>(entity: EntityClass<T>, schema: unknown, options: TableOptions<T>): TableDescription {
  const secret = new Set<string>(options.secret);
  const personal = new Set<string>(options.personal);
  const staffOnly = new Set<string>(options.staffOnly);
  const auditOnly = new Set<string>(options.auditOnly);
  void entity; // fixes T, so that the column lists are checked against the entity's own properties
  return {
    // The schema's full generic type is the entity's own business; readers of the list need only its metadata.
    schema: schema as EntitySchema,
    access: options.access,
    sensitivityOf: (property) => (secret.has(property) ? 'secret' : personal.has(property) ? 'personal' : 'public'),
    isHiddenFrom: (property, role) => (role === 'client' && staffOnly.has(property)) || (role !== 'auditor' && role !== 'service' && auditOnly.has(property)),
  };
}

/** Market facts and firm-wide reference data: every signed-in person reads them, only the service writes them. */
export const REFERENCE: TableAccess = { client: 'all', advisor: 'all', auditor: 'all', writers: [] };

/** Rows of one client: the client, the advisors assigned to that client, and auditors. */
export function clientOwned(path: string, writers: readonly Role[] = []): TableAccess {
  return { client: { client: path }, advisor: { client: path }, auditor: 'all', writers };
}

/** Rows about a client that the client does not see (contact notes, sentiment, flags: telling may be tipping off). */
export function aboutClient(path: string, writers: readonly Role[] = []): TableAccess {
  return { client: 'none', advisor: { client: path }, auditor: 'all', writers };
}

/** Rows of one login. */
export function userOwned(path: string, writers: readonly Role[] = []): TableAccess {
  return { client: { user: path }, advisor: { user: path }, auditor: 'all', writers };
}

/** The firm's own operations: advisors and auditors. */
export const STAFF: TableAccess = { client: 'none', advisor: 'all', auditor: 'all', writers: [] };

/** Evidence: auditors only. */
export const AUDIT: TableAccess = { client: 'none', advisor: 'none', auditor: 'all', writers: [] };
