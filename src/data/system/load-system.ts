import type { ScopedDb } from '../../access/scoped-db.ts';
import { UserSession } from '../../entities/behavior/user-session.entity.ts';
import { SecurityEvent } from '../../entities/compliance/security-event.entity.ts';
import { ThirdPartyVendor } from '../../entities/markets/third-party-vendor.entity.ts';
import { ApiVersion } from '../../entities/system/api-version.entity.ts';
import { ErrorLog } from '../../entities/system/error-log.entity.ts';
import { EtlLog } from '../../entities/system/etl-log.entity.ts';
import { LoginAttempt } from '../../entities/system/login-attempt.entity.ts';
import { SystemMetric } from '../../entities/system/system-metric.entity.ts';
import type { Clock } from '../../shared/clock.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { invalidInput } from '../../shared/errors.ts';
import { loadPeople } from '../clients/load-people.ts';
import { dayText, daysIn, instantsIn, listed, minute, wanted } from '../records/listed.ts';

interface SignInsQuery {
  readonly userId?: string | undefined;
  readonly period?: string | undefined;
  readonly succeeded?: boolean | undefined;
}

const MOST_ATTEMPTS = 30;

/** Attempts to sign in by account, most failures first, and the newest one by one. */
export async function loadSignIns(db: ScopedDb, { userId, period, succeeded }: SignInsQuery, today: IsoDate) {
  const where = wanted<LoginAttempt>({ user: userId, occurredAt: instantsIn(period, today), succeeded });
  const groups = await db.aggregate({ entity: LoginAttempt, where, groupBy: ['email', 'succeeded'], aggregates: { count: { fn: 'count' }, latest: { fn: 'max', of: 'occurredAt' } } });
  const accounts = Map.groupBy(groups, (group) => String(group['email']));
  const rows = [...accounts].map(([account, parts]) => {
    const of = (wantedOutcome: boolean) => parts.filter((part) => part['succeeded'] === wantedOutcome).reduce((sum, part) => sum + Number(part['count']), 0);
    const latest = parts.map((part) => part['latest']).filter((at) => at instanceof Date).toSorted((left, right) => right.getTime() - left.getTime())[0];
    return { account, failed: of(false), succeeded: of(true), latest: minute(latest) };
  }).toSorted((left, right) => right.failed - left.failed || right.succeeded - left.succeeded || left.account.localeCompare(right.account));
  const attempts = await db.find(LoginAttempt, where, { orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }], limit: MOST_ATTEMPTS });
  return {
    attempts: await listed(attempts, MOST_ATTEMPTS, () => db.count(LoginAttempt, where), (row) => ({ at: minute(row.occurredAt), account: row.email, succeeded: row.succeeded, reason: row.reason ?? null, ipAddress: row.ipAddress ?? null, userAgent: row.userAgent ?? null })),
    total: rows.length, rows: rows.slice(0, 100), failed: rows.reduce((sum, row) => sum + row.failed, 0), succeeded: rows.reduce((sum, row) => sum + row.succeeded, 0),
  };
}

/** Sessions, the last seen first. Active: not ended and not run out by now. */
export async function loadSessions(db: ScopedDb, { userId, period, status, limit = 50 }: { readonly userId?: string | undefined; readonly period?: string | undefined; readonly status?: string | undefined; readonly limit?: number | undefined }, clock: Clock) {
  const where = wanted<UserSession>({ user: userId, createdAt: period === 'as_of' || (status === 'active' && period === 'today') ? undefined : instantsIn(period, clock.today()), status, ...(status === 'active' ? { expiresAt: { $gt: clock.now() } } : {}) });
  const rows = await db.find(UserSession, where, { orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }], limit });
  const people = await loadPeople(db, rows.map((row) => row.user.id));
  return listed(rows, limit, () => db.count(UserSession, where), (row) => ({
    person: people(row.user.id), status: row.status, startedAt: minute(row.createdAt), lastSeenAt: minute(row.lastSeenAt), expiresAt: minute(row.expiresAt), ipAddress: row.ipAddress ?? null, userAgent: row.userAgent ?? null,
  }));
}

/** Security events, newest first. `high` means high or critical. */
export async function loadSecurityEvents(db: ScopedDb, { clientId, period, severity, status, limit = 50 }: { readonly clientId?: string | undefined; readonly period?: string | undefined; readonly severity?: string | undefined; readonly status?: string | undefined; readonly limit?: number | undefined }, today: IsoDate) {
  const where = wanted<SecurityEvent>({ client: clientId, occurredAt: instantsIn(period, today), severity: severity === 'high' ? { $in: ['high', 'critical'] } : severity, status: status === 'open' ? { $in: ['open', 'investigating'] } : status });
  const rows = await db.find(SecurityEvent, where, { orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }], limit });
  const people = await loadPeople(db, rows.map((row) => row.user?.id));
  return listed(rows, limit, () => db.count(SecurityEvent, where), (row) => ({
    at: minute(row.occurredAt), title: row.title, kind: row.kind, severity: row.severity, status: row.status, person: people(row.user?.id), ipAddress: row.ipAddress ?? null, resolution: row.resolution ?? null,
  }));
}

