import { z } from 'zod';
import { loadApiVersions, loadDataJobs, loadErrors, loadMetric, loadVendors } from '../../src/data/system/load-system.ts';
import type { ScopedDb } from '../../src/access/scoped-db.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { undefinedBecause } from '../../src/shared/undefined-value.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact, plainFigure } from '../portfolio/figures.ts';
import { period } from '../shared-inputs.ts';
import { countFigure, recordsTable } from '../service/records-table.ts';

const input = z.strictObject({
  topic: z.enum(['etl', 'api', 'vendors', 'metrics', 'errors']).optional(), period, metric: z.string().max(80).optional().describe('response_time, uptime \u2026'), stat: z.enum(['avg', 'min', 'max', 'p95', 'latest', 'mean']).optional(),
  job: z.string().max(60).optional().describe('A data load: prices_daily \u2026'), status: z.enum(['active', 'suspended', 'retired', 'all']).optional().describe('Of vendors'), severity: z.enum(['warning', 'error', 'critical']).optional().describe('Of errors'), source: z.string().trim().min(1).max(40).optional().describe('Of errors: feeds, ingest, database, http \u2026'),
});
type Input = z.output<typeof input>;

export const getSystemStatus = defineTool({
  name: 'get_system_status', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'How the system runs: data loads that failed (etl), API versions, vendors, metrics such as response time, errors.',
  input,
  async run(asked, { db, clock }) {
    const today = clock.today();
    const { topic } = asked;
    const parts = [
      ...(topic === undefined || topic === 'etl' ? [await dataJobs(db, asked, today)] : []), ...(topic === undefined || topic === 'api' ? [await interfaces(db)] : []),
      ...(topic === undefined || topic === 'vendors' ? [await vendors(db, asked)] : []), ...(topic === 'metrics' || (topic === undefined && asked.metric) ? [await measures(db, asked, today)] : []),
      ...(topic === undefined || topic === 'errors' || topic === 'metrics' ? [await errors(db, asked, today)] : []),
    ];
    return answer({ title: 'System status', asOf: today, figures: parts.flatMap(({ figures = [] }) => figures), facts: parts.flatMap(({ facts = [] }) => facts), tables: parts.flatMap(({ tables = [] }) => tables) });
  },
});

type Part = Partial<ReturnType<typeof answer>>;

async function dataJobs(db: ScopedDb, { period: span, job }: Input, today: IsoDate): Promise<Part> {
  const found = await loadDataJobs(db, { period: span, job }, today);
  return {
    facts: [fact('lastSuccess', 'Last successful load finished', found.last?.finishedAt ?? null, 'date'), fact('lastSuccessJob', 'Job', found.last?.job ?? null)],
    figures: [countFigure('etlFailureCount', 'Failed data loads', found.total, today, 'runs that failed or were partial')],
    tables: [recordsTable('etlFailures', 'Failed data loads', found, [['job', 'Job'], ['status', 'Result'], ['startedAt', 'Begun', 'date'], ['finishedAt', 'Ended', 'date'], ['read', 'Rows read', 'count'], ['rejected', 'Rows refused', 'count'], ['error', 'Error'], ['file', 'File']])],
  };
}

async function interfaces(db: ScopedDb): Promise<Part> {
  const found = await loadApiVersions(db);
  const deprecated = found.rows.filter(({ status }) => status === 'deprecated');
  return {
    facts: [fact('current', 'Current API version', found.rows.find(({ status }) => status === 'current')?.version ?? null), fact('deprecated', 'Deprecated API versions', deprecated.map(({ version }) => version).join(', ') || null)],
    tables: [recordsTable('apiVersions', 'API versions', found, [['version', 'Version'], ['status', 'Status'], ['releasedOn', 'Released', 'date'], ['deprecatedOn', 'Deprecated', 'date'], ['sunsetOn', 'Ends', 'date'], ['notes', 'Notes']])],
  };
}

async function vendors(db: ScopedDb, { status = 'active' }: Input): Promise<Part> {
  const title = status === 'all' ? 'Vendors' : `${status[0]!.toUpperCase()}${status.slice(1)} vendors`;
  return { tables: [recordsTable('vendors', title, await loadVendors(db, status), [['name', 'Vendor', 'name'], ['supplies', 'Supplies'], ['kind', 'Kind'], ['status', 'Status'], ['state', 'State'], ['lastSuccessAt', 'Last success', 'date']])] };
}

async function measures(db: ScopedDb, { metric = 'response_time', period: span, stat = 'avg' }: Input, today: IsoDate): Promise<Part> {
  const kind = stat === 'mean' ? 'avg' : stat;
  const found = await loadMetric(db, { metric, period: span, stat: kind }, today);
  const method = `${kind} of ${found.count} measurements${found.from ? `, ${found.from} to ${found.to ?? found.from}` : ''}, in ${found.unit ?? 'the unit of the measure'}`;
  return { facts: [fact('metric', 'Measure', found.name), fact('unit', 'Unit', found.unit)], figures: [plainFigure('metricValue', `${found.name.replaceAll('_', ' ')}, ${kind}`, found.value ?? undefinedBecause('nothing was measured in the period'), found.unit === 'fraction' ? 'fraction' : 'number', { asOf: today, method })] };
}

async function errors(db: ScopedDb, { period: span, severity, source }: Input, today: IsoDate): Promise<Part> {
  const found = await loadErrors(db, { period: span, severity, source }, today);
  return { figures: [countFigure('errorCount', ['Errors logged', severity, source].filter(Boolean).join(', '), found.count, today, severity ? `errors of the severity ${severity} in the period` : 'errors, warnings included, in the period'), countFigure('openErrorCount', 'Of these not resolved', found.open, today, 'errors of the period without a resolution')], tables: [recordsTable('errors', 'Errors by source', found, [['source', 'Source'], ['severity', 'Severity'], ['count', 'Errors', 'count']])] };
}
