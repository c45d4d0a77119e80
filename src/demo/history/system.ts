import { addDays, isWeekend, startOfWeek } from '../../shared/calendar.ts';
import { ApiVersion } from '../../entities/system/api-version.entity.ts';
import { ErrorLog } from '../../entities/system/error-log.entity.ts';
import { EtlLog } from '../../entities/system/etl-log.entity.ts';
import { SystemMetric } from '../../entities/system/system-metric.entity.ts';
import { ThirdPartyVendor } from '../../entities/markets/third-party-vendor.entity.ts';
import { ScheduledTask } from '../../entities/workflow/scheduled-task.entity.ts';
import { at, type DemoContext } from '../context.ts';
import type { Firm } from '../firm.ts';
import { sha256 } from './audit-history.ts';

/** How the platform ran: measurements, errors, loads, interface versions, suppliers and jobs. */
export function addSystem(context: DemoContext, firm: Firm): void {
  addMetrics(context);
  addErrors(context);
  addLoads(context);
  addApiVersions(context);
  addVendors(context);
  addJobs(context, firm);
}

function addMetrics({ writer, newId, today, random }: DemoContext): void {
  const draw = random('metrics');
  for (let daysAgo = 100; daysAgo >= 1; daysAgo -= 1) {
    const measuredOn = addDays(today, -daysAgo);
    const slow = daysAgo > 40 && daysAgo < 44 ? 2.4 : 1;
    const values = [
      ['api_response_time_ms', Math.round(62 * slow + draw.normal() * 7), 'ms'], ['turn_duration_ms', Math.round(880 * slow + draw.normal() * 90), 'ms'], ['active_users', isWeekend(measuredOn) ? draw.integer(2, 6) : draw.integer(11, 24), 'count'],
      ['database_size_bytes', 61_000_000 + (100 - daysAgo) * 120_000, 'bytes'], ['error_rate', Number((0.002 * slow + draw.next() * 0.001).toFixed(5)), 'fraction'],
    ] as const;
    for (const [metric, value, unit] of values) writer.add(SystemMetric, { id: newId(), metric, measuredAt: at(measuredOn, '23:00'), measuredOn, value, unit, source: 'server-1' });
  }
}

function addErrors({ writer, newId, today, random }: DemoContext): void {
  const draw = random('errors');
  const kinds = [
    ['warning', 'feeds', 'feed.timeout', 'The price feed did not answer in time.'], ['error', 'ingest', 'import.rejected_rows', 'Some rows of a file were rejected.'],
    ['error', 'http', 'internal', 'A request failed.'], ['critical', 'database', 'connection_lost', 'The connection to the database was lost and came back.'],
  ] as const;
  for (let daysAgo = 88; daysAgo >= 1; daysAgo -= draw.integer(2, 5)) {
    const [severity, source, code, message] = draw.pick(kinds);
    const occurredAt = at(addDays(today, -daysAgo), `${draw.integer(10, 22)}:${draw.integer(10, 59)}`);
    writer.add(ErrorLog, { id: newId(), occurredAt, severity, source, code, message, requestId: null, resolvedAt: draw.chance(0.8) ? new Date(occurredAt.getTime() + 3_600_000) : null });
  }
}

/** Daily loads; this week's first one and the broken krone feed failed. */
function addLoads({ writer, newId, today }: DemoContext): void {
  for (let daysAgo = 45; daysAgo >= 1; daysAgo -= 1) {
    const day = addDays(today, -daysAgo);
    if (isWeekend(day)) continue;
    const noKrone = daysAgo <= 12;
    const load = (job: string, time: string, rows: number, failure: string | null, partial = false) => writer.add(EtlLog, {
      id: newId(), job, startedAt: at(day, time), finishedAt: new Date(at(day, time).getTime() + 48_000), status: failure && !partial ? 'failed' : partial ? 'partial' : 'succeeded', rowsRead: rows, rowsInserted: failure && !partial ? 0 : rows - (partial ? 1 : 0),
      rowsRejected: partial ? 1 : 0, rowsSkipped: 0, fileName: `${job}-${day}.csv`, fileHash: sha256(`${job} ${day}`), rejectsFile: partial ? `${job}-${day}.rejected.csv` : null, error: failure, detail: { encoding: 'utf-8', delimiter: ',' },
    });
    load('prices_daily', '22:05', 92, daysAgo === 27 ? 'The file ended in the middle of a row.' : null);
    load('fx_daily', '16:40', 9, noKrone ? 'NOK: the rate is not a number.' : null, noKrone);
  }
  const failedAt = startOfWeek(today) < today ? at(startOfWeek(today), '05:00') : at(today, '00:00');
  writer.add(EtlLog, { id: newId(), job: 'custody_positions', startedAt: failedAt, finishedAt: failedAt, status: 'failed', rowsRead: 0, rowsInserted: 0, rowsRejected: 0, rowsSkipped: 0, fileName: null, fileHash: null, rejectsFile: null, error: 'The custodian refused the connection.', detail: null });
}

