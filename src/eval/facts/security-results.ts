import { text, type Row } from '../firm.ts';
import { valueSeries } from './series.ts';
import { IN_IDS, ids, periodArg, scopeOf, type FactContext } from './context.ts';

/** How one security did over a period in a scope, money in the scope's currency. */
export interface SecurityResult {
  readonly ticker: string;
  readonly name: string;
  readonly sector: string;
  readonly isHeld: boolean;
  /** Daily linked, with income; purchases at the start of their day, sales and income at its end. */
  readonly returnFraction: number;
  readonly gain: number;
  /** Its part of the return of the whole: daily gains over the capital of the scope, carried forward by the scope's own growth. */
  readonly contributionFraction: number;
}

interface DayFlow {
  readonly date: string;
  readonly portfolio: string;
  units: number;
  ratio: number;
  inflow: number;
  outflow: number;
}

/** Rebuilt from transactions and closes alone: the daily value, purchases, sales and income of each security. */
export function securityResults(context: FactContext): SecurityResult[] {
  const scope = scopeOf(context);
  const { openingDate, to } = periodArg(context, 'YTD');
  const flows = flowsBySecurity(context, to);
  const days = context.firm.texts('select distinct price_date from MarketPrices where price_date <= ? order by 1', to);
  const daily = new Map([...flows].map(([securityId, own]) => [securityId, dailyOf(context, securityId, own, days)] as const));
  const first = Math.max(1, days.findIndex((day) => day > openingDate));
  const whole = capitalOfScope(context, days);
  return [...daily].flatMap(([securityId, series]) => {
    const { firm } = context;
    const security = firm.first('select ticker, name, sector, asset_class from Securities where id = ?', securityId);
    if (!security || security['asset_class'] === 'cash') return [];
    let [growth, gain, contribution, isUsed] = [1, 0, 0, false];
    let carried = 1;
    for (let index = first; index < days.length; index += 1) {
      const capital = series.value[index - 1]! + series.inflow[index]!;
      const won = series.value[index]! + series.outflow[index]! - capital;
      if (capital > 0) {
        growth *= 1 + won / capital;
        gain += won;
        isUsed = true;
      }
      const { base, won: wonInAll } = whole[index] ?? { base: 0, won: 0 };
      if (base > 0) {
        contribution += won / base * carried;
        carried *= 1 + wonInAll / base;
      }
    }
    const isHeld = firm.count(`select count(*) from Holdings where security_id = ? and num(quantity) > 0 and portfolio_id ${IN_IDS}`, securityId, ids(scope.portfolios)) > 0;
    return isUsed ? [{ ticker: text(security['ticker']), name: text(security['name']), sector: text(security['sector']), isHeld, returnFraction: growth - 1, gain, contributionFraction: contribution }] : [];
  });
}

function flowsBySecurity(context: FactContext, to: string): Map<string, DayFlow[]> {
  const { firm } = context;
  const scope = scopeOf(context);
  const rows = firm.all(`select t.portfolio_id portfolio, t.security_id security, t.kind, t.trade_date date, num(t.quantity) quantity, num(t.net_amount) net, t.currency, num(t.new_shares) new, num(t.old_shares) old
    from Transactions t where t.status = 'booked' and t.security_id is not null and t.trade_date <= ? and t.portfolio_id ${IN_IDS} order by t.trade_date, t.sequence`, to, ids(scope.portfolios));
  const flows = new Map<string, DayFlow[]>();
  for (const row of rows) {
    const own = flows.get(text(row['security'])) ?? [];
    flows.set(text(row['security']), own);
    own.push(flowOf(context, row, scope.currency));
  }
  return flows;
}

function flowOf({ firm }: FactContext, row: Row, currency: string): DayFlow {
  const date = text(row['date']);
  const amount = Math.abs(Number(row['net'] ?? 0)) * (firm.fx(text(row['currency']), currency, date) ?? Number.NaN);
  const flow: DayFlow = { date, portfolio: text(row['portfolio']), units: 0, ratio: 1, inflow: 0, outflow: 0 };
  switch (row['kind']) {
    case 'buy': return { ...flow, units: Number(row['quantity']), inflow: amount };
    case 'sell': return { ...flow, units: -Number(row['quantity']), outflow: amount };
    case 'split': return { ...flow, ratio: Number(row['new']) / Number(row['old']) };
    default: return { ...flow, outflow: amount };
  }
}

interface Daily {
  readonly value: readonly number[];
  readonly inflow: readonly number[];
  readonly outflow: readonly number[];
}

function dailyOf(context: FactContext, securityId: string, flows: readonly DayFlow[], days: readonly string[]): Daily {
  const { firm } = context;
  const { currency } = scopeOf(context);
  const own = text(firm.first('select currency from Securities where id = ?', securityId)?.['currency']);
  const closes = new Map(firm.all('select price_date date, num(close) close from MarketPrices where security_id = ?', securityId).map(({ date, close }) => [text(date), Number(close)]));
  const units = new Map<string, number>();
  let [at, close] = [0, 0];
  const series = { value: [] as number[], inflow: [] as number[], outflow: [] as number[] };
  for (const day of days) {
    let [inflow, outflow] = [0, 0];
    for (; at < flows.length && flows[at]!.date <= day; at += 1) {
      const flow = flows[at]!;
      units.set(flow.portfolio, (units.get(flow.portfolio) ?? 0) * flow.ratio + flow.units);
      inflow += flow.inflow;
      outflow += flow.outflow;
    }
    close = closes.get(day) ?? close;
    const held = [...units.values()].reduce((sum, value) => sum + value, 0);
    series.value.push(held === 0 ? 0 : held * close * (firm.fx(own, currency, day) ?? Number.NaN));
    series.inflow.push(inflow);
    series.outflow.push(outflow);
  }
  return series;
}

/** Capital at work and gain of the whole scope on each day. */
function capitalOfScope(context: FactContext, days: readonly string[]): { readonly base: number; readonly won: number }[] {
  const scope = scopeOf(context);
  const byDate = new Map(valueSeries(context, scope, days.at(-1) ?? '').map((day) => [String(day.date), day]));
  let before = 0;
  return days.map((day) => {
    const found = byDate.get(day);
    if (!found) return { base: before, won: 0 };
    const base = before + Math.max(found.flow, 0);
    const won = found.value + Math.max(-found.flow, 0) - base;
    before = found.value;
    return { base, won };
  });
}
