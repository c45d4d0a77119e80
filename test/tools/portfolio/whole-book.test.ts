import { afterAll, beforeAll, expect, test } from 'vitest';
import { figureOf, givenBook, rowsOf } from '../../support/given-book.ts';

let book: Awaited<ReturnType<typeof givenBook>>;
beforeAll(async () => { book = await givenBook(); });
afterAll(() => book.close());

test('losses of a whole book name the client, and a client sees only their own', async () => {
  // 50 bought at 100 with 10 in fees are worth 80 each: 5,010 less 4,000 EUR, at 0.95 EUR for the firm's dollar. The 10 bought at 80 lose
  // nothing, and make the rest a wash sale.
  const answer = await book.call('advisor', 'find_tax_losses', {});
  expect(figureOf(answer, 'harvestableLossTotal')).toBe((1010 / 0.95).toFixed(2));
  expect(rowsOf(answer, 'losses')).toMatchObject([{ ticker: 'ACME', client: 'Anna Keller', loss: (1010 / 0.95).toFixed(2), washSaleRisk: true, clearDate: '2026-12-11' }]);
  expect(rowsOf(await book.call('bert', 'find_tax_losses', {}), 'losses')).toEqual([]);
});

test('the move of a currency over a period is what its rate did to what is held now', async () => {
  // 3,000 USD at 0.95 less at 0.90.
  const answer = await book.call('anna', 'get_currency_exposure', { currency: 'USD', period: '2026-01-02..2026-11-23' });
  expect(figureOf(answer, 'periodImpactBase')).toBe('150');
  expect(figureOf(await book.call('anna', 'get_currency_exposure', { currency: 'USD', shockFraction: -0.1 }), 'impactBase')).toBe('-285');
});

test('an auditor asks for one advisor, and an advisor without clients has nothing under management', async () => {
  // 11,880 and 7,777 EUR.
  expect(figureOf(await book.call('auditor', 'get_book_summary', {}), 'aum')).toBe((19_657 / 0.95).toFixed(2));
  const own = await book.call('auditor', 'get_book_summary', { advisor: 'Dora Advisor' });
  expect([figureOf(own, 'aum'), figureOf(own, 'clientCount')]).toEqual([null, 0]);
});

test('the weakest scores come first, as many as asked for, and the list says how many there are', async () => {
  const answer = await book.call('anna', 'get_esg', { limit: 1 });
  expect(rowsOf(answer, 'laggards')).toMatchObject([{ ticker: 'GLBX', score: 20 }]);
  expect(answer.tables[0]?.total).toBe(2);
});
