import { z } from 'zod';
import type { Principal } from '../../src/access/principal.ts';
import { queryRecords, type RecordColumn, type RecordsFound } from '../../src/data/records/query-records.ts';
import { TABLE_NAMES } from '../../src/data/records/table-catalogue.ts';
import { answer, type AnswerColumn } from '../../src/shared/answer.ts';
import { AppError } from '../../src/shared/errors.ts';
import { defineTool } from '../define-tool.ts';
import { limit } from '../shared-inputs.ts';

const field = z.string().regex(/^[a-zA-Z]\w{0,40}(\.[a-zA-Z]\w{0,40}){0,3}$/);
const scalar = z.union([z.string().max(200), z.number(), z.boolean()]);

const input = z.strictObject({
  table: z.enum(TABLE_NAMES as [string, ...string[]]), // zod wants to know that there is at least one
  fields: z.array(field).max(20).optional().describe('Columns; through relations with a dot: portfolio.name'),
  filters: z.array(z.strictObject({ field, op: z.enum(['eq', 'ne', 'in', 'gt', 'gte', 'lt', 'lte', 'contains', 'is_null']), value: z.union([scalar, z.null(), z.array(scalar).max(100)]).optional() })).max(12).optional(),
  groupBy: z.array(field).max(3).optional(),
  aggregates: z.array(z.strictObject({ fn: z.enum(['count', 'countDistinct', 'sum', 'min', 'max', 'avg']), field: field.optional() })).max(5).optional(),
  orderBy: z.array(z.strictObject({ field: z.string().max(90), direction: z.enum(['asc', 'desc']).optional() })).max(3).optional(),
  limit,
});

const LONGEST_MS = 10_000;

export const queryRecordsTool = defineTool({
  name: 'query_records', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Any table: choose columns, filter, group, aggregate, sort. describe_catalogue names its columns. Prefer a specific tool where one exists.',
  input,
  async run(asked, { db, clock }) {
    const most = asked.limit ?? 50;
    const found = await inTime(queryRecords(db, { ...asked, limit: most }));
    return answer({
      title: `Records of ${asked.table}`, asOf: clock.today(), caveats: caveatsOf(found, db.principal),
      tables: [{ key: 'records', title: asked.table, columns: found.columns.map(columnOf), rows: found.rows, total: found.total, method: 'records as stored, within reach; amounts in the currency that each row names' }],
    });
  },
});

function columnOf({ name, column }: RecordColumn): AnswerColumn {
  const label = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll(/[._]/g, ' ').toLowerCase();
  if (!column) return { key: name, label, kind: 'number' };
  if (column.type === 'id' || column.type === 'relation') return { key: name, label, kind: 'id' };
  if (column.type === 'date' || column.type === 'instant') return { key: name, label, kind: 'date' };
  if (column.type === 'boolean') return { key: name, label, kind: 'boolean' };
  if (column.type === 'number') return { key: name, label, kind: /fraction$/i.test(name) ? 'fraction' : 'number' };
  if (column.type === 'decimal') return { key: name, label, kind: 'number' };
  return { key: name, label, kind: 'text', untrusted: true };
}

function caveatsOf(found: RecordsFound, { role }: Principal): string[] {
  return [
    ...(found.rows.length < found.total ? [found.isTotalExact ? `The list is cut: ${found.rows.length} of ${found.total} rows are shown.` : `The list is cut: only the first ${found.rows.length} groups are shown.`] : []),
    ...(found.columns.some(({ masked }) => masked) ? [role === 'client' ? 'Columns that are for the staff of the firm are masked.' : 'Personal columns are masked; name them in fields when the review needs them.'] : []),
  ];
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new AppError('timeout', 'The query took too long.', { hint: 'Narrow it with filters or a lower limit.' })), LONGEST_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
