import type { ScopedDb } from '../../access/scoped-db.ts';
import { AdvisorAssignment } from '../../entities/clients/advisor-assignment.entity.ts';
import { ClientPreference } from '../../entities/clients/client-preference.entity.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { KycVerification } from '../../entities/clients/kyc-verification.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { resolvePeriod } from '../../shared/period.ts';

/** What the firm knows of a client for suitability. */
export async function loadClientProfile(db: ScopedDb, clientId: string) {
  return db.findOneOrNotFound(Client, { id: clientId }, 'client', {
    fields: ['fullName', 'kind', 'residence', 'taxResidence', 'baseCurrency', 'riskProfile', 'riskScore', 'objective', 'horizonYears', 'experience', 'lossCapacityFraction', 'annualIncome', 'netWorth', 'liquidNetWorth', 'profileReviewedOn', 'onboardedOn', 'status', 'segment', 'email', 'phone', 'address', 'dateOfBirth'],
  });
}

/** The rules that hold today: what the client wants in or out. */
export async function loadClientPreferences(db: ScopedDb, clientId: string, today: IsoDate) {
  const rows = await db.find(ClientPreference, { client: clientId, validFrom: { $lte: today }, $or: [{ validTo: null }, { validTo: { $gte: today } }] }, { populate: ['security'], orderBy: [{ kind: 'asc' }, { id: 'asc' }] });
  return {
    total: rows.length,
    rows: rows.map((row) => ({ kind: row.kind, ticker: row.security?.ticker ?? null, value: row.value, limit: row.limitValue, reason: row.reason, since: row.validFrom })),
  };
}

/** The advisors in charge today, primary first. */
export async function loadAdvisorsOf(db: ScopedDb, clientId: string, today: IsoDate) {
  const rows = await db.find(AdvisorAssignment, { client: clientId, startsOn: { $lte: today }, $or: [{ endsOn: null }, { endsOn: { $gte: today } }] }, { populate: ['advisor'], orderBy: [{ role: 'asc' }, { startsOn: 'asc' }] });
  return rows.map((row) => ({ role: row.role, since: row.startsOn, name: row.advisor.fullName, title: row.advisor.title, phone: row.advisor.phone, email: row.advisor.email, office: row.advisor.office, languages: row.advisor.languages }));
}

export interface KycState {
  readonly [key: string]: string | null | undefined;
  readonly clientId: string;
  readonly client: string;
  readonly status: string;
  readonly expiresOn: string | null | undefined;
  readonly verifiedOn: string | null | undefined;
  readonly level: string;
}

/**
 * The verification in force of each client within reach, or of one: the newest by submission. One whose last day has passed is expired,
 * whatever its row says.
 */
export async function loadKycStates(db: ScopedDb, clientId: string | undefined, today: IsoDate): Promise<KycState[]> {
  const rows = await db.find(KycVerification, clientId === undefined ? {} : { client: clientId }, { populate: ['client'], orderBy: [{ submittedOn: 'desc' }, { id: 'desc' }] });
  const newest = new Map<string, (typeof rows)[number]>();
  for (const row of rows) if (!newest.has(row.client.id)) newest.set(row.client.id, row);
  return [...newest.values()].map((row) => ({
    clientId: row.client.id, client: row.client.fullName, level: row.level, verifiedOn: row.verifiedOn, expiresOn: row.expiresOn,
    status: row.status === 'verified' && row.expiresOn && row.expiresOn < today ? 'expired' : row.status,
  }));
}

/** Clients whose verification ends within a period or has a status, by expiry. */
export async function screenKyc(db: ScopedDb, query: { readonly period?: string | undefined; readonly status?: string | undefined }, today: IsoDate) {
  const span = query.period === undefined ? undefined : resolvePeriod(query.period, today);
  const rows = (await loadKycStates(db, undefined, today))
    .filter(({ status, expiresOn }) => (query.status === undefined || status === query.status) && (!span || (!!expiresOn && expiresOn >= span.from && expiresOn <= span.to)))
    .toSorted((left, right) => (left.expiresOn ?? '9').localeCompare(right.expiresOn ?? '9') || left.client.localeCompare(right.client, 'en'));
  return { rows, total: rows.length };
}

/** Login of the primary advisor in charge today; undefined when there is none. */
export async function loadAdvisorLogin(db: ScopedDb, clientId: string, today: IsoDate): Promise<string | undefined> {
  const row = await db.findOne(AdvisorAssignment, { client: clientId, startsOn: { $lte: today }, $or: [{ endsOn: null }, { endsOn: { $gte: today } }] }, { populate: ['advisor'], orderBy: [{ role: 'asc' }, { startsOn: 'asc' }] });
  return row?.advisor.user?.id;
}
