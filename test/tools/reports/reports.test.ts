import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenBook, rowsOf } from '../../support/given-book.ts';

let book: Awaited<ReturnType<typeof givenBook>>;
beforeAll(async () => { book = await givenBook(); });
afterAll(() => book.close());

test('an advisor ranks only the portfolios of the own book, an auditor those of the firm', async () => {
  const own = rowsOf(await book.call('advisor', 'report_top_portfolios', {}), 'topPortfolios');
  const all = rowsOf(await book.call('auditor', 'report_top_portfolios', {}), 'topPortfolios');
  expect(own.every((row) => row['client'] !== 'Bert Olsen')).toBe(true);
  expect(own.length).toBeGreaterThan(0);
  expect(all.length).toBeGreaterThan(own.length);
});

test('an underweight is the target less the weight, with what is missing in money', async () => {
  // Anna: 60 ACME worth 4,800 and 20 GLOBEX worth 2,850 of 11,880 EUR.
  const rows = rowsOf(await book.call('anna', 'report_underweights', { all: true }), 'underweights');
  for (const row of rows) {
    expect(row['client']).toBe('Anna Keller');
    expect(Number(row['gapFraction'])).toBeCloseTo(Number(row['targetFraction']) - Number(row['actualFraction']), 12);
    expect(Number(row['gapBase'])).toBeCloseTo(Number(row['gapFraction']) * 11_880, 1);
  }
  expect(rows.length).toBeGreaterThan(0);
});

test('a book without insights, flags, recommendations or sentiment says so', async () => {
  const risk = await book.call('advisor', 'report_risk_overview', {});
  expect(risk.figures.map(({ value }) => value)).toEqual([0, 0]);
  expect(risk.caveats).toContain('Nothing is open.');
  expect((await book.call('advisor', 'report_confidence_heatmap', {})).tables[0]).toMatchObject({ total: 0 });
});

test('goals at a share of their target, furthest first, and none of other clients', async () => {
  const rows = rowsOf(await book.call('advisor', 'report_near_goals', { minProgressFraction: 0 }), 'goals');
  expect(rows.map((row) => row['client'])).not.toContain('Bert Olsen');
  const progress = rows.map((row) => Number(row['progress']));
  expect(progress).toEqual(progress.toSorted((left, right) => right - left));
  expect(rows.length).toBeGreaterThan(0);
});
