import { isoDate } from '../../shared/calendar.ts';
import { anyOf, type Expected } from '../expect/expected.ts';
import { numberAmong } from '../expect/numbers.ts';
import { dateIs, nameIs, noneOnRecord } from '../expect/words.ts';
import { text, type Row } from '../firm.ts';
import { clientArg, clientsInScope, IN_IDS, ids, NotApplicable, periodArg, scopeOf, textArg, type FactContext, type FactRules } from './context.ts';
import { sums } from './gains.ts';

export const incomeFacts: FactRules = {
  dividend_total: (context) => {
    const scope = scopeOf(context);
    const rows = dividendRows(context);
    const readings = ['gross', 'net'].flatMap((part) => sums(context, scope, rows.map((row) => amountOf(row, part))));
    return money(readings, scope.currency, /dividend|income/i);
  },
  top_dividend_payer: (context) => {
    const [first] = payers(context);
    return first ? nameIs([first.ticker, first.name]) : noneOnRecord(/dividend|paid/i);
  },
  top_dividend_amount: (context) => {
    const [first] = payers(context);
    return first ? money(first.readings, scopeOf(context).currency) : noneOnRecord(/dividend|paid/i);
  },
  fee_total: feeTotal,
  invoice_amount: (context) => {
    const client = clientArg(context) ?? clientsInScope(context)[0];
    const isNext = textArg(context, 'which') === 'next';
    const day = isNext ? 'due_on' : 'issued_on';
    const period = textArg(context, 'period') ? periodArg(context, 'YTD') : undefined;
    const rows = context.firm.all(`select num(amount) amount, num(tax_amount) tax, currency, ${day} day from BillingInvoices where client_id = ? and status ${isNext ? "= 'scheduled'" : "not in ('scheduled', 'void')"} order by ${day} ${isNext ? '' : 'desc'}`, client?.id ?? null)
      .filter((row) => !period || (text(row['day']) >= period.from && text(row['day']) <= period.to));
    const same = rows.filter((row) => row['day'] === rows[0]?.['day']);
    if (same.length === 0) return noneOnRecord(/invoice|bill/i);
    const sum = same.reduce((total, row) => total + Number(row['amount']), 0);
    const tax = same.reduce((total, row) => total + Number(row['tax']), 0);
    return money([sum, sum + tax], text(same[0]!['currency']), /invoice|bill/i);
  },
  subscription_plan: (context) => {
    const row = subscription(context);
    return row ? nameIs([text(row['plan'])]) : noneOnRecord(/plan|subscri/i);
  },
  subscription_renewal_date: (context) => {
    const row = subscription(context);
    const day = row?.['renews_on'] ?? row?.['ends_on'];
    return day ? dateIs(isoDate(text(day))) : noneOnRecord(/renew|end/i);
  },
};

function money(readings: readonly number[], currency: string, near?: RegExp): Expected {
  return numberAmong(readings.map((value) => ({ value, unit: 'money' as const, currency, near, slack: 0.0005 })));
}

function subscription(context: FactContext): Row | undefined {
  return context.firm.first("select * from Subscriptions where client_id = ? order by status = 'active' desc, starts_on desc limit 1", clientArg(context)?.id ?? clientsInScope(context)[0]?.id ?? null);
}

/** Dividends that were paid in the period. */
function dividendRows(context: FactContext): Row[] {
  const scope = scopeOf(context);
  const { from, to } = periodArg(context, 'YTD');
  const ticker = textArg(context, 'ticker');
  return context.firm.all(`select s.ticker, s.name, t.trade_date date, t.currency, num(t.gross_amount) gross, num(t.net_amount) net from Transactions t join Securities s on s.id = t.security_id
    where t.kind = 'dividend' and t.status = 'booked' and t.trade_date between ? and ? and (? is null or s.ticker = ?) and t.portfolio_id ${IN_IDS}`, from, to, ticker ?? null, ticker ?? null, ids(scope.portfolios));
}

function amountOf(row: Row, part: string) {
  return { amount: Number(row[part]), currency: text(row['currency']), date: isoDate(text(row['date'])) };
}

function payers(context: FactContext) {
  const scope = scopeOf(context);
  return [...Map.groupBy(dividendRows(context), ({ ticker }) => text(ticker))].map(([ticker, rows]) => ({
    ticker, name: text(rows[0]!['name']), readings: ['gross', 'net'].flatMap((part) => sums(context, scope, rows.map((row) => amountOf(row, part)))),
  })).toSorted((left, right) => right.readings[1]! - left.readings[1]!);
}

/** Advisory fees booked, all costs with those of trading, or what was invoiced: the answer says which. */
function feeTotal(context: FactContext): Expected {
  const scope = scopeOf(context);
  const { from, to } = periodArg(context, 'YTD');
  const rows = context.firm.all(`select kind, trade_date date, currency, num(gross_amount) gross, num(fees) fees from Transactions where status = 'booked' and trade_date between ? and ? and portfolio_id ${IN_IDS}`, from, to, ids(scope.portfolios));
  const booked = rows.filter(({ kind }) => kind === 'fee').map((row) => amountOf(row, 'gross'));
  const trading = rows.filter(({ kind }) => kind !== 'fee').map((row) => amountOf({ ...row, fees: row['fees'] ?? 0 }, 'fees'));
  const invoices = context.firm.all(`select num(amount) amount, num(tax_amount) tax, currency, issued_on date from BillingInvoices where issued_on between ? and ? and status <> 'void' and portfolio_id ${IN_IDS}`, from, to, ids(scope.portfolios)).map((row) => amountOf(row, 'amount'));
  if (scope.portfolios.length === 0) throw new NotApplicable('there is no portfolio');
  return anyOf([booked, [...booked, ...trading], invoices].map((amounts) => money(sums(context, scope, amounts), scope.currency, /fee|cost|charg|invoice/i)));
}
