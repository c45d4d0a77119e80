import { expect, test } from 'vitest';
import { decimal } from '../../../src/shared/decimal.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { definedOrThrow, isUndefined, undefinedBecause } from '../../../src/shared/undefined-value.ts';
import { accountStatement } from '../../../src/domain/income/account-statement.ts';
import { forecastCoupons, forecastDividends } from '../../../src/domain/income/income-forecast.ts';
import { incomeHistory, totalIncomeBy } from '../../../src/domain/income/income-history.ts';
import { paymentRhythm } from '../../../src/domain/income/payment-rhythm.ts';
import { trailingYieldOnCost } from '../../../src/domain/income/yield-on-cost.ts';
import type { Transaction } from '../../../src/domain/lots/transaction.ts';
import { givenBuy, givenSale } from '../lots/given-trades.ts';

const HISTORY: readonly Transaction[] = [
  givenBuy({ id: 'b', on: '2024-01-02', quantity: 10, price: 100, currency: 'EUR', fxToBase: '1.1' }),
  { kind: 'dividend', id: 'd', tradeDate: isoDate('2024-05-02'), securityId: 'ACME', currency: 'EUR', fxToBase: decimal('1.2'), amount: decimal(50), taxes: decimal(10) },
];

test('income keeps gross, withheld and net apart and converts at the rate of the payment', () => {
  const payments = definedOrThrow(incomeHistory(HISTORY, 'base'));
  expect(payments.map((payment) => [payment.gross.toFixed(), payment.withheld.toFixed(), payment.net.toFixed(), payment.perUnit?.toFixed()])).toEqual([['60', '12', '48', '5']]);
  expect(totalIncomeBy(payments, ({ paidOn }) => paidOn.slice(0, 7)).get('2024-05')!.net.toFixed()).toBe('48');
  expect(isUndefined(incomeHistory(HISTORY, 'client'))).toBe(true);
});

test('yield on cost counts twelve months and does not exist without a cost', () => {
  const payments = [{ paidOn: isoDate('2023-05-02'), amount: decimal(40) }, { paidOn: isoDate('2024-05-02'), amount: decimal(50) }];
  expect(trailingYieldOnCost(payments, decimal(1000), isoDate('2024-05-02'))).toBe(0.05);
  expect(isUndefined(trailingYieldOnCost(payments, decimal(0), isoDate('2024-05-02')))).toBe(true);
});

test('a forecast repeats the last twelve months on the units held now, and withholds itself when payments stopped', () => {
  const paid = ['2023-08-01', '2023-11-01', '2024-02-01', '2024-05-02'].map((day, index) => ({ paidOn: isoDate(day), perUnit: decimal(1 + index) }));
  const holding = { securityId: 'ACME', currency: 'USD', quantity: decimal(3), paid };
  expect(definedOrThrow(forecastDividends(holding, isoDate('2024-05-10'))).map(({ expectedOn, amount }) => [expectedOn, amount.toFixed()]))
    .toEqual([['2024-08-01', '3'], ['2024-11-01', '6'], ['2025-02-01', '9'], ['2025-05-02', '12']]);
  const late = forecastDividends(holding, isoDate('2025-02-01'));
  expect(isUndefined(late) && late.reason).toMatch(/stopped/);
});

test('coupons are counted back from maturity without drifting at month ends', () => {
  const bond = { securityId: 'B', currency: 'USD', faceAmount: decimal(1000), couponFraction: decimal('0.05'), paymentsPerYear: 2, maturesOn: isoDate('2026-08-31') } as const;
  expect(forecastCoupons(bond, isoDate('2025-02-28'), isoDate('2026-12-31')).map(({ expectedOn, amount }) => [expectedOn, amount.toFixed()]))
    .toEqual([['2025-08-31', '25'], ['2026-02-28', '25'], ['2026-08-31', '25']]);
});

test('a rhythm is the typical gap: one special payment does not change it', () => {
  expect(paymentRhythm(['2024-01-15', '2024-04-15', '2024-07-15', '2024-07-20', '2024-10-15', '2025-01-15'].map(isoDate))).toBe('quarterly');
});

test('an account statement adds up exactly, whatever happened inside the period', () => {
  const deposit = { kind: 'deposit', id: 'in', tradeDate: isoDate('2024-01-01'), currency: 'USD', amount: decimal(2000) } as const;
  const statement = definedOrThrow(accountStatement([
    deposit, givenBuy({ id: 'b', on: '2024-01-02', quantity: 10, price: 100, fees: 3 }), givenSale({ id: 's', on: '2024-03-01', quantity: 4, price: 120, fees: 2 }),
    { kind: 'dividend', id: 'd', tradeDate: isoDate('2024-03-05'), securityId: 'ACME', currency: 'USD', amount: decimal(8), taxes: decimal(1) },
  ], isoDate('2024-01-31'), isoDate('2024-12-31'), (_id, day) => decimal(day < '2024-06-01' ? 110 : 130)));
  const { initial, capitalGains, realisedGains, earnings, fees, taxes, transfers, final } = statement;
  expect([initial, capitalGains, realisedGains, earnings, fees, taxes, transfers, final].map((amount) => amount.toFixed())).toEqual(['2097', '120', '40', '8', '2', '1', '0', '2262']);
  expect(initial.plus(capitalGains).plus(realisedGains).plus(earnings).minus(fees).minus(taxes).plus(transfers).eq(final)).toBe(true);
  expect(isUndefined(accountStatement([deposit, givenBuy({ id: 'b', on: '2024-01-02', quantity: 1, price: 1 })], isoDate('2024-01-31'), isoDate('2024-02-01'), () => undefinedBecause('no price')))).toBe(true);
});
