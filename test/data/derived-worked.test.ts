import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bookTransactions, cancelTransaction, saveFxRates, savePrices, type NewTransaction } from '../../src/data/transactions/index.ts';
import type { Database } from '../../src/db/open-database.ts';
import { DividendPayout } from '../../src/entities/income/dividend-payout.entity.ts';
import { TaxRecord } from '../../src/entities/income/tax-record.entity.ts';
import { Holding } from '../../src/entities/portfolios/holding.entity.ts';
import { PortfolioSnapshot } from '../../src/entities/portfolios/portfolio-snapshot.entity.ts';
import { MarketPrice } from '../../src/entities/trading/market-price.entity.ts';
import { Transaction } from '../../src/entities/trading/transaction.entity.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';
import { derivedRows, givenPortfolio, givenSecurities } from './given-derived.ts';

const [D5, D6, D7] = [isoDate('2026-01-05'), isoDate('2026-01-06'), isoDate('2026-01-07')] as const;

describe.each(ENGINES)('three days of a dollar portfolio with a euro share on %s', (engine) => {
  let database: Database;
  let made = 0;
  const context = { now: new Date('2026-01-07T18:00:00Z'), today: D7, newId: () => `t${(made += 1)}` };
  const fork = () => database.orm.em.fork();
  const euro = { portfolioId: 'p1', currency: 'EUR', source: 'test' } as const;
  const sell: NewTransaction = { ...euro, kind: 'sell', securityId: 'BBB', tradeDate: D7, quantity: '4', price: '22', externalRef: 'sale-1' };

  beforeAll(async () => {
    database = await givenDatabase(engine);
    await givenSecurities(fork(), { BBB: 'EUR' });
    await givenPortfolio(fork());
    const rates = [[D5, '1.1'], [D6, '1.2'], [D7, '1.25']] as const;
    await saveFxRates(fork(), rates.map(([rateDate, rate]) => ({ baseCurrency: 'EUR', quoteCurrency: 'USD', rateDate, rate, source: 'test' })), context);
    await savePrices(fork(), ([[D5, '20'], [D6, '21'], [D7, '22']] as const).map(([priceDate, close]) => ({ securityId: 'BBB', priceDate, close, source: 'test' })), context);
    await bookTransactions(fork(), [
      { ...euro, currency: 'USD', kind: 'deposit', tradeDate: D5, grossAmount: '1000' },
      { ...euro, currency: 'USD', kind: 'buy', securityId: 'EUR', tradeDate: D5, quantity: '300', price: '1.1' },
      { ...euro, kind: 'buy', securityId: 'BBB', tradeDate: D6, quantity: '10', price: '20.5', fees: '1' },
      sell,
      { ...euro, kind: 'dividend', securityId: 'BBB', tradeDate: D7, grossAmount: '5', taxesWithheld: '0.75' },
    ], context);
  }, 60_000);
  afterAll(async () => database.close());

  test('snapshots are the amounts that paper and pencil give', async () => {
    const rows = await fork().find(PortfolioSnapshot, { portfolio: 'p1' }, { orderBy: { snapshotDate: 'asc' } });
    // 670 USD + 300 EUR; then 94 EUR of cash and 10 × 21 EUR at 1.2; then 186.25 EUR of cash and 6 × 22 EUR at 1.25.
    expect(rows.map(({ valueBase, cashBase, costBase, quality }) => [valueBase, cashBase, costBase, quality])).toEqual([
      ['1000', '1000', '0', 'complete'], ['1034.8', '782.8', '247.2', 'complete'], ['1067.8125', '902.8125', '148.32', 'complete'],
    ]);
    expect(rows.map(({ netFlowBase, incomeBase, feesBase, taxesBase, realisedGainBase }) => [netFlowBase, incomeBase, feesBase, taxesBase, realisedGainBase])).toEqual([
      ['1000', '0', '0', '0', '0'], ['0', '0', '1.2', '0', '0'], ['0', '6.25', '0', '0.9375', '11.12'], // 88 × 1.25 − 82.4 × 1.2
    ]);
    expect(rows.at(-1)?.unitValue).toBeCloseTo(106.78125, 10);
  });

  test('the holding carries its cost at the rates of purchase', async () => {
    const row = await fork().findOneOrFail(Holding, { portfolio: 'p1', security: 'BBB' });
    expect(row).toMatchObject({
      quantity: '6', costBasis: '123.6', costBasisBase: '148.32', averageCost: '20.6', marketPrice: '22', priceDate: D7, marketValue: '132',
      marketValueBase: '165', unrealisedGainBase: '16.68', firstAcquiredOn: D6,
    });
    expect(row.weightFraction).toBeCloseTo(165 / 1067.8125, 14);
    expect((await fork().findOneOrFail(Holding, { portfolio: 'p1', security: 'EUR' })).quantity).toBe('186.25');
  });

  test('tax year and payout follow', async () => {
    expect(await fork().findOneOrFail(TaxRecord, { portfolio: 'p1', taxYear: 2026 })).toMatchObject({
      shortTermGain: '11.12', longTermGain: '0', washSaleDisallowed: '0', dividends: '6.25', withheld: '0.9375', status: 'provisional',
    });
    expect(await fork().findOneOrFail(DividendPayout, { portfolio: 'p1' })).toMatchObject({ units: '10', amountPerUnit: '0.5', grossAmount: '5', netAmount: '4.25', fxRateToBase: '1.25' });
  });

  test('a sale of more than is held is refused by name and leaves no trace', async () => {
    const before = await derivedRows(fork());
    const refused = bookTransactions(fork(), [{ ...sell, externalRef: 'sale-2', quantity: '7', id: 'too-much' }], context);
    await expect(refused).rejects.toThrow(/too-much of 2026-01-07 sells 7 units of BBB, but only 6 are open/);
    expect(await derivedRows(fork())).toEqual(before);
    expect(await fork().count(Transaction, { id: 'too-much' })).toBe(0);
  });

  test('cancelling a purchase that a later sale needs is refused', async () => {
    const purchase = await fork().findOneOrFail(Transaction, { security: 'BBB', kind: 'buy' });
    await expect(cancelTransaction(fork(), purchase.id, context)).rejects.toThrow(/sells 4 units/);
    expect((await fork().findOneOrFail(Transaction, purchase.id)).status).toBe('booked');
  });

  test('the same reference again adds nothing', async () => {
    expect(await bookTransactions(fork(), [sell], context)).toMatchObject({ added: 0, alreadyThere: 1 });
  });

  test('a corrected close keeps what stood before and moves only values from its day on', async () => {
    expect(await savePrices(fork(), [{ securityId: 'BBB', priceDate: D6, close: '21.5', source: 'vendor' }], context)).toEqual({ added: 0, corrected: 1, unchanged: 0 });
    expect((await fork().findOneOrFail(MarketPrice, { security: 'BBB', priceDate: D6 })).corrections).toEqual([{ close: '21', recordedAt: '2026-01-07T18:00:00.000Z', source: 'test' }]);
    const rows = await fork().find(PortfolioSnapshot, { portfolio: 'p1' }, { orderBy: { snapshotDate: 'asc' } });
    expect(rows.map(({ valueBase }) => valueBase)).toEqual(['1000', '1040.8', '1067.8125']); // 10 × 0.5 EUR × 1.2 more
  });
});
