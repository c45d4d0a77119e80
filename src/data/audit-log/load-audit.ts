import type { ScopedDb } from '../../access/scoped-db.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { User } from '../../entities/clients/user.entity.ts';
import { ChatMessage } from '../../entities/communication/chat-message.entity.ts';
import { ToolInvocation } from '../../entities/communication/tool-invocation.entity.ts';
import { AuditLog } from '../../entities/compliance/audit-log.entity.ts';
import { AuditTrail } from '../../entities/compliance/audit-trail.entity.ts';
import { DataExportLog } from '../../entities/compliance/data-export-log.entity.ts';
import { Advisor } from '../../entities/clients/advisor.entity.ts';
import { Portfolio } from '../../entities/portfolios/portfolio.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import { loadClientNames, loadPeople } from '../clients/load-people.ts';
import { resolveAdvisor, resolveClient } from '../names/resolve.ts';
import { instantsIn, listed, minute, wanted } from '../records/listed.ts';

export interface ActivityQuery {
  readonly clientId?: string | undefined;
  readonly userId?: string | undefined;
  readonly period?: string | undefined;
  readonly limit?: number | undefined;
}

/** The login meant by an e-mail address, an id, or the name of an advisor, a client or an employee. @throws AppError not-found. */
export async function resolveUser(db: ScopedDb, reference: string): Promise<string> {
  const text = reference.trim();
  const users = await db.find(User, { $or: [{ id: text }, { email: text.toLowerCase() }, { fullName: text }] }, { fields: ['id'], limit: 2 });
  if (users.length === 1) return users[0]!.id;
  const byId = (await db.findOne(Advisor, { id: text }, { fields: ['user'] })) ?? (await db.findOne(Client, { id: text }, { fields: ['user'] }));
  const found = byId ?? (await byName(db, text));
  if (!found?.user) throw notFound('login');
  return found.user.id;
}

async function byName(db: ScopedDb, text: string) {
  try {
    return await db.findOne(Advisor, { id: await resolveAdvisor(db, text) }, { fields: ['user'] });
  } catch (error) {
    // No advisor of that name: it can still be a client's login.
    if (!(error instanceof AppError && error.code === 'not-found')) throw error;
    return db.findOne(Client, { id: await resolveClient(db, text) }, { fields: ['user'] });
  }
}

/** Entries of the audit log, newest first. */
export async function loadAuditEntries(db: ScopedDb, { clientId, userId, period, event, object, limit = 50 }: ActivityQuery & { readonly event?: string | undefined; readonly object?: string | undefined }, today: IsoDate) {
  const where = wanted<AuditLog>({
    clientId, actorId: userId, occurredAt: instantsIn(period, today), event: event === undefined ? undefined : { $like: `%${event.replaceAll(/[%_\\]/g, '_')}%` },
    ...(object === undefined ? {} : { $or: [{ objectId: object }, { objectType: object }] }),
  });
  const rows = await db.find(AuditLog, where, { orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }], limit });
  const people = await loadPeople(db, rows.map((row) => row.actorId));
  const clients = await loadClientNames(db, rows.map((row) => row.clientId));
  return listed(rows, limit, () => db.count(AuditLog, where), (row) => ({
    at: minute(row.occurredAt), actor: people(row.actorId), role: row.actorRole, event: row.event, decision: row.decision, object: [row.objectType, row.objectId].filter(Boolean).join(' ') || null, client: clients(row.clientId),
    reason: row.reasonCode ?? null, tool: row.toolName ?? null, turnId: row.turnId ?? null, requestId: row.requestId ?? null, place: row.sequence ?? null, id: row.id,
  }));
}

export interface ChangesQuery {
  readonly userId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly object?: string | undefined;
  readonly field?: string | undefined;
  readonly period?: string | undefined;
  readonly limit?: number | undefined;
}

/** Changed fields, newest first: one line a field. The field may be written as people do: risk_profile, "risk profile". */
export async function loadChanges(db: ScopedDb, { clientId, userId, object, field, period, limit = 50 }: ChangesQuery, today: IsoDate) {
  const wantedField = field === undefined ? undefined : SAME_FIELD[snake(field)] ?? snake(field);
  const fieldTable = field === undefined ? undefined : FIELD_TABLE[snake(field)];
  const portfolio = object === undefined ? undefined : await db.findOne(Portfolio, { $or: [{ id: object }, { name: object }] }, { fields: ['id'] });
  const where = wanted<AuditTrail>({
    clientId, actorId: userId, occurredAt: instantsIn(period, today), tableName: fieldTable,
    ...(object === undefined ? {} : { $or: [{ tableName: object }, { rowKey: object }, { rowKey: { $like: `%${portfolio?.id ?? object.replaceAll(/[%_\\]/g, '_')}%` } }] }),
  });
  const rows = await db.find(AuditTrail, where, { orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }], limit: wantedField === undefined ? limit : 2_000 });
  const people = await loadPeople(db, rows.map((row) => row.actorId));
  const clients = await loadClientNames(db, rows.map((row) => row.clientId));
  const lines = rows.flatMap((row) => row.changes.filter((change) => wantedField === undefined || snake(change.field).includes(wantedField)).map((change) => ({
    at: minute(row.occurredAt), table: row.tableName, row: row.rowKey, client: clients(row.clientId), field: change.field, before: valueText(change.before), after: valueText(change.after), by: people(row.actorId), role: row.actorRole,
    operation: row.operation, reason: row.reason ?? null,
  })));
  return { rows: lines.slice(0, limit), total: lines.length };
}

