import { addDays, isoDate } from '../../shared/calendar.ts';
import { anyOf } from '../expect/expected.ts';
import { listIs, type Member } from '../expect/lists.ts';
import { numberIs } from '../expect/numbers.ts';
import { text, type Row } from '../firm.ts';
import { advisorArg, clientArg, clientsInScope, IN_IDS, ids, numberArg, periodArg, scopeOf, spoken, textArg, type FactContext, type FactRules } from './context.ts';

export const workFacts: FactRules = {
  task_list: (context) => {
    const period = textArg(context, 'period') ? periodArg(context, 'this_week') : undefined;
    const status = textArg(context, 'status');
    const rows = tasks(context).filter((row) => !status || row['status'] === status || (status === 'open' && row['status'] === 'in_progress'));
    const inPeriod = rows.filter((row) => !period || (text(row['due_on']) >= period.from && text(row['due_on']) <= period.to));
    const open = (row: Row): boolean => row['status'] !== 'done' && row['status'] !== 'cancelled';
    const readings = [inPeriod.filter(open), inPeriod, rows.filter((row) => open(row) && (!period || text(row['due_on']) <= period.to))];
    return anyOf(readings.map((chosen) => listIs({ members: chosen.map((row): Member => ({ label: `${text(row['title'])} ${text(row['due_on'])}`, names: [[text(row['title'])]], ...(row['due_on'] ? { dates: [isoDate(text(row['due_on']))] } : {}) })), what: /task|due|list/i })));
  },
  task_overdue_count: (context) => {
    const value = tasks(context).filter((row) => row['status'] !== 'done' && row['status'] !== 'cancelled' && text(row['due_on']) !== '' && text(row['due_on']) < context.firm.today).length;
    return numberIs({ value, unit: 'count', near: /overdue|past due|late/i });
  },
  scheduled_list: (context) => {
    const period = textArg(context, 'period') ? periodArg(context, 'next_7D') : undefined;
    const status = textArg(context, 'status');
    const rows = context.firm.all('select job, description, status, day(next_run_at) day from ScheduledTasks order by next_run_at').filter((row) => (status ? row['status'] === status : true) && (!period || (text(row['day']) >= period.from && text(row['day']) <= period.to)));
    return listIs({ members: rows.map((row): Member => ({ label: text(row['job']), names: [[text(row['job']), spoken(text(row['job'])), text(row['description'])]] })), what: /job|schedul|run/i });
  },
  workflow_stuck_list: (context) => {
    const before = addDays(context.firm.today, -(numberArg(context, 'days') ?? 14));
    const advisor = advisorArg(context);
    const people = ids(clientsInScope(context));
    const rows = context.firm.all(`select w.kind, w.current_step step, day(w.last_progress_at) day, c.full_name client from WorkflowInstances w left join Clients c on c.id = w.client_id where w.status not in ('completed', 'cancelled', 'failed') and (w.client_id ${IN_IDS} or w.owner_id = ?)`, people, advisor?.userId ?? null)
      .filter((row) => text(row['day']) <= before);
    const memberOf = (row: Row): Member => ({ label: `${text(row['kind'])} ${text(row['client'])} at ${text(row['step'])}`, names: [[text(row['client'])], ...(row['step'] === null ? [] : [[text(row['step']), spoken(text(row['step']))]])] });
    return listIs({ members: rows.filter((row) => text(row['day']) < before).map(memberOf), optional: rows.filter((row) => text(row['day']) === before).map(memberOf), what: /workflow|progress|stuck/i });
  },
  transaction_list: (context) => anyOf(transactionReadings(context).map((rows) => listIs({ members: rows.map(transactionMember), what: /transaction|trade|deposit|withdraw|fee|dividend|transfer/i }))),
};

function tasks(context: FactContext): Row[] {
  const [advisor, client] = [advisorArg(context), clientArg(context)];
  return context.firm.all('select title, status, due_on, client_id from Tasks where (? is null or assigned_to_id = ?) and (? is null or client_id = ?) order by due_on', advisor?.userId ?? null, advisor?.userId ?? null, client?.id ?? null, client?.id ?? null);
}

const KINDS: Readonly<Record<string, readonly string[]>> = {
  trade: ['buy', 'sell'], trades: ['buy', 'sell'], purchase: ['buy'], sale: ['sell'], transfer: ['deposit', 'withdrawal', 'transfer_in', 'transfer_out'], income: ['dividend', 'coupon', 'interest'],
};

/** With or without what is no trade, where no type is named; the amount in the currency of the client or of the transaction. */
function transactionReadings(context: FactContext): Row[][] {
  const scope = scopeOf(context);
  const { from, to } = periodArg(context, 'all');
  const [type, ticker, n] = [textArg(context, 'type'), textArg(context, 'ticker'), numberArg(context, 'n')];
  const [least, most] = [numberArg(context, 'min_amount') ?? -1, numberArg(context, 'max_amount') ?? Infinity];
  const rows = context.firm.all(`select t.kind, t.trade_date day, s.ticker, s.name, t.currency, num(t.gross_amount) gross, num(t.net_amount) net from Transactions t left join Securities s on s.id = t.security_id
    where t.status = 'booked' and t.trade_date between ? and ? and (? is null or s.ticker = ?) and t.portfolio_id ${IN_IDS} order by t.trade_date desc, t.sequence desc`, from, to, ticker ?? null, ticker ?? null, ids(scope.portfolios));
  const kinds = type === undefined ? [undefined, ['buy', 'sell']] : [KINDS[type] ?? [type]];
  const amounts = [(row: Row, part: string) => Number(row[part] ?? 0) * (context.firm.fx(text(row['currency']), scope.currency, text(row['day'])) ?? Number.NaN), (row: Row, part: string) => Number(row[part] ?? 0)];
  const byAmount = /amount|size|value/i.test(textArg(context, 'order_by') ?? '');
  return kinds.flatMap((wanted) => amounts.flatMap((amountOf) => ['gross', 'net'].map((part) => {
    const chosen = rows.filter((row) => (!wanted || wanted.includes(text(row['kind']))) && Math.abs(amountOf(row, part)) > least && Math.abs(amountOf(row, part)) < most);
    const ordered = byAmount ? chosen.toSorted((left, right) => Math.abs(amountOf(right, part)) - Math.abs(amountOf(left, part))) : chosen;
    return n === undefined ? ordered : ordered.slice(0, n);
  })));
}

function transactionMember(row: Row): Member {
  return { label: `${text(row['kind'])} ${text(row['ticker'])} ${text(row['day'])}`, names: [[text(row['kind']), spoken(text(row['kind']))], ...(row['ticker'] === null ? [] : [[text(row['ticker']), text(row['name'])]])], dates: [isoDate(text(row['day']))] };
}
