import { expect, test } from 'vitest';
import { LISTINGS, Market } from '../../src/demo/market/market.ts';
import { buyFor } from '../../src/demo/portfolios/simulate-portfolio.ts';
import { Ledger } from '../../src/demo/portfolios/ledger.ts';
import { TradingCalendar } from '../../src/demo/trading-days.ts';
import { isoDate } from '../../src/shared/calendar.ts';

test('a bond bought with all the cash there is costs no more than that, also on the last day before its coupon', () => {
  const market = new Market(new TradingCalendar(isoDate('2026-11-23'), 3), 7);
  let bought = 0;
  for (const { listing, payments } of market.paths) {
    if (!listing.coupon || payments.length < 2) continue;
    const day = payments[1]!.exDay - 1;
    const ledger = new Ledger({ portfolioId: 'p', baseCurrency: listing.currency, clientCurrency: listing.currency }, market, new Map(LISTINGS.map(({ ticker }) => [ticker, ticker])), () => 'id');
    ledger.deposit(day, 1_000_000, listing.currency);
    expect(buyFor(ledger, market, day, listing.ticker, 2_000_000)).toBe(true);
    expect(ledger.cash(listing.currency).gte(0)).toBe(true);
    // What is left would not buy much: the amount was not simply cut down.
    expect(ledger.cash(listing.currency).toNumber()).toBeLessThan(20_000);
    bought += 1;
  }
  expect(bought).toBeGreaterThan(5);
});
