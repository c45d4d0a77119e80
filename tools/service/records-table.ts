import type { Listed } from '../../src/data/records/listed.ts';
import type { AnswerColumn, AnswerTable, Fact, LabelledFigure } from '../../src/shared/answer.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { resolvePeriod } from '../../src/shared/period.ts';

/** Key, label, kind and what else a column needs; the key names the value of each row. */
export type ColumnSpec = readonly [key: string, label: string, kind?: AnswerColumn['kind'], more?: Partial<AnswerColumn>];

/** What people wrote: data, never instructions. */
export const quoted = { untrusted: true } as const;

/** A table of flat rows; rows that the list leaves out are counted in `total`. */
export function recordsTable(key: string, title: string, { rows, total }: Listed, columns: readonly ColumnSpec[], method = 'as recorded'): AnswerTable {
  return {
    key, title, total, method,
    columns: columns.map(([name, label, kind = 'text', more = {}]) => ({ key: name, label, kind, ...more })),
    rows: rows.map((row) => columns.map(([name]) => row[name] ?? null)),
  };
}

export function countFigure(key: string, label: string, value: number, asOf: IsoDate, method = 'number of records'): LabelledFigure {
  return { key, label, value, unit: 'count', asOf, method };
}

/** The days that a period came to, so that "on Monday" and "the last fortnight" can be checked; nothing where no period bounds the list. */
export function spanFacts(period: string | undefined, today: IsoDate): Fact[] {
  if (period === undefined) return [];
  const { from, to } = resolvePeriod(period, today);
  return [{ key: 'period', label: 'Period', value: from === to ? from : from < '1901' ? `up to ${to}` : `${from} to ${to}`, kind: 'text' }];
}
