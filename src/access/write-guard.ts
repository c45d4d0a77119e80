import { ChangeSetType, wrap, type ChangeSet, type EntityMetadata, type EntityProperty, type EventArgs, type EventSubscriber } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { AppError, notFound } from '../shared/errors.ts';
import { scopeOf, tableOf, type Condition } from './compile-reach.ts';
import { AccessDenied, nameOf, type Denial } from './denial.ts';
import { isPrincipal, type Principal } from './principal.ts';

const PARAMS = 'principal';

export interface RowChange {
  readonly table: string;
  readonly entity: string;
  readonly operation: 'create' | 'update' | 'delete';
  readonly key: Readonly<Record<string, unknown>>;
  /** Column values before (absent on create) and the changed ones after (absent on delete), as the ORM holds them. */
  readonly before: Readonly<Record<string, unknown>> | undefined;
  readonly after: Readonly<Record<string, unknown>> | undefined;
  /** Who asked for it, also when it was done with the service's rights. */
  readonly actor: Principal | undefined;
}

/** Called for each changed row inside its transaction: what it throws rolls everything back. It must not flush. */
export type WriteHook = (change: RowChange, em: SqlEntityManager) => Promise<void>;

/** What caused the work of an entity manager, for what it leaves on record. */
export interface Origin {
  /** The HTTP request; for a turn's own work the turn. */
  readonly requestId?: string | undefined;
  /** The audit entry of the act, which may be written after what it caused. */
  readonly auditLogId?: string | undefined;
  /** Told of each table that is read through a scoped door. */
  readonly onRead?: (table: string) => void;
}

/** Binds an entity manager, and every fork and transaction made from it, to a principal. An origin that it has already stays unless another is given. */
export function bindPrincipal(em: SqlEntityManager, principal: Principal, actor: Principal = principal, origin: Origin = originOf(em)): void {
  em.setFilterParams(PARAMS, { principal, actor, origin });
}

/** What caused the work of an entity manager; empty where nobody said. */
export function originOf(em: { getFilterParams(name: string): unknown }): Origin {
  return (em.getFilterParams(PARAMS) as { origin?: Origin } | undefined)?.origin ?? {}; // set by bindPrincipal alone
}

function boundTo(em: { getFilterParams(name: string): unknown }): { principal: Principal; actor: Principal } | undefined {
  const params = em.getFilterParams(PARAMS) as { principal?: unknown; actor?: unknown } | undefined; // set by bindPrincipal alone
  return params && isPrincipal(params.principal) && isPrincipal(params.actor) ? { principal: params.principal, actor: params.actor } : undefined;
}

/** Who acts through an entity manager, also with the service's rights; undefined where nobody is bound to it. */
export function actorBoundTo(em: { getFilterParams(name: string): unknown }): Principal | undefined {
  return boundTo(em)?.actor;
}

/** Writing needs a role that the table names. It is the same refusal for every row, so it tells nothing about any. */
export function assertMayWrite(meta: EntityMetadata, principal: Principal): void {
  if (principal.role === 'service') return;
  // Auditors look and never touch, whatever a table declares.
  if (principal.role !== 'auditor' && tableOf(meta.className).access.writers.includes(principal.role)) return;
  throw new AppError('not-permitted', `This sign-in may not change any ${nameOf(meta.className)}.`);
}

/**
 * Judges every flush of an entity manager that is bound to a principal, in the flush's own transaction: the row as it stands in the
 * database before, each row that it will point to, and the row as it stands after must be within reach.
 */
export class WriteGuard implements EventSubscriber<object> {
  readonly #hooks: readonly WriteHook[];
  /** A deletion carries no original of its own, and the unit of work forgets it: how the row stood, until the hooks have seen it. */
  readonly #deleted = new WeakMap<object, object>();

  constructor(hooks: readonly WriteHook[]) {
    this.#hooks = hooks;
  }

  async beforeCreate(args: EventArgs<object>): Promise<void> {
    await this.#before(args, 'create');
  }

  async beforeUpdate(args: EventArgs<object>): Promise<void> {
    await this.#before(args, 'update');
  }

  async beforeDelete(args: EventArgs<object>): Promise<void> {
    this.#deleted.set(args.entity, { ...wrap(args.entity, true).__originalEntityData });
    await this.#before(args, 'delete');
  }

  /** The unit of work's own upsert cannot tell whose row it replaces. */
  async beforeUpsert(args: EventArgs<object>): Promise<void> {
    const principal = boundTo(args.em)?.principal;
    if (principal && principal.role !== 'service') throw new AppError('not-permitted', 'Rows are created or changed, never both at once.');
  }

  async afterCreate(args: EventArgs<object>): Promise<void> {
    await this.#after(args, 'create');
  }

  async afterUpdate(args: EventArgs<object>): Promise<void> {
    await this.#after(args, 'update');
  }

