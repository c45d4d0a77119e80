import { afterAll, beforeAll, expect, test } from 'vitest';
import { isOpenAt } from '../../../tools/market/list-markets.tool.ts';
import { factOf, figureOf, givenBook, rowsOf } from '../../support/given-book.ts';

let book: Awaited<ReturnType<typeof givenBook>>;
beforeAll(async () => { book = await givenBook(); });
afterAll(() => book.close());

test('a rate is the last published one, and its inverse serves the other way', async () => {
  const answer = await book.call('anna', 'get_fx_rate', { from: 'EUR', to: 'USD', amount: 95, date: '2026-11-23' });
  expect(figureOf(answer, 'converted')).toBe('100');
  const old = await book.call('anna', 'get_fx_rate', { from: 'usd', to: 'EUR', date: '2026-06-01' });
  expect([figureOf(old, 'rate'), factOf(old, 'rateDate')]).toEqual(['0.9', '2026-01-02']);
  expect(old.caveats.join()).toContain('2026-01-02');
});

test('a pair that nothing connects has no rate and says why', async () => {
  const answer = await book.call('anna', 'get_fx_rate', { from: 'EUR', to: 'JPY' });
  expect(answer.figures[0]).toMatchObject({ key: 'rate', value: null });
  expect(answer.figures[0]?.reason).toContain('JPY');
});

test('facts of a security come with price, rating and ESG score', async () => {
  const answer = await book.call('anna', 'get_security', { security: 'acme machines' });
  expect([factOf(answer, 'sector'), factOf(answer, 'exchange'), factOf(answer, 'isin'), factOf(answer, 'rating')]).toEqual(['Industrials', 'Xetra Frankfurt', 'DE0001', 'Buy']);
  expect([figureOf(answer, 'price'), figureOf(answer, 'esgScore')]).toEqual(['80', 40]);
});

test('a price over a period shows high, change and the distance from the high', async () => {
  const answer = await book.call('anna', 'get_price', { security: 'ACME', period: 'YTD' });
  expect([figureOf(answer, 'price'), figureOf(answer, 'high'), figureOf(answer, 'low')]).toEqual(['80', '100', '80']);
  expect(figureOf(answer, 'distanceFromHighFraction')).toBeCloseTo(-0.2, 12);
  expect(factOf(await book.call('anna', 'get_price', { security: 'ACME', date: '2026-02-01' }), 'priceDate')).toBe('2026-01-05');
});

test('a security without a rating says so', async () => {
  expect(factOf(await book.call('anna', 'get_rating', { security: 'ACME' }), 'agency')).toBe('Harrow');
  expect(factOf(await book.call('anna', 'get_rating', { security: 'GLBX' }), 'rating')).toBeNull();
});

test('a venue is open by its own clock, weekdays and holidays', async () => {
  expect(rowsOf(await book.call('anna', 'list_markets', { market: 'frankfurt' }), 'markets')).toMatchObject([{ code: 'XETRA', level: 23_000, open: true }]);
  const venue = { timezone: 'Europe/Berlin', opensAt: '09:00', closesAt: '17:30', tradingDays: '1,2,3,4,5', holidays: ['2026-12-25'], status: 'active' as const };
  expect(isOpenAt(venue, new Date('2026-07-06T07:00:00Z'))).toBe(true);
  expect(isOpenAt(venue, new Date('2026-12-07T07:59:00Z'))).toBe(false);
  expect(isOpenAt(venue, new Date('2026-11-22T12:00:00Z'))).toBe(false);
  expect(isOpenAt(venue, new Date('2026-12-25T12:00:00Z'))).toBe(false);
});
