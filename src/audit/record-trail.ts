import { createHash, hash } from 'node:crypto';
import type { EntityManager, EntityMetadata, EntityProperty, RequiredEntityData } from '@mikro-orm/core';
import { actorBoundTo, originOf, type RowChange, type WriteHook } from '../access/write-guard.ts';
import { tableOf } from '../access/compile-reach.ts';
import { AuditTrail, type FieldChange } from '../entities/compliance/audit-trail.entity.ts';
import { Portfolio } from '../entities/portfolios/portfolio.entity.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import type { AuditTools } from './record.ts';

/**
 * Tables whose changes are kept with before and after, and the property that leads to the client: rows about a client, a portfolio or
 * compliance, and the securities for the restricted list. What is derived from them (holdings, snapshots, metrics) can be made again and
 * is no trail; neither is what is only ever added and says everything itself (messages, checks as they were made).
 */
const TRAILED: Readonly<Record<string, 'id' | 'client' | 'portfolio' | 'none'>> = {
  Clients: 'id', ClientPreferences: 'client', KYCVerification: 'client', AdvisorAssignments: 'client', ClientSurveys: 'client', ClientAccounts: 'client', AdvisorInteractions: 'client', BillingInvoices: 'client', Subscriptions: 'client',
  Portfolios: 'client', PortfolioBenchmarks: 'portfolio', PortfolioTags: 'portfolio', AssetAllocationTargets: 'portfolio', InvestmentGoals: 'client', Transactions: 'portfolio', RebalancingLogs: 'portfolio',
  AIRecommendations: 'client', AIInsights: 'client', ComplianceChecks: 'client', RegulatoryFlags: 'client', Securities: 'none',
};
const TRAILED_ONCE_MADE = new Set(['ComplianceChecks']);

/** A longer value stands in the row itself; the trail keeps its hash. */
const LONGEST_VALUE = 4_000;
const LONGEST_LIST = 1_000;

export function isTrailed(table: string): boolean {
  return Object.hasOwn(TRAILED, table);
}

export interface TrailEntry {
  readonly table: string;
  readonly rowKey: string;
  readonly clientId: string | null;
  readonly operation: 'insert' | 'update' | 'delete';
  readonly changes: readonly FieldChange[];
  readonly reason?: string | undefined;
}

/** Keeps each change that goes through the unit of work, in the transaction of the change: neither exists without the other. */
export function trailHook(tools: AuditTools): WriteHook {
  return async (change, em) => {
    if (!isTrailed(change.table) || (change.operation === 'create' && TRAILED_ONCE_MADE.has(change.table))) return;
    const meta = em.getMetadata().getByClassName(change.entity);
    const changes = fieldChanges(change, meta, em);
    if (changes.length === 0) return;
    await recordTrail(em, [{
      table: change.table, rowKey: Object.values(change.key).join(':'), clientId: await clientOf(change, em), operation: change.operation === 'create' ? 'insert' : change.operation, changes,
    }], tools);
  };
}

/** For writes that pass the unit of work by: the same record, in the caller's transaction, in the name of whom the entity manager is bound to. */
export async function recordTrail(em: EntityManager, entries: readonly TrailEntry[], tools: AuditTools): Promise<void> {
  if (entries.length === 0) return;
  const rowOf = trailRowOf(em, tools);
  await em.insertMany(AuditTrail, entries.map((entry) => rowOf(entry).row));
}

/** A row of the trail, and the canonical text of its changes. */
export interface TrailRow {
  readonly row: RequiredEntityData<AuditTrail>;
  readonly changesText: string;
}

/** Makes the rows that `recordTrail` writes, for who writes long lists of them by other means. */
export function trailRowOf(em: EntityManager, { clock, newId }: AuditTools): (entry: TrailEntry) => TrailRow {
  const occurredAt = clock.now();
  const { actorId, actorRole } = actorOf(em);
  const { requestId = null, auditLogId = null } = originOf(em);
  // The leaf of a row is its canonical JSON. Members stand there by name, so that it is put together from what all rows of an act begin with, the changes and the rest.
  const start = canonicalJson({ actorId, actorRole, auditLogId }).slice(0, -1);
  const instant = occurredAt.toISOString();
  return ({ table, rowKey, clientId, operation, changes, reason = null }) => {
    const changesText = canonicalJson(changes);
    const rest = { clientId, fieldList: fieldList(changes), id: newId(), occurredAt: instant, operation, reason, requestId, rowKey, tableName: table };
    const leafHash = hashOf(`${start},"changes":${changesText},${canonicalJson(rest).slice(1)}`);
    return { row: { ...rest, actorId, actorRole, auditLogId, changes, occurredAt, leafHash }, changesText };
  };
}

/** RFC 6962 leaf hash of a row of the trail, whatever the order of its members. */
export function trailLeafHash(row: object): string {
  return hashOf(canonicalJson(row));
}

function hashOf(leafText: string): string {
  return hash('sha256', `\0${leafText}`);
}

function fieldList(changes: readonly FieldChange[]): string {
  let names = changes.map(({ field }) => field).join(',');
  while (names.length > LONGEST_LIST - 2) names = names.slice(0, names.lastIndexOf(','));
  return `,${names},`;
}

function actorOf(em: EntityManager): { actorId: string | null; actorRole: string } {
  const actor = actorBoundTo(em);
  return actor && actor.role !== 'service' ? { actorId: actor.userId, actorRole: actor.role } : { actorId: null, actorRole: 'service' };
}

/** Changed columns with their values before and after; secret ones and the lock version are left out. */
function fieldChanges({ before, after, operation }: RowChange, meta: EntityMetadata, em: EntityManager): FieldChange[] {
  const { sensitivityOf } = tableOf(meta.className);
  const names = Object.keys((operation === 'delete' ? before : after) ?? {});
  return names.flatMap((name): FieldChange[] => {
    const property = meta.properties[name as keyof typeof meta.properties] as EntityProperty | undefined;
    if (!property || property.persist === false || name === meta.versionProperty || sensitivityOf(name) === 'secret') return [];
    const plain = (value: unknown): unknown => kept(value === undefined || value === null ? null : asStored(value, property, em));
    const change = { field: name, before: operation === 'create' ? null : plain(before?.[name]), after: operation === 'delete' ? null : plain(after?.[name]) };
    return operation === 'update' && canonicalJson(change.before) === canonicalJson(change.after) ? [] : [change];
  });
}

/** A value of the unit of work in the form that does not depend on the engine: exact decimals and days as text, instants in ISO. */
function asStored(value: unknown, property: EntityProperty, em: EntityManager): unknown {
  if (property.runtimeType === 'Date') return (value instanceof Date ? value : em.getPlatform().parseDate(value as string | number) as Date).toISOString(); // the driver's own form of an instant
  return property.customType ? property.customType.convertToJSValue(value, em.getPlatform()) : value;
}

function kept(value: unknown): unknown {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  const text = canonicalJson(value);
  return text.length > LONGEST_VALUE ? `sha256:${createHash('sha256').update(text).digest('hex')}` : value;
}

async function clientOf({ table, key, before, after }: RowChange, em: EntityManager): Promise<string | null> {
  const way = TRAILED[table] ?? 'none';
  if (way === 'none') return null;
  const value = way === 'id' ? key['id'] : before?.[way] ?? after?.[way] ?? key[way];
  if (typeof value !== 'string') return null;
  if (way !== 'portfolio') return value;
  const portfolio = await em.findOne(Portfolio, { id: value }, { fields: ['client'], disableIdentityMap: true, filters: false });
  return portfolio?.client.id ?? null;
}
