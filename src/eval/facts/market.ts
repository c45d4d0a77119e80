import { isoDate } from '../../shared/calendar.ts';
import { text, type Row } from '../firm.ts';
import type { Expected } from '../expect/expected.ts';
import { listIs, type Member } from '../expect/lists.ts';
import { numberIs } from '../expect/numbers.ts';
import { booleanIs, dateIs, nameIs, noneOnRecord } from '../expect/words.ts';
import { dateArg, NotApplicable, numberArg, periodArg, scopeOf, textArg, type FactContext, type FactRules } from './context.ts';
import { positionsOf, totalOf } from './positions.ts';

export const marketFacts: FactRules = {
  fx_rate: (context) => {
    const rate = rateOf(context);
    return rate === undefined ? noneOnRecord(/rate/i) : numberIs({ value: rate, unit: 'number', slack: 0.0005 });
  },
  fx_converted: (context) => {
    const rate = rateOf(context);
    return rate === undefined ? noneOnRecord(/rate|convert/i) : numberIs({ value: (numberArg(context, 'amount') ?? 0) * rate, unit: 'money', currency: textArg(context, 'to') });
  },
  currency_exposure_pct: (context) => {
    const { share } = exposure(context);
    return numberIs({ value: share * 100, unit: 'percent', near: currencyWords(context) });
  },
  fx_impact: (context) => {
    const { value, currency } = exposure(context);
    const shock = numberArg(context, 'shock_pct');
    if (shock === undefined) return periodImpact(context);
    return numberIs({ value: value * shock / 100, unit: 'money', currency, isSize: true });
  },
  portfolio_esg_score: (context) => {
    const rated = ratedPositions(context);
    if (rated.length === 0) return noneOnRecord(/esg|rat/i);
    const weight = rated.reduce((sum, { value }) => sum + value, 0);
    return numberIs({ value: rated.reduce((sum, { value, score }) => sum + value * score, 0) / weight, unit: 'number', near: /esg|score/i, slack: 0.001 });
  },
  esg_laggards: (context) => {
    const rated = ratedPositions(context).toSorted((left, right) => left.score - right.score);
    const [n, threshold] = [numberArg(context, 'n'), numberArg(context, 'threshold')];
    const below = threshold === undefined ? rated : rated.filter(({ score }) => score < threshold);
    const last = n === undefined ? undefined : below[n - 1];
    const members = last === undefined ? below : below.slice(0, n);
    // Of two with the same score at the end either may be named.
    const ties = last ? rated.filter(({ score, ticker }) => score === last.score && !members.some((member) => member.ticker === ticker)) : [];
    const memberOf = ({ ticker, name }: { ticker: string; name: string }): Member => ({ label: ticker, names: [[ticker, name, ...(n === 1 ? ties.flatMap((tie) => [tie.ticker, tie.name]) : [])]] });
    return listIs({ members: members.map(memberOf), what: /esg|score|rated/i, isTop: n !== undefined, others: rated.filter((one) => !members.includes(one) && !ties.includes(one)).map(({ ticker }) => ticker) });
  },
  security_sector: (context) => named(security(context)['sector'], /sector/i),
  security_exchange: (context) => {
    const row = security(context);
    return row['exchange_id'] === null ? noneOnRecord(/exchange|list/i) : nameIs([text(row['market']), text(row['code'])]);
  },
  price_latest: (context) => price(context, context.firm.today),
  price_on_date: (context) => price(context, dateArg(context)),
  price_high: (context) => {
    const { openingDate, to } = periodArg(context, '1Y');
    const row = security(context);
    const best = context.firm.first('select max(num(close)) high from MarketPrices where security_id = ? and price_date > ? and price_date <= ?', row['id'] ?? null, openingDate, to)?.['high'];
    return best === null || best === undefined ? noneOnRecord(/high|price/i) : numberIs({ value: Number(best), unit: 'money', currency: text(row['currency']), near: /high|peak/i });
  },
  rating_value: (context) => rating(context, (row) => nameIs([text(row['rating'])])),
  rating_agency: (context) => rating(context, (row) => nameIs([text(row['agency'])])),
  rating_date: (context) => rating(context, (row) => dateIs(isoDate(text(row['rated_on'])))),
  market_list: (context) => {
    const region = textArg(context, 'region') ?? 'all';
    const rows = context.firm.all("select code, name, index_name, index_level level from GlobalMarkets where status = 'active' and (? = 'all' or region = ?) order by code", region, region);
    return listIs({ members: rows.map((row): Member => ({ label: text(row['code']), names: [[text(row['code']), text(row['name']), text(row['index_name'])]] })), what: /market|exchange/i });
  },
  market_open: (context) => {
    const market = textArg(context, 'market') ?? '';
    const row = context.firm.first('select * from GlobalMarkets where code = ? or name = ?', market, market);
    if (!row) return noneOnRecord(/market|exchange/i);
    return booleanIs({ value: isOpen(row, context.firm.nowMs), near: new RegExp(`${text(row['code'])}|${text(row['name'])}`, 'i'), yes: /\bopen\b|state: open|\byes\b/i, no: /\bclosed\b|not open|isn't open|\bno\b/i });
  },
};

function rateOf(context: FactContext): number | undefined {
  return context.firm.fx(textArg(context, 'from') ?? '', textArg(context, 'to') ?? '', dateArg(context));
}

const CURRENCY_NAMES: Readonly<Record<string, string>> = { USD: 'dollar', EUR: 'euro', GBP: 'pound|sterling', JPY: 'yen', CHF: 'franc', CAD: 'canadian', AUD: 'australian', SEK: 'swedish', NOK: 'norwegian', DKK: 'danish', HKD: 'hong kong' };

function currencyWords(context: FactContext): RegExp {
  const code = textArg(context, 'currency') ?? '';
  return new RegExp(`${code}|${CURRENCY_NAMES[code] ?? code}`, 'i');
}

/** By the currency in which a position is priced and paid. */
function exposure(context: FactContext): { readonly share: number; readonly value: number; readonly currency: string } {
  const scope = scopeOf(context);
  const positions = positionsOf(context, scope);
  const value = totalOf(positions.filter(({ currency }) => currency === textArg(context, 'currency')));
  return { share: value / totalOf(positions), value, currency: scope.currency };
}

function periodImpact(context: FactContext): Expected {
  const { openingDate } = periodArg(context, 'YTD');
  const { value, currency } = exposure(context);
  const from = textArg(context, 'currency') ?? '';
  const [then, now] = [context.firm.fx(from, currency, openingDate), context.firm.fx(from, currency)];
  if (then === undefined || now === undefined) return noneOnRecord(/rate/i);
  return numberIs({ value: value - value * then / now, unit: 'money', currency, slack: 0.02 });
}

function ratedPositions(context: FactContext) {
  return positionsOf(context, scopeOf(context)).flatMap((position) => {
    const score = context.firm.first('select score from ESGRatings where security_id = ? and rated_on <= ? order by rated_on desc limit 1', position.securityId, context.firm.today)?.['score'];
    return score === undefined || score === null ? [] : [{ ...position, score: Number(score) }];
  });
}

function security(context: FactContext): Row {
  const wanted = textArg(context, 'ticker') ?? textArg(context, 'security_name') ?? '';
  const sql = 'select s.*, g.name market, g.code code from Securities s left join GlobalMarkets g on g.id = s.exchange_id where s.ticker = ? or s.name = ?';
  const row = context.firm.first(sql, wanted, wanted);
  if (!row) throw new NotApplicable(`there is no security ${wanted}`);
  return row;
}

function named(value: Row[string] | undefined, near: RegExp): Expected {
  return value === null || value === undefined ? noneOnRecord(near) : nameIs([text(value)]);
}

/** Closes as they were traded, on the day or the last one before it. */
function price(context: FactContext, date: string): Expected {
  const row = security(context);
  const found = context.firm.first('select num(close) close from MarketPrices where security_id = ? and price_date <= ? order by price_date desc limit 1', row['id'] ?? null, date);
  return found ? numberIs({ value: Number(found['close']), unit: 'money', currency: text(row['currency']) }) : noneOnRecord(/price|close/i);
}

/** The latest rating; where two share the day, either. */
function rating(context: FactContext, expect: (row: Row) => Expected): Expected {
  const rows = context.firm.all('select * from SecurityRatings where security_id = ? order by rated_on desc', security(context)['id'] ?? null);
  const latest = rows.filter((row) => row['rated_on'] === rows[0]?.['rated_on']);
  if (latest.length === 0) return noneOnRecord(/rating|rated/i);
  const readings = latest.map(expect);
  return { text: readings.map(({ text: shown }) => shown).join(' or '), problem: (lines) => (readings.some((reading) => reading.problem(lines) === undefined) ? undefined : readings[0]!.problem(lines)) };
}

/** On a trading day, between opening and closing in the market's own time. */
function isOpen(market: Row, nowMs: number): boolean {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-CA', { timeZone: text(market['timezone']), year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', weekday: 'short' }).formatToParts(nowMs).map(({ type, value }) => [type, value]));
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts['weekday'] ?? '') + 1;
  const [day, time] = [`${parts['year']}-${parts['month']}-${parts['day']}`, `${parts['hour']}:${parts['minute']}`];
  const isTradingDay = text(market['trading_days']).split(',').includes(String(weekday)) && !text(market['holidays']).includes(day);
  return isTradingDay && time >= text(market['opens_at']) && time < text(market['closes_at']);
}