  async afterDelete(args: EventArgs<object>): Promise<void> {
    await this.#after(args, 'delete');
  }

  async #before(args: EventArgs<object>, operation: RowChange['operation']): Promise<void> {
    const principal = boundTo(args.em)?.principal;
    if (!principal || principal.role === 'service') return;
    assertMayWrite(args.meta, principal);
    const judge = new Judge(args, principal, operation);
    if (operation !== 'create') await judge.rowMustBeWithinReach();
    if (operation !== 'delete') await judge.relationsMustBeWithinReach();
  }

  async #after(args: EventArgs<object>, operation: RowChange['operation']): Promise<void> {
    const bound = boundTo(args.em);
    if (bound && bound.principal.role !== 'service' && operation !== 'delete') await new Judge(args, bound.principal, operation).rowMustBeWithinReach();
    if (this.#hooks.length === 0) return;
    const change = rowChange(args, operation, { actor: bound?.actor, deleted: this.#deleted.get(args.entity) });
    for (const hook of this.#hooks) await hook(change, args.em as SqlEntityManager); // both engines are SQL
  }
}

class Judge {
  readonly #args: EventArgs<object>;
  readonly #em: SqlEntityManager;
  readonly #principal: Principal;
  readonly #operation: RowChange['operation'];

  constructor(args: EventArgs<object>, principal: Principal, operation: RowChange['operation']) {
    this.#args = args;
    this.#em = args.em as SqlEntityManager; // both engines are SQL
    this.#principal = principal;
    this.#operation = operation;
  }

  async rowMustBeWithinReach(): Promise<void> {
    const key = keyOf(this.#args);
    if (!(await this.#isWithinReach(this.#args.meta, key))) throw await this.#refusal(this.#args.meta, key);
  }

  async relationsMustBeWithinReach(): Promise<void> {
    const { meta } = this.#args;
    const changed = changeOf(this.#args)?.payload ?? {};
    for (const property of meta.relations as EntityProperty[]) {
      const value: unknown = changed[property.name as keyof typeof changed];
      const target = property.targetMeta;
      if (!target || value === null || value === undefined) continue;
      const key = { [String(target.primaryKeys[0])]: value };
      if (!(await this.#isWithinReach(target, key))) throw await this.#refusal(target, key);
    }
  }

  async #isWithinReach(meta: EntityMetadata, key: Condition): Promise<boolean> {
    const scope = scopeOf(meta.className, this.#principal);
    if (scope === 'none') return false;
    return this.#exists(meta, scope === 'all' ? key : { $and: [key, scope] });
  }

  async #exists(meta: EntityMetadata, where: Condition): Promise<boolean> {
    return (await this.#em.createQueryBuilder(meta.class, 'e').where(where).limit(1).getCount()) > 0;
  }

  /** Somebody else's row is a denial for the log; a row that does not exist is just missing. Outside, both look the same. */
  async #refusal(meta: EntityMetadata, key: Condition): Promise<AppError> {
    const what = nameOf(meta.className);
    if (!(await this.#exists(meta, key))) return notFound(what);
    const { userId, role, sessionId } = this.#principal;
    const denial: Denial = {
      userId, role, entity: meta.className, operation: this.#operation, key: Object.values(key).join('/'), reason: 'out-of-reach',
      ...(sessionId === undefined ? {} : { sessionId }),
    };
    return new AccessDenied(denial, what);
  }
}

function changeOf(args: EventArgs<object>): ChangeSet<object> | undefined {
  return args.changeSet;
}

/** The key that the row has in the database: an update must not be judged by a key that it has just been given. */
function keyOf(args: EventArgs<object>): Condition {
  const change = changeOf(args);
  const original = change && change.type !== ChangeSetType.CREATE ? change.originalEntity : undefined;
  return Object.fromEntries(
    args.meta.primaryKeys.map((name) => {
      const known: unknown = original?.[name as keyof typeof original] ?? args.entity[name as keyof typeof args.entity];
      const target = (args.meta.properties[name] as EntityProperty).targetMeta;
      const isRow = target && typeof known === 'object' && known !== null;
      return [String(name), isRow ? (known as Record<string, unknown>)[String(target.primaryKeys[0])] : known]; // a relation in the key
    }),
  );
}

function rowChange(args: EventArgs<object>, operation: RowChange['operation'], { actor, deleted }: { readonly actor: Principal | undefined; readonly deleted: object | undefined }): RowChange {
  const change = changeOf(args);
  return {
    table: args.meta.tableName,
    entity: args.meta.className,
    operation,
    key: keyOf(args),
    before: operation === 'create' ? undefined : { ...(change?.originalEntity ?? deleted) },
    after: operation === 'delete' ? undefined : { ...change?.payload },
    actor,
  };
}
