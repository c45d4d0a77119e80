import { decimal, roundMoney, type Decimal } from '../../shared/decimal.ts';
import type { StateSecurity } from '../portfolio-state/portfolio-state.ts';
import type { AdviceBook } from './advice-book.ts';

/** Basis points of a trade in the security; for a class without a rate on record, the dearest of the table, so that cost is never understated. */
export function tradeBps(book: AdviceBook, { assetClass }: StateSecurity): number {
  const table = book.snapshot.costs.tradeBps;
  return table[assetClass] ?? Math.max(0, ...Object.values(table));
}

/** Commission and half spread of one trade, base currency, rounded to the minor unit. */
export function tradeCost(book: AdviceBook, security: StateSecurity, amountBase: Decimal): Decimal {
  const charged = amountBase.times(tradeBps(book, security)).div(10_000);
  const least = decimal(book.snapshot.costs.minimumPerTradeBase);
  return roundMoney(charged.lt(least) ? least : charged, book.currency);
}

/** The most that a purchase may be worth so that amount and cost together stay within the money. */
export function affordable(book: AdviceBook, security: StateSecurity, money: Decimal): Decimal {
  const byRate = money.div(1 + tradeBps(book, security) / 10_000);
  const byMinimum = money.minus(book.snapshot.costs.minimumPerTradeBase);
  return byRate.lt(byMinimum) ? byRate : byMinimum;
}
