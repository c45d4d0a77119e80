import { addDays, type IsoDate } from '../../src/shared/calendar.ts';
import { decimal } from '../../src/shared/decimal.ts';
import type { Transaction } from '../../src/domain/lots/transaction.ts';
import type { Quote } from '../../src/domain/performance/market-data.ts';

/** A small repeatable generator (mulberry32): numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface FundPlan {
  readonly seed: number;
  readonly from: IsoDate;
  readonly days: number;
  /** Expected growth of the unit price over the whole span (1.1 = +10 %). */
  readonly growth: number;
  /** Largest relative jump beside the trend at each quote. */
  readonly noise: number;
  readonly quotes: number;
  readonly flows: number;
}

export interface FundHistory {
  readonly transactions: readonly Transaction[];
  readonly quotes: readonly Quote[];
}

/** A fund bought and sold at its quoted prices with money from outside, on random days; the first purchase is on the first day. */
export function randomFund(plan: FundPlan): FundHistory {
  const random = seededRandom(plan.seed);
  const quoteDays = pickDays(random, plan.quotes, plan.days);
  const quotes = [0, ...quoteDays].map((day, index): Quote => {
    const trend = 100 * plan.growth ** (day / plan.days) * (index === 0 ? 1 : 1 + (random() * 2 - 1) * plan.noise);
    return { date: addDays(plan.from, day), price: decimal(trend.toFixed(4)) };
  });
  const transactions: Transaction[] = [];
  let held = decimal(0);
  for (const day of [0, ...pickDays(random, plan.flows, plan.days)]) {
    const date = addDays(plan.from, day);
    const price = quotes.findLast((quote) => quote.date <= date)!.price;
    const sells = day > 0 && random() < 0.35;
    const quantity = sells ? held.times((random() * 0.5).toFixed(2)).toDecimalPlaces(2) : decimal((1 + random() * 50).toFixed(2));
    if (quantity.isZero()) continue;
    held = sells ? held.minus(quantity) : held.plus(quantity);
    transactions.push(...tradeFromOutside({ id: `t${transactions.length}`, date, quantity, price, sells }));
  }
  return { transactions, quotes };
}

function pickDays(random: () => number, count: number, days: number): number[] {
  const picked = new Set<number>();
  while (picked.size < Math.min(count, days - 2)) picked.add(1 + Math.floor(random() * (days - 2)));
  return Array.from(picked).toSorted((left, right) => left - right);
}

interface OutsideTrade {
  readonly id: string;
  readonly date: IsoDate;
  readonly quantity: Quote['price'];
  readonly price: Quote['price'];
  readonly sells: boolean;
}

function tradeFromOutside({ id, date, quantity, price, sells }: OutsideTrade): Transaction[] {
  const stamp = { tradeDate: date, currency: 'USD' };
  const trade = { ...stamp, id, securityId: 'FUND', quantity, price };
  const amount = quantity.times(price);
  return sells
    ? [{ ...trade, kind: 'sell' }, { ...stamp, id: `${id}-out`, kind: 'withdrawal', amount }]
    : [{ ...stamp, id: `${id}-in`, kind: 'deposit', amount }, { ...trade, kind: 'buy' }];
}
