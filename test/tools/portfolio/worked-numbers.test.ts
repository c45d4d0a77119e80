import { afterAll, beforeAll, expect, test } from 'vitest';
import { factOf, figureOf, givenBook, rowsOf } from '../../support/given-book.ts';

let book: Awaited<ReturnType<typeof givenBook>>;
beforeAll(async () => { book = await givenBook(); });
afterAll(() => book.close());

// 60 × 80 + 20 × 150 × 0.95 + cash 10,000 + 40 − 5,010 − 800 + 50 − 10 − 40 = 4,800 + 2,850 + 4,230.
const TOTAL = 11_880;

test('the summary adds up shares, foreign shares at the rate of the day, and cash', async () => {
  const answer = await book.call('anna', 'get_portfolio_summary', {});
  expect(figureOf(answer, 'valueBase')).toBe('11880');
  expect(figureOf(answer, 'cashBase')).toBe('4230');
  expect(figureOf(answer, 'cashFraction')).toBeCloseTo(4230 / TOTAL, 12);
  expect(figureOf(answer, 'holdingCount')).toBe(2);
  expect(factOf(answer, 'largestHolding')).toBe('Acme Machines AG (ACME)');
});

test('the summary in another currency converts at the inverse rate', async () => {
  expect(figureOf(await book.call('anna', 'get_portfolio_summary', { currency: 'USD' }), 'valueBase')).toBe('12505.26');
});

test('holdings at a loss are those below cost, fees included', async () => {
  const answer = await book.call('anna', 'list_holdings', { filter: 'at_loss' });
  expect(rowsOf(answer, 'holdings')).toMatchObject([{ ticker: 'ACME', quantity: '60', cost: '5810.00', gain: '-1010.00', currency: 'EUR' }]);
  expect(rowsOf(await book.call('anna', 'list_holdings', { sector: 'energy' }), 'holdings')).toMatchObject([{ ticker: 'GLBX', value: '2850.00', gain: '1050.00' }]);
});

test('one holding shows quantity, cost and gain', async () => {
  const answer = await book.call('anna', 'get_holding', { security: 'globex' });
  expect([figureOf(answer, 'quantity'), figureOf(answer, 'costBase'), figureOf(answer, 'unrealisedGainBase')]).toEqual(['20', '1800', '1050']);
  expect(factOf(answer, 'firstAcquired')).toBe('2026-01-05');
  expect(factOf(await book.call('anna', 'get_holding', { security: 'RISK' }), 'isHeld')).toBe(false);
});

test('the value of a past day is that of its close', async () => {
  expect(figureOf(await book.call('anna', 'get_value_history', { date: '2026-01-02' }), 'valueOnDate')).toBe('11800');
  const answer = await book.call('anna', 'get_value_history', { period: 'since_inception' });
  expect([figureOf(answer, 'openingValue'), figureOf(answer, 'closingValue'), figureOf(answer, 'netFlow')]).toEqual(['0', '11880', '11840']);
});

test('accounts count their cash beside that of the portfolios', async () => {
  const answer = await book.call('anna', 'get_accounts', {});
  expect(figureOf(answer, 'cashTotal')).toBe('5230');
  expect(figureOf(answer, 'cashFraction')).toBeCloseTo(5230 / 12_880, 12);
});

test('returns are linked around the second deposit', async () => {
  const answer = await book.call('anna', 'get_performance', { periods: ['since_inception'], methods: ['TWR', 'simple'] });
  // On 1 July the portfolio stood at 11,830 (11,800 − fee 10 + net dividend 40) before 40 came in and 40 were paid as a fee.
  expect(figureOf(answer, 'twr:since_inception')).toBeCloseTo((11_830 / 11_800) * (11_830 / 11_870) * (11_880 / 11_830) - 1, 9);
  expect(figureOf(answer, 'simple:since_inception')).toBeCloseTo(40 / 11_840, 12);
});

test('gains split realised, unrealised and what the dollar did', async () => {
  const answer = await book.call('anna', 'get_gains', {});
  expect([figureOf(answer, 'realisedGain'), figureOf(answer, 'unrealisedGain'), figureOf(answer, 'totalGain')]).toEqual(['0', '40', '40']);
  // 2,000 USD of cost × (0.95 − 0.90).
  expect(figureOf(answer, 'currencyGain')).toBe('100');
  expect(figureOf(await book.call('anna', 'get_gains', { sector: 'Energy' }), 'totalGain')).toBe('1050');
});

// ACME: 4,800 − 5,010 − 800 + 40 of net dividend.
test('holdings are ranked by what they earned', async () => {
  const rows = rowsOf(await book.call('anna', 'rank_holdings', { period: 'since_inception', by: 'gain' }), 'ranking');
  expect(rows.map((row) => [row['ticker'], row['gain']])).toEqual([['GLBX', '1050.00'], ['ACME', '-970.00']]);
});

test('one holding alone is measured as it is among the others', async () => {
  const rows = rowsOf(await book.call('anna', 'rank_holdings', { period: 'since_inception', by: 'gain', security: 'acme' }), 'ranking');
  expect(rows.map((row) => [row['ticker'], row['gain']])).toEqual([['ACME', '-970.00']]);
});