function addApiVersions({ writer, newId, today }: DemoContext): void {
  const add = (version: string, status: 'preview' | 'current' | 'deprecated' | 'sunset', released: number | null, deprecated: number | null, sunset: number | null, notes: string) => writer.add(ApiVersion, {
    id: newId(), version, status, releasedOn: released === null ? null : addDays(today, -released), deprecatedOn: deprecated === null ? null : addDays(today, -deprecated), sunsetOn: sunset === null ? null : addDays(today, sunset), notes,
  });
  add('v0', 'sunset', 1_400, 900, -500, 'First interface.');
  add('v1', 'deprecated', 900, 120, 150, 'Replaced by v2: figures without unit and day.');
  add('v2', 'current', 240, null, null, 'Every figure with unit, currency, day and method.');
  add('v3', 'preview', null, null, null, 'Preview: resumable turns.');
}

function addVendors({ writer, newId, today }: DemoContext): void {
  const vendors = [
    ['Meridian Market Data', 'prices', 'Closing prices of shares, bonds and funds', 'active', 'healthy'], ['Eurofix Rates', 'fx', 'Daily reference rates of the euro', 'active', 'degraded'],
    ['Northgate Credit Ratings', 'ratings', 'Credit ratings of bonds', 'active', 'healthy'], ['Verdant ESG', 'esg', 'Environmental, social and governance scores', 'active', 'healthy'],
    ['Northstar Custody', 'custody', 'Safe-keeping and positions', 'active', 'down'], ['Identify Check', 'kyc', 'Identity documents and sanctions lists', 'active', 'healthy'],
    ['Quickmail', 'messaging', 'E-mail and text messages', 'suspended', 'unknown'], ['Oldfeed Quotes', 'prices', 'Delayed quotes', 'retired', 'unknown'],
  ] as const;
  for (const [index, [name, kind, supplies, status, state]] of vendors.entries()) {
    const failing = state === 'degraded' || state === 'down';
    writer.add(ThirdPartyVendor, {
      id: newId(), name, kind, supplies, status, endpoint: `https://vendor-${index + 1}.example.com/v1`, rateLimitPerMinute: 120,
      health: { state, ...(failing ? { lastError: state === 'down' ? 'Connection refused' : 'NOK: not a number', lastFailureAt: `${addDays(today, -1)}T16:40:00.000Z`, consecutiveFailures: state === 'down' ? 1 : 9 } : {}), latencyMs: 140 + index * 20 },
      lastSuccessAt: status === 'active' ? at(addDays(today, failing ? -13 : -1), '22:05') : null, contact: `support@vendor-${index + 1}.example.com`, createdAt: at(addDays(today, -1_500)),
    });
  }
}

function addJobs({ writer, newId, today }: DemoContext, firm: Firm): void {
  const tomorrow = addDays(today, 1);
  const jobs = [
    ['prices_daily', 'Loads closing prices', '5 22 * * 1-5', '22:05', 'succeeded', 'active'], ['fx_daily', 'Loads exchange rates', '40 16 * * 1-5', '16:40', 'succeeded', 'active'], ['nightly_compliance', 'Runs the rules over every portfolio', '30 23 * * *', '23:30', 'succeeded', 'active'],
    ['insights', 'Looks for risks, drift and idle cash', '30 5 * * *', '05:30', 'succeeded', 'active'], ['quarterly_reports', 'Produces the reports of the quarter', '0 6 5 1,4,7,10 *', '06:00', 'succeeded', 'active'],
    ['custody_positions', 'Compares positions with the custodian', '0 5 * * 1', '05:00', 'failed', 'active'], ['audit_checkpoint', 'Signs the head of the audit ledger', '0 1 * * *', '01:00', 'succeeded', 'active'], ['newsletter', 'Sends the monthly letter', '0 8 1 * *', '08:00', 'succeeded', 'paused'],
  ] as const;
  for (const [job, description, cron, time, lastStatus, status] of jobs) {
    const quarterly = job === 'quarterly_reports';
    writer.add(ScheduledTask, {
      id: newId(), job, description, cron, nextRunAt: status === 'paused' ? null : at(quarterly ? addDays(today, 43) : job === 'custody_positions' ? addDays(startOfWeek(today), 7) : tomorrow, time), lastRunAt: at(addDays(today, quarterly ? -49 : -1), time), lastStatus,
      lastError: lastStatus === 'failed' ? 'The custodian refused the connection.' : null, status, owner: firm.people.admin.userId,
    });
  }
}
