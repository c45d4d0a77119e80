import { isoDate } from '../../shared/calendar.ts';
import { anyOf, type Expected } from '../expect/expected.ts';
import { listIs, type Member } from '../expect/lists.ts';
import { numberAmong, numberIs } from '../expect/numbers.ts';
import { dateIs, nameIs, noneOnRecord } from '../expect/words.ts';
import { text, type Row } from '../firm.ts';
import { clientArg, periodArg, spoken, textArg, type FactContext, type FactRules } from './context.ts';

export const systemFacts: FactRules = {
  etl_failures: (context) => {
    const { from, to } = periodArg(context, 'this_week');
    const rows = context.firm.all('select job, status, day(started_at) day from ETL_Logs where day(started_at) between ? and ? order by started_at desc', from, to);
    return anyOf([['failed'], ['failed', 'partial']].map((bad) => listIs({ members: rows.filter(({ status }) => bad.includes(text(status))).map((row): Member => ({ label: `${text(row['job'])} ${text(row['day'])}`, names: [[text(row['job']), spoken(text(row['job']))]], dates: [isoDate(text(row['day']))] })), what: /fail|load|job|run|etl/i })));
  },
  etl_last_success: (context) => {
    const job = textArg(context, 'job');
    const day = context.firm.first("select day(max(finished_at)) day from ETL_Logs where status = 'succeeded' and (? is null or job = ?)", job ?? null, job ?? null)?.['day'];
    return day ? dateIs(isoDate(text(day))) : noneOnRecord(/success|load|etl/i);
  },
  api_current: (context) => {
    const rows = context.firm.texts("select version from APIVersions where status = 'current'");
    return rows.length > 0 ? nameIs(rows) : noneOnRecord(/api|version/i);
  },
  api_list: (context) => {
    const status = textArg(context, 'status');
    const rows = context.firm.texts('select version from APIVersions where ? is null or status = ? order by version', status ?? null, status ?? null);
    // The current one and others may stand in the same table with their status.
    const list = listIs({ members: rows.map((version): Member => ({ label: version, names: status ? [[version], [status]] : [[version]] })), what: /api|version|deprecat/i });
    const plainly = listIs({ members: rows.map((version): Member => ({ label: version, names: [[version]] })), what: /api|version|deprecat/i });
    return rows.length === 0 ? plainly : anyOf([plainly, { text: list.text, problem: (lines) => (rows.every((version) => lines.some((line) => line.text.includes(version) && (!status || line.text.toLowerCase().includes(status)))) ? undefined : list.problem(lines)) }]);
  },
  vendor_list: (context) => {
    const [status, type] = [textArg(context, 'status'), textArg(context, 'type')];
    const rows = context.firm.texts('select name from ThirdPartyVendors where (? is null or status = ?) and (? is null or kind = ?) order by name', status ?? null, status ?? null, type ?? null, type ?? null);
    return listIs({ members: rows.map((name): Member => ({ label: name, names: [[name]] })), what: /vendor|suppl/i });
  },
  metric_value: metricValue,
  error_count: (context) => {
    const { from, to } = periodArg(context, 'last_month');
    const [severity, source] = [textArg(context, 'severity'), textArg(context, 'source')];
    const value = context.firm.count('select count(*) from ErrorLogs where day(occurred_at) between ? and ? and (? is null or severity = ?) and (? is null or source = ?)', from, to, severity ?? null, severity ?? null, source ?? null, source ?? null);
    return numberIs({ value, unit: 'count', near: /error/i });
  },
  login_failed_count: (context) => numberAmong([...new Set(loginReadings(context).map((rows) => rows.length))].map((value) => ({ value, unit: 'count' as const, near: /fail|attempt|sign|login/i }))),
  login_failed_list: (context) => anyOf(loginReadings(context).map((rows) => {
    const accounts = new Map(rows.map((row) => [text(row['email']), [text(row['email']), text(row['name'])]] as const));
    return accountList([...accounts].map(([email, names]) => ({ label: email, names: names.filter(Boolean) })));
  })),
  session_list: (context) => {
    const status = textArg(context, 'status');
    const [client, user] = [clientArg(context), textArg(context, 'user')];
    const period = textArg(context, 'period') && status !== 'active' ? periodArg(context, 'today') : undefined;
    const rows = context.firm.all('select u.full_name name, u.email, s.status, day(s.created_at) day from UserSessions s join Users u on u.id = s.user_id order by s.last_seen_at desc')
      .filter((row) => (!status || row['status'] === status) && (!client || row['name'] === client.name) && (!user || row['name'] === user || row['email'] === user) && (!period || (text(row['day']) >= period.from && text(row['day']) <= period.to)));
    return listIs({ members: rows.map((row): Member => ({ label: text(row['name']), names: [[text(row['name']), text(row['email'])]] })), what: /session|open|active/i });
  },
  security_event_list: (context) => {
    const period = textArg(context, 'period') ? periodArg(context, 'this_month') : undefined;
    const [severity, status, type] = [textArg(context, 'severity'), textArg(context, 'status'), textArg(context, 'type')];
    const client = clientArg(context);
    const rows = context.firm.all('select kind, severity, status, title, client_id client, day(occurred_at) day from SecurityEvents order by occurred_at desc')
      .filter((row) => (!severity || row['severity'] === severity) && (!status || row['status'] === status) && (!type || text(row['kind']).includes(type)) && (!client || row['client'] === client.id) && (!period || (text(row['day']) >= period.from && text(row['day']) <= period.to)));
    return listIs({ members: rows.map((row): Member => ({ label: text(row['title']), names: [[text(row['title']), text(row['kind'])]] })), what: /event|secur/i });
  },
};