test('allocation weighs by the whole value, and one bucket is found in loose words', async () => {
  const answer = await book.call('anna', 'get_allocation', { by: 'asset_class', bucket: 'stocks' });
  expect(figureOf(answer, 'bucketFraction')).toBeCloseTo(7650 / TOTAL, 12);
  expect(rowsOf(answer, 'allocation').map((row) => row['bucket'])).toEqual(['equity', 'cash']);
});

test('drift is actual less target and says which side of the band', async () => {
  const answer = await book.call('anna', 'get_drift', { assetClass: 'equity' });
  expect(figureOf(answer, 'driftFraction')).toBeCloseTo(7650 / TOTAL - 0.7, 12);
  expect(rowsOf(answer, 'drift')[0]).toMatchObject({ status: 'under' });
});

test('concentration names what stands above the limit of the mandate', async () => {
  const answer = await book.call('anna', 'get_concentration', {});
  expect(figureOf(answer, 'topFraction')).toBeCloseTo(4800 / TOTAL, 12);
  expect(rowsOf(answer, 'positions').map((row) => row['ticker'])).toEqual(['ACME']);
});

test('a fall of the dollar costs its share of what is priced in dollars', async () => {
  expect(figureOf(await book.call('anna', 'get_currency_exposure', { currency: 'USD', shockFraction: -0.1 }), 'impactBase')).toBe('-285');
});

test('transactions count, add up in the base currency and filter by amount', async () => {
  const answer = await book.call('anna', 'list_transactions', { kinds: ['buy'], orderBy: 'amount', limit: 2 });
  expect([figureOf(answer, 'count'), figureOf(answer, 'totalAmount')]).toEqual([3, '7600']);
  expect(rowsOf(answer, 'transactions').map((row) => row['amount'])).toEqual(['5000.00', '1800.00']);
  expect(figureOf(await book.call('anna', 'list_transactions', { kinds: ['buy'], minAmount: 1000 }), 'count')).toBe(2);
});

test('income shows dividends, withholding and who paid most', async () => {
  const answer = await book.call('anna', 'get_income', { period: 'YTD' });
  expect([figureOf(answer, 'dividendTotal'), figureOf(answer, 'withheldTotal'), figureOf(answer, 'topPayerAmount')]).toEqual(['50', '10', '50']);
  expect(figureOf(answer, 'yieldOnCost')).toBeCloseTo(50 / 7610, 12);
});

test('fees are advisory fees and commissions', async () => {
  const answer = await book.call('anna', 'get_fees', { period: 'YTD' });
  expect([figureOf(answer, 'feeTotal'), figureOf(answer, 'advisoryFees'), figureOf(answer, 'tradingFees'), figureOf(answer, 'invoicedTotal')]).toEqual(['50', '40', '10', '40']);
});

test('the tax year sums what its record holds', async () => {
  const answer = await book.call('anna', 'get_tax_summary', { taxYear: 2026 });
  expect([figureOf(answer, 'dividends'), figureOf(answer, 'withheld'), figureOf(answer, 'shortTermGain')]).toEqual(['50', '10', '0']);
  expect(figureOf(await book.call('anna', 'get_tax_summary', { taxYear: 2020 }), 'dividends')).toBeNull();
});

test('a loss with a purchase within 30 days carries wash-sale risk until its window is over', async () => {
  const [loss] = rowsOf(await book.call('anna', 'find_tax_losses', {}), 'losses');
  expect(loss).toMatchObject({ ticker: 'ACME', loss: '1010.00', washSaleRisk: true, clearDate: '2026-12-11' });
  const check = await book.call('anna', 'check_wash_sale', { security: 'ACME' });
  expect([factOf(check, 'washSaleRisk'), factOf(check, 'clearDate')]).toEqual([true, '2026-12-11']);
  expect(factOf(await book.call('anna', 'check_wash_sale', { security: 'ACME', date: '2026-12-20' }), 'washSaleRisk')).toBe(false);
});

test('the ESG score is weighted by value and lists the weakest first', async () => {
  const answer = await book.call('anna', 'get_esg', {});
  expect(figureOf(answer, 'esgScore')).toBeCloseTo((40 * 4800 + 20 * 2850) / 7650, 9);
  expect(rowsOf(answer, 'laggards').map((row) => row['ticker'])).toEqual(['GLBX', 'ACME']);
});

test('billing shows the latest invoice and that nothing is due', async () => {
  const answer = await book.call('anna', 'get_billing', {});
  expect([figureOf(answer, 'latestInvoiceAmount'), figureOf(answer, 'balanceDue'), figureOf(answer, 'nextInvoiceAmount')]).toEqual(['40', '0', null]);
});

test('portfolios stand side by side', async () => {
  expect(rowsOf(await book.call('auditor', 'compare_portfolios', { portfolios: ['alpine', 'baltic'], period: 'since_inception' }), 'comparison')).toMatchObject([{ portfolio: 'Alpine Growth', gain: '40.00' }, { portfolio: 'Baltic Income', gain: '0.00', twr: 0 }]);
});

test('risk needs no more than the daily index', async () => {
  const answer = await book.call('anna', 'get_risk', { period: 'since_inception' });
  expect(figureOf(answer, 'volatility')).toBeGreaterThan(0);
  expect(figureOf(answer, 'maxDrawdown')).toBeGreaterThan(0.05);
});
