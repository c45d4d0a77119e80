import { addDays, addMonths, endOfMonth, startOfMonth, startOfQuarter } from '../../shared/calendar.ts';
import { UserSession } from '../../entities/behavior/user-session.entity.ts';
import { DataExportLog } from '../../entities/compliance/data-export-log.entity.ts';
import { SecurityEvent } from '../../entities/compliance/security-event.entity.ts';
import { LoginAttempt } from '../../entities/system/login-attempt.entity.ts';
import { at, type DemoContext } from '../context.ts';
import { advisorOf, clientByKey, type Firm } from '../firm.ts';
import type { Person } from '../people/seed-people.ts';
import type { SeededRandom } from '../random.ts';
import { sha256, type AuditHistory } from './audit-history.ts';

/** Addresses are from the ranges that are kept for documentation. */
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0';

/** Sign-ins, sessions, security events and exports of the past. */
export function addSecurity(context: DemoContext, firm: Firm, audit: AuditHistory): void {
  const { advisors, auditor, admin, clients } = firm.people;
  const random = context.random('security');
  for (const person of clients) addVisits(context, person, 'client', [2, 5, 13, 34, 61, 95, 140], random, audit);
  for (const person of advisors) addVisits(context, person, 'advisor', [1, 2, 3, 6, 8, 15, 36, 70, 120, 200, 300], random, audit);
  addVisits(context, auditor, 'auditor', [4, 20, 33, 66, 130, 250], random, audit);
  addVisits(context, admin, 'admin', [3, 30, 90, 180], random, audit);
  addFailures(context, firm, audit);
  addEvents(context, firm);
  addExports(context, firm, audit);
}

function addVisits({ writer, newId, today }: DemoContext, person: Person, role: string, daysAgo: readonly number[], random: SeededRandom, audit: AuditHistory): void {
  for (const ago of daysAgo) {
    const createdAt = at(addDays(today, -ago), `0${random.integer(7, 8)}:${random.integer(10, 50)}`);
    const ipAddress = `203.0.113.${random.integer(1, 254)}`;
    const endedAt = new Date(createdAt.getTime() + random.integer(15, 150) * 60_000);
    // Whoever signed in yesterday is still signed in: their session runs out today.
    const active = ago === 1;
    writer.add(LoginAttempt, { id: newId(), user: person.userId, email: person.email, occurredAt: createdAt, succeeded: true, reason: null, ipAddress, userAgent: AGENT });
    writer.add(UserSession, {
      id: newId(), user: person.userId, idHash: sha256(random.hex(16)), status: active ? 'active' : 'ended', createdAt, lastSeenAt: active ? at(addDays(today, -1), '23:40') : endedAt, expiresAt: active ? at(addDays(today, 1), '08:00') : endedAt,
      absoluteExpiresAt: at(addDays(today, 7 - ago)), endedAt: active ? null : endedAt, endReason: active ? null : 'signed_out', ipAddress, userAgent: AGENT,
    });
    audit.act({ occurredAt: createdAt, actorId: person.userId, actorRole: role, event: 'session.started', decision: 'allowed', objectType: 'Users', objectId: person.userId });
  }
}

function addFailures({ writer, newId, today }: DemoContext, firm: Firm, audit: AuditHistory): void {
  const failed: readonly (readonly [person: Person | null, email: string, daysAgo: number, times: number, reason: string])[] = [
    [clientByKey(firm, 'bell'), clientByKey(firm, 'bell').email, 1, 5, 'wrong_password'],
    [clientByKey(firm, 'gagnon'), clientByKey(firm, 'gagnon').email, 3, 2, 'wrong_password'],
    [advisorAt(firm, 1), advisorAt(firm, 1).email, 5, 1, 'wrong_password'],
    [null, 'root@steward.example', 4, 3, 'unknown_user'],
    [clientByKey(firm, 'tanaka'), clientByKey(firm, 'tanaka').email, 25, 2, 'wrong_password'],
    [clientByKey(firm, 'clarke'), clientByKey(firm, 'clarke').email, 80, 1, 'wrong_password'],
  ];
  for (const [person, email, daysAgo, times, reason] of failed) {
    for (let attempt = 0; attempt < times; attempt += 1) {
      const occurredAt = at(addDays(today, -daysAgo), `21:${String(10 + attempt)}`);
      writer.add(LoginAttempt, { id: newId(), user: person?.userId ?? null, email, occurredAt, succeeded: false, reason, ipAddress: `198.51.100.${20 + daysAgo}`, userAgent: AGENT });
      audit.act({ occurredAt, actorId: person?.userId ?? null, actorRole: 'anonymous', event: 'session.refused', decision: 'denied', reasonCode: reason });
    }
  }
}

