import type { PortfolioHistory } from '../../src/data/portfolios/load-transactions.ts';
import { US_WASH_SALE_RULES } from '../../src/domain/tax/wash-lot.ts';
import { firstClearDate, washSaleReach } from '../../src/domain/tax/wash-sale-risk.ts';
import { daysBetween, type IsoDate } from '../../src/shared/calendar.ts';
import type { Decimal } from '../../src/shared/decimal.ts';

export const WASH_SALE_METHOD = 'purchases within 30 days before or after the sale, in any portfolio of the client (IRC 1091)';

/** A purchase that can replace what is sold at a loss. */
export interface Purchase {
  readonly transactionId: string;
  readonly securityId: string;
  readonly portfolioName: string;
  readonly boughtOn: IsoDate;
  readonly quantity: Decimal;
}

/** Purchases of each security within the wash-sale window around a day, over all portfolios together: the rule looks at the taxpayer. */
export function purchasesAround(histories: readonly PortfolioHistory[], day: IsoDate): Map<string, Purchase[]> {
  const reach = washSaleReach(US_WASH_SALE_RULES);
  const purchases = new Map<string, Purchase[]>();
  for (const { portfolio, transactions } of histories) {
    for (const transaction of transactions) {
      if (transaction.kind !== 'buy' || Math.abs(daysBetween(transaction.tradeDate, day)) > reach) continue;
      const { id, securityId, tradeDate, quantity } = transaction;
      purchases.set(securityId, [...(purchases.get(securityId) ?? []), { transactionId: id, securityId, portfolioName: portfolio.name, boughtOn: tradeDate, quantity }]);
    }
  }
  return purchases;
}

/** First day on which none of the purchases is within the window any more. */
export function clearDate(day: IsoDate, purchases: readonly Purchase[]): IsoDate {
  return firstClearDate(day, purchases.map(({ boughtOn }) => boughtOn), washSaleReach(US_WASH_SALE_RULES));
}
