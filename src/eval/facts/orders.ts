import { numberAmong } from '../expect/numbers.ts';
import { noneOnRecord } from '../expect/words.ts';
import { text } from '../firm.ts';
import type { ShownLine } from '../shown.ts';
import { names, numbersIn } from '../shown-values.ts';
import { targetsOf } from './allocation.ts';
import { NotApplicable, numberArg, scopeOf, textArg, type FactContext, type FactRules } from './context.ts';
import { chosenPositions, positionsOf, totalOf, type Position } from './positions.ts';

export const orderFacts: FactRules = {
  order_quantity: (context) => {
    const { quantities } = orderOf(context);
    return numberAmong(quantities.map((value) => ({ value, unit: 'number' as const })));
  },
  order_value: (context) => {
    const { quantities, price, rate, currency, priceCurrency } = orderOf(context);
    return numberAmong(quantities.flatMap((quantity) => [{ value: quantity * price * rate, unit: 'money' as const, currency, slack: 0.001 }, { value: quantity * price, unit: 'money' as const, currency: priceCurrency, slack: 0.001 }]));
  },
  rebalance_trades: (context) => {
    const limit = numberArg(context, 'max_turnover_pct');
    return {
      text: `trades towards the targets${limit === undefined ? '' : ` with at most ${limit} % turnover`}`,
      problem: (lines) => {
        const { trades, total } = drafted(context, lines);
        if (trades.length === 0) return isOnTarget(context) || (context.args['cash_only'] === true && driftOf(context, 'cash') <= 0.001) ? noneOnRecord(/trade|rebalanc/i).problem(lines) : 'no trade is shown';
        const wrong = trades.find((trade) => !isTowardsTarget(context, trade));
        if (wrong) return `${wrong.side} ${wrong.position.ticker} leads away from the target`;
        if (context.args['cash_only'] === true && trades.some(({ side }) => side === 'sell')) return 'only cash was to be used, and it sells';
        const least = Math.min(...turnovers(trades, total).slice(0, 2));
        return limit !== undefined && least * 100 > limit + 0.05 ? `the trades turn over ${(least * 100).toFixed(2)} %` : undefined;
      },
    };
  },
  rebalance_turnover: (context) => {
    const limit = numberArg(context, 'max_turnover_pct');
    return {
      text: `the turnover of the trades shown${limit === undefined ? '' : `, at most ${limit} %`}`,
      problem: (lines) => {
        const { trades, total } = drafted(context, lines);
        const stated = lines.filter((line) => /turnover/i.test(line.text)).flatMap(({ numbers }) => numbers.filter(({ isPercent }) => isPercent));
        if (stated.length === 0) return 'no turnover is stated';
        const isRight = turnovers(trades, total).some((value) => stated.some((shown) => Math.abs(shown.value - value * 100) <= 0.05));
        if (!isRight) return `the trades shown turn over ${turnovers(trades, total).map((value) => `${(value * 100).toFixed(2)} %`).join(' or ')}`;
        return limit !== undefined && !stated.some(({ value }) => value <= limit + 0.005) ? 'it is above the limit' : undefined;
      },
    };
  },
};

interface Order {
  readonly quantities: readonly number[];
  readonly price: number;
  readonly rate: number;
  readonly currency: string;
  readonly priceCurrency: string;
}

/** Units by what was asked for, exact and in tradable units; money is in the currency of the portfolio. */
function orderOf(context: FactContext): Order {
  const scope = scopeOf(context);
  const all = positionsOf(context, scope);
  const [own] = chosenPositions(context, all);
  const row = context.firm.first('select s.*, num(s.unit_size) unit, (select num(close) from MarketPrices where security_id = s.id and price_date <= ? order by price_date desc limit 1) price from Securities s where ticker = ?', context.firm.today, textArg(context, 'ticker') ?? '');
  if (!row) throw new NotApplicable('there is no such security');
  const priceCurrency = text(row['currency']);
  const [price, rate, unit] = [Number(row['price']), context.firm.fx(priceCurrency, scope.currency) ?? Number.NaN, Number(row['unit']) || 1];
  const [fraction, amount, weight, quantity] = ['fraction', 'amount', 'weight_pct', 'quantity'].map((name) => numberArg(context, name));
  const exact = quantity ?? (fraction !== undefined ? (own?.quantity ?? 0) * fraction : amount !== undefined ? amount / price / rate : weight !== undefined ? Math.abs(totalOf(all) * weight / 100 - (own?.value ?? 0)) / price / rate : own?.quantity);
  if (exact === undefined) throw new NotApplicable('it is not said how much');
  const whole = Math.floor(exact / unit + 1e-9) * unit;
  // An amount without a currency may be meant in that of the security.
  const inOwn = amount === undefined ? [] : [Math.floor(amount / price / unit + 1e-9) * unit];
  return { quantities: [exact, whole, Math.round(exact / unit) * unit, ...inOwn], price, rate, currency: scope.currency, priceCurrency };
}

interface Trade {
  readonly side: 'buy' | 'sell';
  readonly position: Position;
  readonly amount: number;
}

/** The trades as the answer shows them: rows that name a side, a security and an amount. */
function drafted(context: FactContext, lines: readonly ShownLine[]): { readonly trades: readonly Trade[]; readonly total: number } {
  const positions = positionsOf(context, scopeOf(context));
  const trades = lines.flatMap((line): Trade[] => {
    const side = /\b(buy|sell)\b/i.exec(line.text)?.[1]?.toLowerCase();
    const traded = positions.filter(({ assetClass }) => assetClass !== 'cash');
    // A company's name begins that of its bond: the ticker tells them apart, else the longest name.
    const position = traded.find(({ ticker }) => names(line.text, ticker)) ?? traded.filter(({ name }) => names(line.text, name)).toSorted((left, right) => right.name.length - left.name.length)[0];
    const amount = /(?:amount|value)[^;:]*: ([^;]+)/i.exec(line.text)?.[1];
    const value = amount ? numbersIn(amount)[0]?.value : undefined;
    return line.table !== undefined && side && position && value !== undefined ? [{ side: side === 'buy' ? 'buy' : 'sell', position, amount: Math.abs(value) }] : [];
  });
  return { trades, total: totalOf(positions) };
}

/** Counted once (the smaller side), half, or both sides together: the least first. */
function turnovers(trades: readonly Trade[], total: number): number[] {
  const of = (side: Trade['side']): number => trades.filter((trade) => trade.side === side).reduce((sum, { amount }) => sum + amount, 0) / total;
  const [buys, sells] = [of('buy'), of('sell')];
  return [buys + sells, (buys + sells) / 2, Math.min(buys, sells), Math.max(buys, sells)];
}

function isTowardsTarget(context: FactContext, { side, position }: Trade): boolean {
  const drift = driftOf(context, position.exposureClass);
  return side === 'sell' ? drift > -0.001 : drift < 0.001;
}

function driftOf(context: FactContext, assetClass: string): number {
  const positions = positionsOf(context, scopeOf(context));
  return totalOf(positions.filter(({ exposureClass }) => exposureClass === assetClass)) / totalOf(positions) - (targetsOf(context).get(assetClass) ?? 0);
}

function isOnTarget(context: FactContext): boolean {
  return [...targetsOf(context).keys()].every((assetClass) => Math.abs(driftOf(context, assetClass)) < 0.005);
}