function advisorAt(firm: Firm, index: number): Firm['people']['advisors'][number] {
  return firm.people.advisors[index]!;
}

function addEvents({ writer, newId, today }: DemoContext, firm: Firm): void {
  const bell = clientByKey(firm, 'bell');
  const thisMonth = startOfMonth(today);
  const recent = addDays(today, -1) >= thisMonth ? addDays(today, -1) : today;
  const add = (event: { kind: string; severity: 'low' | 'medium' | 'high' | 'critical'; title: string; occurredAt: Date; userId: string | null; clientId: string | null; open: boolean }) => writer.add(SecurityEvent, {
    id: newId(), user: event.userId, client: event.clientId, kind: event.kind, severity: event.severity, status: event.open ? 'open' : 'resolved', occurredAt: event.occurredAt, ipAddress: '198.51.100.21', title: event.title, detail: null,
    resolvedAt: event.open ? null : new Date(event.occurredAt.getTime() + 86_400_000), resolvedBy: event.open ? null : firm.people.admin.userId, resolution: event.open ? null : 'The person confirmed that it was them.',
  });
  // At midnight of a first of the month nothing of "this month" can lie in the past but midnight itself.
  const recentAt = recent === today ? at(today, '00:00') : at(recent, '21:15');
  add({ kind: 'login.throttled', severity: 'high', title: 'Five failed sign-ins in five minutes', occurredAt: recentAt, userId: bell.userId, clientId: bell.clientId, open: true });
  add({ kind: 'access.denied', severity: 'high', title: 'A client asked for the holdings of another client', occurredAt: at(addDays(today, -34), '15:21'), userId: bell.userId, clientId: bell.clientId, open: false });
  add({ kind: 'login.new_place', severity: 'low', title: 'Sign-in from a new place', occurredAt: at(addDays(today, -13), '08:12'), userId: clientByKey(firm, 'clarke').userId, clientId: clientByKey(firm, 'clarke').clientId, open: false });
  add({ kind: 'export.large', severity: 'medium', title: 'Export of more than 5,000 rows', occurredAt: at(addDays(today, -66), '16:00'), userId: firm.people.auditor.userId, clientId: null, open: false });
}

/** Exports: some in the last full quarter whatever the day, some since. */
function addExports({ writer, newId, today }: DemoContext, firm: Firm, audit: AuditHistory): void {
  const lastQuarter = addMonths(startOfQuarter(today), -3);
  const exports = [
    { by: firm.people.auditor, role: 'auditor', dataset: 'AuditLogs', on: addDays(lastQuarter, 70), rows: 5_412, format: 'csv' as const, personal: false, clientId: null, reason: 'External review' },
    { by: firm.people.auditor, role: 'auditor', dataset: 'AIRecommendations', on: addDays(lastQuarter, 41), rows: 38, format: 'json' as const, personal: false, clientId: null, reason: 'Model review' },
    { by: advisorAt(firm, 0), role: 'advisor', dataset: 'Transactions', on: addDays(lastQuarter, 22), rows: 214, format: 'csv' as const, personal: true, clientId: clientByKey(firm, 'marchetti').clientId, reason: 'Asked for by the client' },
    { by: advisorOf(firm, clientByKey(firm, 'tanaka')), role: 'advisor', dataset: 'Holdings', on: addDays(today, -18), rows: 31, format: 'xlsx' as const, personal: false, clientId: clientByKey(firm, 'tanaka').clientId, reason: 'Meeting' },
    { by: firm.people.admin, role: 'admin', dataset: 'Clients', on: addDays(today, -150), rows: 30, format: 'csv' as const, personal: true, clientId: null, reason: 'Yearly data check' },
  ];
  for (const { by, role, dataset, on, rows, format, personal, clientId, reason } of exports) {
    const id = newId();
    const exportedAt = at(on, '16:00');
    writer.add(DataExportLog, {
      id, user: by.userId, client: clientId, dataset, periodStart: startOfMonth(addMonths(on, -1)), periodEnd: endOfMonth(addMonths(on, -1)), format, rowCount: rows, fileName: `${dataset.toLowerCase()}-${on}.${format}`, fileHash: sha256(`${dataset} ${on}`),
      destination: 'download', includesPersonal: personal, exportedAt, approvedBy: personal ? firm.people.admin.userId : null, reason,
    });
    audit.act({ occurredAt: exportedAt, actorId: by.userId, actorRole: role, event: 'data.exported', decision: 'done', objectType: 'DataExportLogs', objectId: id, ...(clientId ? { clientId } : {}), detail: { dataset, rows } });
  }
}
