import type { HeldPosition } from '../../src/data/portfolios/load-holdings.ts';
import type { Payout } from '../../src/data/portfolios/load-payouts.ts';
import { forecastDividends } from '../../src/domain/income/income-forecast.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { sumDecimals, ZERO, type Decimal } from '../../src/shared/decimal.ts';
import { isUndefined } from '../../src/shared/undefined-value.ts';

export interface IncomeForecast {
  /** Before withholding, in the currency of the scope at today's rates. */
  readonly total: Decimal;
  readonly caveats: readonly string[];
}

/** Income expected in twelve months from what is held. Coupons repeat like dividends: fixed ones are the same every year. */
export function forecastIncome(positions: readonly HeldPosition[], payouts: readonly Payout[], today: IsoDate): IncomeForecast {
  let total = ZERO;
  const stopped: string[] = [];
  for (const position of positions) {
    if (position.isCash || !position.quantity.gt(0)) continue;
    const paid = payouts.filter((payout) => payout.status === 'paid' && payout.securityId === position.securityId && payout.portfolioId === position.portfolio.id);
    if (paid.length === 0) continue;
    const expected = forecastDividends({ securityId: position.securityId, currency: paid[0]!.currency, quantity: position.quantity, paid: paid.map(({ payDate, perUnit }) => ({ paidOn: payDate, perUnit })) }, today);
    if (isUndefined(expected)) {
      stopped.push(`${position.ticker}: ${expected.reason}`);
      continue;
    }
    // Value over units and price is the way from the price currency to the scope's, at today's rates.
    const rate = position.value && position.price && !position.quantity.isZero() && !position.price.isZero() ? position.value.div(position.quantity).div(position.price) : undefined;
    if (rate) total = total.plus(sumDecimals(expected.map(({ amount }) => amount)).times(rate));
    else stopped.push(`${position.ticker}: no exchange rate`);
  }
  return { total, caveats: stopped.slice(0, 6).map((reason) => `Not in the forecast: ${reason}.`) };
}
