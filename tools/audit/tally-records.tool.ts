import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { resolveUser } from '../../src/data/audit-log/load-audit.ts';
import { TALLY_NAMES } from '../../src/data/audit-log/tally-kinds.ts';
import { tallyRecords, type Tally } from '../../src/data/audit-log/tally-records.ts';
import { answer, type LabelledFigure } from '../../src/shared/answer.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { plainFigure } from '../portfolio/figures.ts';
import { defineTool } from '../define-tool.ts';
import { client, limit, period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable, spanFacts, type ColumnSpec } from '../service/records-table.ts';

const MOST_ROWS = 60;

export const tallyRecordsTool = defineTool({
  name: 'tally_records', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'How many records of the review there are, with shares, averages and sums, parted by day, week, month, person, client, tool, outcome, reason, model, rule, severity …: who or what most, how it is spread.',
  input: z.strictObject({
    kind: z.enum(TALLY_NAMES), by: z.array(z.string().regex(/^[a-z]{2,20}$/)).min(1).max(2).describe('day, week, month, person, client, tool, outcome, status, reason, role, model, rule, kind, severity, job, source …'), period,
    only: z.string().regex(/^[a-z_]{2,40}$/).optional().describe('One state: failed, open, succeeded, declined …'), user: z.string().trim().min(1).max(254).optional().describe('Name, e-mail address or id'), client, minCount: z.int().min(1).max(1e6).optional().describe('Only groups with so many'), limit,
  }),
  async run({ user, client: named, limit: most = MOST_ROWS, ...query }, { db, clock }) {
    const { clientId } = await loadSubject(db, { client: named });
    const tally = await tallyRecords(db, { ...query, clientId, userId: user === undefined ? undefined : await resolveUser(db, user) }, clock.today());
    const title = query.only === undefined ? tally.title : `${tally.title}, ${query.only.replaceAll('_', ' ')}`;
    return answer({
      title: `${title} by ${tally.by.join(' and ')}`, asOf: clock.today(), facts: spanFacts(query.period, clock.today()), figures: [countFigure('total', title, tally.total, clock.today(), 'records of the period counted'), ...overallFigures(tally, clock.today())],
      tables: [recordsTable('tally', `${title} by ${tally.by.join(' and ')}`, { rows: rowsOf(tally).slice(0, most), total: tally.groups.length }, columnsOf(tally), 'records counted; share of all that were counted')],
    });
  },
});

/** What was measured of all the records together; nothing where none was measured. */
function overallFigures({ measures, overall }: Tally, today: IsoDate): LabelledFigure[] {
  return measures.flatMap(({ key, label, as }, index) => {
    const value = overall[index];
    return typeof value === 'number' ? [plainFigure(`all.${key}`, `${label}, all together`, value, key === 'confidence' ? 'fraction' : 'number', { asOf: today, method: as === 'sum' ? 'sum over the records counted' : 'mean of the records that have it' })] : [];
  });
}

function rowsOf({ by, groups, measures, total }: Tally) {
  return groups.map(({ parts, count, measures: values }) => ({
    ...Object.fromEntries(by.map((name, index) => [name, name === 'month' && typeof parts[index] === 'string' ? monthName(parts[index]) : parts[index] ?? null])), count, share: total === 0 ? null : count / total, ...Object.fromEntries(measures.map(({ key }, index) => [key, values[index] ?? null])),
  }));
}

/** "October 2026": a month has no day. */
function monthName(firstDay: string): string {
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${firstDay}T00:00:00Z`));
}

function columnsOf({ by, measures }: Tally): ColumnSpec[] {
  return [
    ...by.map((name): ColumnSpec => [name, `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, name === 'day' || name === 'week' ? 'date' : name === 'person' || name === 'client' ? 'name' : 'text', name === 'person' || name === 'client' ? quoted : {}]),
    ['count', 'Count', 'count'], ['share', 'Share', 'fraction'],
    ...measures.map(({ key, label }): ColumnSpec => [key, label, key === 'confidence' ? 'fraction' : 'number']),
  ];
}