/** What people call fields, by the column on record. */
const SAME_FIELD: Readonly<Record<string, string>> = { target_weight: 'target_fraction', kyc_status: 'status', name: 'full_name' };

/** A field that every other table has, too, is that of its own table. */
const FIELD_TABLE: Readonly<Record<string, string>> = { kyc_status: 'KYCVerification' };

function snake(text: string): string {
  return text.trim().replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
}

function valueText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean); // stored as JSON
}

/** Data exports, newest first. */
export async function loadExports(db: ScopedDb, { userId, period, minRows, format, limit = 100 }: ActivityQuery & { readonly minRows?: number | undefined; readonly format?: string | undefined }, today: IsoDate) {
  const where = wanted<DataExportLog>({ user: userId, exportedAt: instantsIn(period, today), rowCount: minRows === undefined ? undefined : { $gte: minRows }, format });
  const rows = await db.find(DataExportLog, where, { orderBy: [{ exportedAt: 'desc' }, { id: 'desc' }], limit });
  const people = await loadPeople(db, rows.flatMap((row) => [row.user?.id, row.approvedBy?.id]));
  return listed(rows, limit, () => db.count(DataExportLog, where), (row) => ({
    at: minute(row.exportedAt), user: people(row.user?.id), dataset: row.dataset, rows: row.rowCount, format: row.format, destination: row.destination, personal: row.includesPersonal, approvedBy: people(row.approvedBy?.id), reason: row.reason ?? null,
    fileName: row.fileName ?? null,
  }));
}

/** Requests that the assistant refused, newest first, with what was asked and the reason as a code. */
export async function loadRefusals(db: ScopedDb, { clientId, userId, period, persona, reason, limit = 50 }: ActivityQuery & { readonly persona?: string | undefined; readonly reason?: string | undefined }, today: IsoDate) {
  const conversation = { ...(persona === undefined ? {} : { personaRole: persona }), ...(clientId === undefined ? {} : { client: clientId }), ...(userId === undefined ? {} : { user: userId }) };
  const where = wanted<ChatMessage>({ createdAt: instantsIn(period, today), refusalReason: reason ?? { $ne: null }, role: 'assistant', ...(Object.keys(conversation).length > 0 ? { conversation } : {}) });
  const rows = await db.find(ChatMessage, where, { populate: ['conversation', 'conversation.client'], orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit });
  const questions = await db.find(ChatMessage, { turnId: { $in: rows.map(({ turnId }) => turnId) }, role: 'user' }, { fields: ['turnId', 'content'] });
  const asked = new Map(questions.map(({ turnId, content }) => [turnId, content]));
  const people = await loadPeople(db, rows.map((row) => row.conversation.user.id));
  return listed(rows, limit, () => db.count(ChatMessage, where), (row) => ({
    at: minute(row.createdAt), request: asked.get(row.turnId)?.slice(0, 300) ?? null, reason: row.refusalReason ?? null, person: people(row.conversation.user.id), role: row.conversation.personaRole, client: row.conversation.client?.fullName ?? null, turnId: row.turnId,
  }));
}

const FAILED = { $in: ['failed', 'timeout'] };

/** Tool calls, newest or slowest first; `failed` includes those that took too long. */
export async function loadToolCalls(db: ScopedDb, { clientId, userId, period, tool, outcome, orderBy, limit = 50 }: ActivityQuery & { readonly orderBy?: 'date' | 'duration' | undefined; readonly tool?: string | undefined; readonly outcome?: string | undefined }, today: IsoDate) {
  const where = wanted<ToolInvocation>({ clientId, user: userId, startedAt: instantsIn(period, today), toolName: tool, outcome: outcome === 'failed' ? FAILED : outcome });
  const rows = await db.find(ToolInvocation, where, { fields: ['id', 'user', 'clientId', 'toolName', 'effect', 'outcome', 'errorCode', 'startedAt', 'durationMs', 'turnId'], orderBy: [...(orderBy === 'duration' ? [{ durationMs: 'desc' } as const] : []), { startedAt: 'desc' }, { id: 'desc' }], limit });
  const people = await loadPeople(db, rows.map((row) => row.user.id));
  const clients = await loadClientNames(db, rows.map((row) => row.clientId));
  return listed(rows, limit, () => db.count(ToolInvocation, where), (row) => ({
    at: minute(row.startedAt), tool: row.toolName, effect: row.effect, outcome: row.outcome, error: row.errorCode ?? null, person: people(row.user.id), client: clients(row.clientId), durationMs: row.durationMs ?? null, turnId: row.turnId ?? null,
  }));
}
