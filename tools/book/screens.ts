import type { ScopedDb } from '../../src/access/scoped-db.ts';
import { loadBookClients, loadChurnRisks, loadLastContacts, loadUnpaidInvoices } from '../../src/data/clients/load-book.ts';
import { screenKyc } from '../../src/data/clients/load-profile.ts';
import { loadLatestSentiments } from '../../src/data/clients/load-sentiment.ts';
import type { FlatRow } from '../../src/data/records/listed.ts';
import { addDays, daysBetween, type IsoDate } from '../../src/shared/calendar.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import type { ColumnSpec } from '../service/records-table.ts';
import { quoted } from '../service/records-table.ts';

export interface ScreenInput {
  readonly assetClass?: string | undefined;
  readonly thresholdFraction?: number | undefined;
  readonly days?: number | undefined;
  readonly period?: string | undefined;
  readonly value?: string | number | undefined;
}

export interface Screened {
  readonly rows: readonly FlatRow[];
  readonly columns: readonly ColumnSpec[];
  /** What put a client on the list. */
  readonly method: string;
  readonly caveats?: readonly string[];
}

export interface ScreenContext {
  readonly db: ScopedDb;
  readonly today: IsoDate;
  readonly input: ScreenInput;
}

export const CLIENT: ColumnSpec = ['client', 'Client', 'name', quoted];
export const PORTFOLIO: ColumnSpec = ['portfolio', 'Portfolio', 'name', quoted];

/** Below this, from -1 to 1, a mood counts as negative. */
const NEGATIVE = -0.15;

export async function notContacted({ db, today, input: { days = 90 } }: ScreenContext): Promise<Screened> {
  const contacts = await loadLastContacts(db);
  const before = addDays(today, -days);
  const rows = (await loadBookClients(db)).map((client) => ({ client: client.name, lastContact: contacts.get(client.id) ?? null }))
    .filter(({ lastContact }) => lastContact === null || lastContact < before)
    .map((row) => ({ ...row, days: row.lastContact ? daysBetween(row.lastContact, today) : null })).toSorted((left, right) => (left.lastContact ?? '').localeCompare(right.lastContact ?? ''));
  return { rows, columns: [CLIENT, ['lastContact', 'Last contact', 'date'], ['days', 'Days ago', 'days']], method: `no call, meeting, e-mail or video for more than ${days} days; notes do not count` };
}

export async function kycExpiring({ db, today, input }: ScreenContext): Promise<Screened> {
  const period = input.period ?? (input.days === undefined ? 'next_90D' : `next_${input.days}D`);
  const { rows } = await screenKyc(db, { period }, today);
  return { rows, columns: [CLIENT, ['expiresOn', 'Expires', 'date'], ['status', 'Status']], method: `newest verification ends within ${period}` };
}

export async function negativeSentiment({ db, today, input }: ScreenContext): Promise<Screened> {
  const limit = typeof input.value === 'number' ? input.value : NEGATIVE;
  const moods = await loadLatestSentiments(db, input.period ?? '3M', today);
  const rows = (await loadBookClients(db)).flatMap(({ id, name }) => {
    const mood = moods.get(id);
    return mood && mood.score < limit ? [{ client: name, score: mood.score, measuredOn: mood.date }] : [];
  }).toSorted((left, right) => left.score - right.score);
  return { rows, columns: [CLIENT, ['score', 'Latest score', 'score'], ['measuredOn', 'Measured', 'date']], method: `latest score of ${input.period ?? '3M'} below ${limit}, on a scale from -1 to 1` };
}

export async function churn({ db, today, input }: ScreenContext): Promise<Screened> {
  const risks = await loadChurnRisks(db, today);
  const least = input.thresholdFraction;
  const rows = risks.filter(({ probability, level }) => (least === undefined ? level !== 'low' : probability >= least)).map(({ client, probability, level, facts }) => ({
    client: client.name, probability, level, daysSinceContact: facts.daysSinceLastContact ?? null, sentiment: facts.sentimentScore ?? null, complaints: facts.openComplaints ?? null,
  }));
  const model = risks[0]?.model;
  return {
    rows, method: model ? `${model.name} ${model.version}: ${model.basis}` : 'documented model',
    columns: [CLIENT, ['probability', 'Chance of leaving within a year', 'fraction'], ['level', 'Level'], ['daysSinceContact', 'Days since contact', 'days'], ['sentiment', 'Latest sentiment', 'score'], ['complaints', 'Open complaints', 'count']],
    caveats: ['The model\u2019s weights are expert judgement, not fitted; outflows, performance and activity are not in it.'],
  };
}

export async function riskProfile({ db, input }: ScreenContext): Promise<Screened> {
  if (input.value === undefined) throw invalidInput('The screen for a risk profile needs its name as value.', { hint: 'conservative, moderate, balanced, growth or aggressive' });
  const wanted = SAME_PROFILE[String(input.value).toLowerCase()] ?? String(input.value).toLowerCase();
  const rows = (await loadBookClients(db)).filter((client) => client.riskProfile === wanted).map((client) => ({ client: client.name, riskProfile: client.riskProfile, segment: client.segment.replaceAll('_', ' ') }));
  return { rows, columns: [CLIENT, ['riskProfile', 'Risk profile'], ['segment', 'Segment']], method: `risk profile ${wanted}` };
}

const SAME_PROFILE: Readonly<Record<string, string>> = { cautious: 'conservative', dynamic: 'growth', income: 'conservative' };

export async function feesUnpaid({ db, today }: ScreenContext): Promise<Screened> {
  const rows = (await loadUnpaidInvoices(db)).map((invoice) => ({ ...invoice, daysLate: Math.max(0, daysBetween(invoice.dueOn, today)) }));
  return { rows, columns: [CLIENT, ['number', 'Invoice', 'id'], ['amount', 'Amount', 'money'], ['currency', 'Currency'], ['dueOn', 'Due', 'date'], ['daysLate', 'Days late', 'days'], ['status', 'Status']], method: 'invoices sent and not paid' };
}
