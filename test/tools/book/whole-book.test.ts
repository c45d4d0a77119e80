import { afterAll, beforeAll, expect, test } from 'vitest';
import { figureOf, givenBook, rowsOf } from '../../support/given-book.ts';

let book: Awaited<ReturnType<typeof givenBook>>;
beforeAll(async () => { book = await givenBook(); });
afterAll(() => book.close());

test('fees of a whole book are those of its clients, and of no one else\u2019s', async () => {
  const whole = await book.call('advisor', 'get_fees', { period: 'YTD' });
  const own = await book.call('anna', 'get_fees', { period: 'YTD' });
  // The firm counts in USD: 50 EUR at 0.9.
  expect(rowsOf(whole, 'clients')).toMatchObject([{ client: 'Anna Keller', fees: '55.56' }]);
  expect(Number(figureOf(whole, 'feeTotal'))).toBeCloseTo(50 / 0.9, 2);
  expect(figureOf(whole, 'feeFraction')).toBeCloseTo(Number(figureOf(own, 'feeFraction')), 5);
});

test('what came in less what went out, over all clients', async () => {
  const flows = await book.call('advisor', 'list_transactions', { kinds: ['deposit', 'withdrawal', 'transfer_in', 'transfer_out'], period: '2026' });
  // 10,040 EUR at 0.9, and 2,000 USD.
  expect([figureOf(flows, 'netFlow'), figureOf(flows, 'inflow'), figureOf(flows, 'outflow')]).toEqual(['13155.56', '13155.56', '0']);
});

test('a list of deposits alone has no net flow', async () => {
  const deposits = await book.call('advisor', 'list_transactions', { kinds: ['deposit'], period: '2026' });
  expect(deposits.figures.map(({ key }) => key)).toEqual(['count', 'totalAmount']);
});

test('holders of a currency and of a security are found with what they hold', async () => {
  const dollars = rowsOf(await book.call('advisor', 'screen_book', { criterion: 'holds_currency', value: 'USD' }), 'clients');
  // 20 GLBX at 150 USD, in the firm’s USD; the 2,000 USD paid in were spent on them.
  expect(dollars).toMatchObject([{ client: 'Anna Keller', portfolio: 'Alpine Growth', value: '3000.00' }]);
  expect(dollars[0]!['share']).toBeCloseTo(2850 / 11_880, 9);
  const acme = rowsOf(await book.call('auditor', 'screen_book', { criterion: 'holds_security', value: 'acme' }), 'clients');
  expect(acme).toMatchObject([{ client: 'Anna Keller', value: '5052.63' }]);
  expect(rowsOf(await book.call('advisor', 'screen_book', { criterion: 'holds_security', value: 'RISK' }), 'clients')).toEqual([]);
});

test('holders of an asset class and of a sector are found with their share', async () => {
  const equity = rowsOf(await book.call('advisor', 'screen_book', { criterion: 'holds_asset_class', assetClass: 'equity' }), 'clients');
  // 4,800 EUR of ACME and 2,850 EUR of GLBX of 11,880 EUR.
  expect(equity).toMatchObject([{ client: 'Anna Keller', portfolio: 'Alpine Growth' }]);
  expect(equity[0]!['share']).toBeCloseTo(7650 / 11_880, 9);
  const energy = rowsOf(await book.call('advisor', 'screen_book', { criterion: 'holds_sector', value: 'energy' }), 'clients');
  expect(energy).toMatchObject([{ client: 'Anna Keller', value: '3000.00' }]);
  expect(rowsOf(await book.call('advisor', 'screen_book', { criterion: 'holds_sector', value: 'energy', thresholdFraction: 0.5 }), 'clients')).toEqual([]);
});

test('a screen for a currency without a code is refused with what it needs', async () => {
  await expect(book.call('advisor', 'screen_book', { criterion: 'holds_currency', value: 'euros' })).rejects.toThrow('ISO code');
});

test('goals whose projection ends below their target, with the share that it reaches', async () => {
  const rows = rowsOf(await book.call('advisor', 'screen_book', { criterion: 'goal_off_track' }), 'clients');
  // Half of 11,880 and 1,000 saved outside, 100 a month for twelve months, no growth: 8,140 of 20,000.
  expect(rows).toMatchObject([{ client: 'Anna Keller', goal: 'Lake House', targetDate: '2027-11-23' }]);
  expect(rows[0]!['reached']).toBeCloseTo(8140 / 20_000, 6);
});
