import { createHash } from 'node:crypto';
import { actAsService } from '../../access/act-as-service.ts';
import type { ScopedDb } from '../../access/scoped-db.ts';
import { DataExportLog } from '../../entities/compliance/data-export-log.entity.ts';
import type { Cell } from '../../shared/answer.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { AppError } from '../../shared/errors.ts';
import { resolvePeriod, type Period } from '../../shared/period.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { csvText } from './csv-text.ts';
import { countRecords, queryRecords, type RecordQuery } from './query-records.ts';
import { catalogueTable, columnsFor } from './table-catalogue.ts';

/** Table of each dataset and the column that its period is about. */
const DATASETS = {
  audit_log: ['AuditLogs', 'occurredAt'], transactions: ['Transactions', 'tradeDate'], holdings: ['Holdings', undefined], recommendations: ['AIRecommendations', 'createdAt'], compliance_checks: ['ComplianceChecks', 'checkedOn'],
  sign_ins: ['LoginAttempts', 'occurredAt'], tool_calls: ['ToolInvocations', 'startedAt'], clients: ['Clients', undefined],
  sessions: ['UserSessions', 'createdAt'], security_events: ['SecurityEvents', 'occurredAt'], errors: ['ErrorLogs', 'occurredAt'], changes: ['AuditTrails', 'occurredAt'], flags: ['RegulatoryFlags', 'openedAt'],
} as const satisfies Record<string, readonly [table: string, dateColumn: string | undefined]>;

export type Dataset = keyof typeof DATASETS;
export const DATASET_NAMES = Object.keys(DATASETS) as [Dataset, ...Dataset[]]; // the keys of the table above, at least one

/** Writes a file where the firm keeps its exports. */
export type SaveExport = (name: string, content: string) => Promise<void>;

export interface ExportRequest {
  readonly dataset: Dataset;
  readonly period: string | undefined;
  readonly format: 'csv' | 'json';
}

/** Above this the export is refused rather than cut: half a record set is worse than none. */
const MOST_ROWS = 100_000;

export interface PlannedExport {
  readonly query: RecordQuery;
  readonly span: Period | undefined;
  readonly rowCount: number;
  readonly fileName: string;
  readonly columns: readonly string[];
}

/**
 * What an export would hold: columns without personal and secret ones, rows within reach.
 * @throws AppError too-large above 100,000 rows.
 */
export async function planExport(db: ScopedDb, { dataset, period, format }: ExportRequest, today: IsoDate): Promise<PlannedExport> {
  const [table, dateColumn] = DATASETS[dataset];
  const span = period === undefined || dateColumn === undefined ? undefined : resolvePeriod(period, today);
  const known = catalogueTable(table);
  const columns = (known ? columnsFor(known, db.principal) : []).filter(({ sensitivity, name }) => sensitivity === 'public' && name !== 'version').map(({ name }) => name);
  const filters = span && dateColumn ? [{ field: dateColumn, op: 'gte' as const, value: span.from }, { field: dateColumn, op: 'lte' as const, value: lastMoment(table, dateColumn, span.to) }] : [];
  const orderBy = dateColumn ? [{ field: dateColumn }] : [];
  const query: RecordQuery = { table, fields: columns, filters, orderBy, limit: MOST_ROWS };
  const rowCount = await countRecords(db, query);
  if (rowCount > MOST_ROWS) throw new AppError('too-large', `The export would hold ${rowCount} rows; ${MOST_ROWS} are the most.`, { hint: 'Choose a shorter period.' });
  return { query, span, rowCount, columns, fileName: `${dataset}-${span ? `${span.from}-${span.to}` : today}.${format}` };
}

/** The end of a day in the form that its column compares with. */
function lastMoment(table: string, dateColumn: string, day: IsoDate): string {
  return catalogueTable(table)?.columns.find(({ name }) => name === dateColumn)?.type === 'instant' ? `${day}T23:59:59.999Z` : day;
}

/**
 * Exports records to a file and logs it. The log comes first: a file without a record would be worse than a record without a file.
 * People may not write the log of exports: the service does, with the person as who exported.
 */
export async function exportRecords(db: ScopedDb, request: ExportRequest, { saveExport, clock, newId }: SaveTools & { readonly saveExport: SaveExport }) {
  const plan = await planExport(db, request, clock.today());
  const { rows } = await queryRecords(db, plan.query, { cutText: false });
  const id = newId();
  const fileName = plan.fileName.replace(/\.(\w+)$/, `-${id.slice(-8)}.$1`);
  const content = request.format === 'csv' ? csvText([plan.columns, ...rows]) : `${JSON.stringify(rows.map((row) => objectOf(plan.columns, row)), null, 1)}\n`;
  const fileHash = createHash('sha256').update(content).digest('hex');
  await db.transaction(async (writer) => {
    await actAsService(writer).create(DataExportLog, {
      id, user: db.principal.userId, client: db.principal.clientId ?? null, dataset: request.dataset, periodStart: plan.span?.from ?? null, periodEnd: plan.span?.to ?? null, format: request.format, rowCount: rows.length, fileName, fileHash,
      destination: 'folder', includesPersonal: false, exportedAt: clock.now(), approvedBy: db.principal.userId, reason: 'Approved in the conversation',
    });
  });
  await saveExport(fileName, content);
  return { id, fileName, fileHash, rowCount: rows.length, span: plan.span };
}

function objectOf(columns: readonly string[], row: readonly Cell[]): Readonly<Record<string, Cell>> {
  return Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null]));
}
