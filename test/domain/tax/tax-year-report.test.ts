import { expect, test } from 'vitest';
import { decimal } from '../../../src/shared/decimal.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { definedOrThrow, isUndefined } from '../../../src/shared/undefined-value.ts';
import type { Transaction } from '../../../src/domain/lots/transaction.ts';
import { taxYearReport } from '../../../src/domain/tax/tax-year-report.ts';
import { givenBuy, givenSale } from '../lots/given-trades.ts';

const STAMP = { currency: 'USD', fxToBase: decimal(1) } as const;
const HISTORY: readonly Transaction[] = [
  givenBuy({ id: 'b1', on: '2022-01-03', quantity: 10, price: 100 }),
  givenBuy({ id: 'b2', on: '2024-02-01', quantity: 10, price: 100, securityId: 'LOSS' }),
  givenSale({ id: 's1', on: '2024-03-01', quantity: 10, price: 150, fees: 5 }),
  { ...STAMP, kind: 'dividend', id: 'd1', tradeDate: isoDate('2024-05-02'), securityId: 'LOSS', amount: decimal(20), taxes: decimal(3), qualified: true },
  { ...STAMP, kind: 'interest', id: 'i1', tradeDate: isoDate('2024-06-30'), amount: decimal(7) },
  { ...STAMP, kind: 'fee', id: 'f1', tradeDate: isoDate('2024-06-30'), amount: decimal(12) },
  givenSale({ id: 's2', on: '2024-12-20', quantity: 10, price: 70, securityId: 'LOSS' }),
  givenBuy({ id: 'b3', on: '2025-01-10', quantity: 5, price: 72, securityId: 'LOSS' }),
  { ...STAMP, kind: 'dividend', id: 'd2', tradeDate: isoDate('2025-05-02'), securityId: 'LOSS', amount: decimal(9) },
];

test("a year's report splits terms, takes January's purchase into account and counts only its own income", () => {
  const report = definedOrThrow(taxYearReport(HISTORY, { year: 2024, reporting: 'base' }));
  expect(report.longTerm.taxableGain.toFixed()).toBe('495');
  // 300 lost on ten units, five of them bought back within 30 days.
  expect([report.shortTerm.taxableGain.toFixed(), report.shortTerm.disallowed.toFixed()]).toEqual(['-150', '150']);
  expect([report.dividends, report.qualifiedDividends, report.interest, report.withheld, report.fees, report.tradingFees].map((amount) => amount.toFixed()))
    .toEqual(['20', '20', '7', '3', '12', '5']);
});

test('without the rate of a trade there is no report in base currency, and it says why', () => {
  const { fxToBase: _dropped, ...unrated } = givenSale({ id: 's1', on: '2024-03-01', quantity: 10, price: 150 });
  const report = taxYearReport([HISTORY[0]!, unrated], { year: 2024, reporting: 'base' });
  expect(isUndefined(report) && report.reason).toMatch(/exchange rate/);
});