/** Data jobs that failed in a period, and when the last one succeeded; of one job or of all. */
export async function loadDataJobs(db: ScopedDb, { period, job: named }: { readonly period?: string | undefined; readonly job?: string | undefined }, today: IsoDate) {
  const job = named === undefined ? undefined : await findJob(db, named);
  const rows = await db.find(EtlLog, wanted<EtlLog>({ job, status: { $in: ['failed', 'partial'] }, startedAt: instantsIn(period, today) }), { orderBy: { startedAt: 'desc' }, limit: 50 });
  const last = await db.findOne(EtlLog, wanted<EtlLog>({ job, status: 'succeeded' }), { fields: ['job', 'finishedAt'], orderBy: { finishedAt: 'desc' } });
  return {
    last: last ? { job: last.job, finishedAt: minute(last.finishedAt) } : undefined, total: rows.length,
    rows: rows.map((row) => ({ job: row.job, status: row.status, startedAt: minute(row.startedAt), finishedAt: minute(row.finishedAt), read: row.rowsRead, rejected: row.rowsRejected, error: row.error ?? null, file: row.fileName ?? null })),
  };
}

/** The job of that name, or the one whose name holds its words: "price load" for prices_daily. @throws AppError invalid-input for another. */
async function findJob(db: ScopedDb, named: string): Promise<string> {
  const jobs = (await db.aggregate({ entity: EtlLog, groupBy: ['job'], aggregates: { count: { fn: 'count' } } })).map((row) => String(row['job'])).toSorted();
  const words = named.toLowerCase().split(/[^a-z]+/).filter((word) => word.length > 1).map((word) => word.replace(/s$/, ''));
  const job = jobs.find((candidate) => candidate === named) ?? jobs.find((candidate) => words.some((word) => candidate.includes(word)));
  if (!job) throw invalidInput(`There is no data load "${named}".`, { hint: `There are: ${jobs.join(', ')}.` });
  return job;
}

/** Versions of the product's interface, newest first. */
export async function loadApiVersions(db: ScopedDb) {
  const rows = await db.find(ApiVersion, {}, { orderBy: [{ releasedOn: 'desc' }, { version: 'desc' }] });
  return { total: rows.length, rows: rows.map((row) => ({ version: row.version, status: row.status, releasedOn: row.releasedOn ?? null, deprecatedOn: row.deprecatedOn ?? null, sunsetOn: row.sunsetOn ?? null, notes: row.notes ?? null })) };
}

/** Suppliers of data and services, of one status or all. */
export async function loadVendors(db: ScopedDb, status: 'active' | 'suspended' | 'retired' | 'all' = 'active') {
  const rows = await db.find(ThirdPartyVendor, status === 'all' ? {} : { status }, { orderBy: { name: 'asc' } });
  return { total: rows.length, rows: rows.map((row) => ({ name: row.name, supplies: row.supplies, kind: row.kind, status: row.status, state: row.health?.state ?? null, lastSuccessAt: minute(row.lastSuccessAt) })) };
}

export type MetricStatistic = 'avg' | 'min' | 'max' | 'p95' | 'latest';

/** A statistic of one measure over a period, with the names of all measures. @throws AppError invalid-input for an unknown measure. */
export async function loadMetric(db: ScopedDb, { metric, period, stat }: { readonly metric: string; readonly period: string | undefined; readonly stat: MetricStatistic }, today: IsoDate) {
  const names = (await db.aggregate({ entity: SystemMetric, groupBy: ['metric'], aggregates: { count: { fn: 'count' } } })).map((row) => String(row['metric'])).toSorted();
  const name = names.find((candidate) => candidate === metric) ?? names.find((candidate) => candidate.includes(metric));
  if (!name) throw invalidInput(`There is no measure "${metric}".`, { hint: `There are: ${names.join(', ')}.` });
  const rows = await db.find(SystemMetric, wanted<SystemMetric>({ metric: name, measuredOn: daysIn(period, today) }), { fields: ['value', 'unit', 'measuredAt'], orderBy: { measuredAt: 'asc' } });
  const values = rows.map((row) => row.value);
  return { name, unit: rows[0]?.unit ?? null, count: rows.length, value: statistic(values, stat), from: dayText(rows[0]?.measuredAt), to: dayText(rows.at(-1)?.measuredAt) };
}

function statistic(values: readonly number[], stat: MetricStatistic): number | undefined {
  const sorted = values.toSorted((left, right) => left - right);
  if (sorted.length === 0) return undefined;
  switch (stat) {
    case 'avg': return sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    case 'min': return sorted[0];
    case 'max': return sorted.at(-1);
    case 'latest': return values.at(-1);
    case 'p95': return sorted[Math.ceil(0.95 * sorted.length) - 1]; // nearest rank
  }
}

/** Errors of a period by part of the system, most first. */
export async function loadErrors(db: ScopedDb, { period, severity, source }: { readonly period?: string | undefined; readonly severity?: 'warning' | 'error' | 'critical' | undefined; readonly source?: string | undefined }, today: IsoDate) {
  const where = wanted<ErrorLog>({ severity, source, occurredAt: instantsIn(period, today) });
  const groups = await db.aggregate({ entity: ErrorLog, where, groupBy: ['source', 'severity'], aggregates: { count: { fn: 'count' } }, orderBy: { count: 'desc' } });
  const rows = groups.map((group) => ({ source: String(group['source']), severity: String(group['severity']), count: Number(group['count']) }));
  const open = await db.count(ErrorLog, wanted<ErrorLog>({ severity, source, occurredAt: instantsIn(period, today), resolvedAt: null }));
  return { rows, total: rows.length, count: rows.reduce((sum, row) => sum + row.count, 0), open };
}
