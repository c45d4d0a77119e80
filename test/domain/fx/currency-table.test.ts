import { expect, test } from 'vitest';
import { decimal } from '../../../src/shared/decimal.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { definedOrThrow, isUndefined } from '../../../src/shared/undefined-value.ts';
import { CurrencyTable, staleRateRemark } from '../../../src/domain/fx/currency-table.ts';
import { RateSeries } from '../../../src/domain/fx/rate-series.ts';

const series = (...points: [string, number][]): RateSeries => new RateSeries(points.map(([date, rate]) => ({ date: isoDate(date), rate: decimal(rate) })));
const DAY = isoDate('2024-03-04');
const TABLE = new CurrencyTable()
  .add('EUR', 'USD', series(['2024-03-01', 1.25], ['2024-04-01', 2]))
  .add('USD', 'JPY', series(['2024-02-20', 150]));

test('a pair without a series of its own is crossed through others, forwards and backwards', () => {
  expect(definedOrThrow(TABLE.rate('EUR', 'JPY', DAY)).rate.toFixed()).toBe('187.5');
  expect(definedOrThrow(TABLE.rate('USD', 'EUR', DAY)).rate.toFixed()).toBe('0.8');
  expect(definedOrThrow(TABLE.convert(decimal(375), 'JPY', 'EUR', DAY)).amount.toDecimalPlaces(20).toFixed()).toBe('2');
});

test('a crossed rate is as old as its oldest link, and says so', () => {
  const rate = definedOrThrow(TABLE.rate('EUR', 'JPY', DAY));
  expect([rate.from, rate.ageDays, rate.path]).toEqual(['2024-02-20', 13, ['EUR', 'USD', 'JPY']]);
  expect(staleRateRemark(rate, 5)).toContain('2024-02-20');
  expect(staleRateRemark(rate, 13)).toBeUndefined();
});

test('a rate that is missing or too old does not exist: it is neither 1 nor 0', () => {
  expect(isUndefined(TABLE.rate('EUR', 'CHF', DAY))).toBe(true);
  expect(isUndefined(TABLE.rate('EUR', 'USD', isoDate('2024-02-01')))).toBe(true);
  expect(isUndefined(TABLE.rate('USD', 'JPY', DAY, { beforeFirst: 'undefined', maxAgeDays: 5 }))).toBe(true);
});

test('a rate that is not positive, or two for one day, are refused', () => {
  expect(() => series(['2024-01-01', 0])).toThrow(/positive|rate/);
  expect(() => series(['2024-01-01', 1], ['2024-01-01', 2])).toThrow(/two exchange rates/);
});