const STATS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  mean: (values) => values.reduce((sum, value) => sum + value, 0) / values.length, max: (values) => Math.max(...values), min: (values) => Math.min(...values), latest: (values) => values.at(-1) ?? Number.NaN,
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
};

/** A logical name such as `response_time` for the metric of the firm that carries it; the value in its unit, or milliseconds as seconds. */
function metricValue(context: FactContext): Expected {
  const wanted = textArg(context, 'metric') ?? '';
  const { from, to } = periodArg(context, 'last_month');
  const known = context.firm.texts('select distinct metric from SystemMetrics').find((name) => name === wanted || name.includes(wanted));
  if (!known) return noneOnRecord(new RegExp(spoken(wanted), 'i'));
  const values = context.firm.all('select value from SystemMetrics where metric = ? and measured_on between ? and ? order by measured_at', known, from, to).map(({ value }) => Number(value));
  if (values.length === 0) return noneOnRecord(new RegExp(spoken(wanted), 'i'));
  const value = (STATS[textArg(context, 'stat') ?? 'mean'] ?? STATS['mean']!)(values);
  return numberAmong([value, ...(known.endsWith('_ms') ? [value / 1000] : []), ...(/rate/.test(known) ? [value * 100] : [])].map((reading, index) => ({ value: reading, unit: index > 0 && /rate/.test(known) ? 'percent' as const : 'number' as const, slack: 0.005 })));
}

/** The trailing days with or without the day on which they begin. */
function loginReadings(context: FactContext): Row[][] {
  const { from, to } = periodArg(context, '7D');
  const [user, client] = [textArg(context, 'user'), clientArg(context)];
  const least = Number(context.args['min_count'] ?? 1);
  const rows = context.firm.all('select l.email, u.full_name name, day(l.occurred_at) day from LoginAttempts l left join Users u on u.id = l.user_id where l.succeeded = 0').filter((row) => (!user || row['name'] === user || row['email'] === user) && (!client || row['name'] === client.name));
  return [rows.filter((row) => text(row['day']) >= from && text(row['day']) <= to), rows.filter((row) => text(row['day']) > from && text(row['day']) <= to)].map((chosen) => chosen.filter((row) => chosen.filter(({ email }) => email === row['email']).length >= least));
}

/** One row an account or one an attempt: either names the accounts. */
function accountList(accounts: readonly { readonly label: string; readonly names: readonly string[] }[]): Expected {
  return listIs({ members: accounts.map(({ label, names }): Member => ({ label, names: [names] })), what: /fail|attempt|sign|login/i });
}
