import { sumDecimals, type Decimal } from '../../shared/decimal.ts';
import { addDays, daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { isUndefined, type Undefined } from '../../shared/undefined-value.ts';
import type { ReportingCurrency } from '../lots/currency-gains.ts';
import type { LotRules } from '../lots/lot-rules.ts';
import { runLots } from '../lots/run-lots.ts';
import type { SellTransaction, Transaction } from '../lots/transaction.ts';
import { adjustForWashSales } from './gains-with-wash-sales.ts';
import { US_WASH_SALE_RULES, type WashSaleRules } from './wash-lot.ts';

export interface ReplacementPurchase {
  readonly lotId: string;
  readonly orderId: string;
  readonly boughtOn: IsoDate;
  readonly quantity: Decimal;
}

/** What the wash-sale rule would make of a planned sale. */
export interface WashSaleRisk {
  readonly isWashSale: boolean;
  /** Loss of the sale before the rule, positive; zero for a gain. Reporting currency. */
  readonly loss: Decimal;
  readonly disallowed: Decimal;
  readonly disallowedQuantity: Decimal;
  /** Known purchases inside the window around the sale that could replace what is sold. */
  readonly replacements: readonly ReplacementPurchase[];
  /** First day from the planned one on which no known purchase lies within the window: the sale is then clean, if nothing is bought after. */
  readonly firstClearDate: IsoDate;
  /** First day on which a new purchase would no longer touch a sale on the planned day. */
  readonly buyAgainFrom: IsoDate;
}

export interface WashSaleRiskOptions {
  readonly lotRules?: Partial<LotRules>;
  readonly washSaleRules?: WashSaleRules;
  readonly reporting?: ReportingCurrency;
}

/**
 * Whether a planned sale would be a wash sale, from the history it would join. Purchases already known for later days (a savings plan,
 * reinvested dividends) belong in the history and count. Only this history is seen: other accounts of the client may hold replacements.
 * @returns undefined when an exchange rate that it needs is missing.
 * @throws AppError as `LotBook.apply`: the sale exceeds what is held.
 */
export function washSaleRisk(trade: SellTransaction, history: readonly Transaction[], options: WashSaleRiskOptions = {}): WashSaleRisk | Undefined {
  const { washSaleRules = US_WASH_SALE_RULES, reporting = 'trade', lotRules = {} } = options;
  const transactions = [...history, trade];
  const lots = runLots(transactions, lotRules);
  const adjusted = adjustForWashSales(lots, transactions, reporting, washSaleRules);
  if (isUndefined(adjusted)) return adjusted;
  const sold = adjusted.gains.filter(({ gain }) => gain.transactionId === trade.id);
  const outcomes = sold.flatMap(({ outcome }) => outcome ?? []);
  const soldOrders = new Set(sold.map(({ gain }) => gain.orderId));
  const held = lots.book.position(trade.securityId)?.lots ?? [];
  const others = held.filter((lot) => lot.side === 'long' && !soldOrders.has(lot.orderId))
    .map((lot) => ({ lotId: lot.id, orderId: lot.orderId, boughtOn: lot.acquiredOn, quantity: lot.quantity }));
  const reach = washSaleReach(washSaleRules);
  const disallowed = sumDecimals(outcomes.map((outcome) => outcome.disallowed));
  return {
    isWashSale: disallowed.gt(0), disallowed, disallowedQuantity: sumDecimals(outcomes.map((outcome) => outcome.disallowedQuantity)),
    loss: sumDecimals(outcomes.flatMap((outcome) => {
      const before = outcome.taxableGain?.minus(outcome.disallowed);
      return before?.lt(0) ? [before.neg()] : [];
    })),
    replacements: others.filter(({ boughtOn }) => Math.abs(daysBetween(boughtOn, trade.tradeDate)) <= reach),
    firstClearDate: firstClearDate(trade.tradeDate, others.map(({ boughtOn }) => boughtOn), reach),
    buyAgainFrom: addDays(trade.tradeDate, reach + 1),
  };
}

/** Days on each side of the sale that count. */
export function washSaleReach(rules: WashSaleRules): number {
  return rules.inclusive ? rules.windowDays : rules.windowDays - 1;
}

/** The first day, from `from` on, that lies more than `reach` days from every purchase. */
export function firstClearDate(from: IsoDate, purchases: readonly IsoDate[], reach: number): IsoDate {
  let clear = from;
  // Oldest first: each purchase in reach pushes the day behind its own window, never back into an earlier one's.
  for (const boughtOn of [...purchases].sort()) {
    if (Math.abs(daysBetween(boughtOn, clear)) <= reach) clear = addDays(boughtOn, reach + 1);
  }
  return clear;
}
