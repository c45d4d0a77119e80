import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Database } from '../../src/db/open-database.ts';
import { Holding } from '../../src/entities/portfolios/holding.entity.ts';
import { EtlLog } from '../../src/entities/system/etl-log.entity.ts';
import { importFile } from '../../src/ingest/import-file.ts';
import type { ImportOptions } from '../../src/ingest/import-run.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { decimal } from '../../src/shared/decimal.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';
import { givenPortfolio } from '../data/given-derived.ts';

const NOW = new Date('2010-03-02T12:00:00Z');
const vega = (name: string) => readFileSync(`node_modules/vega-datasets/data/${name}`);
const SECURITIES = 'ticker;name;currency;asset class\n'
  + [['MSFT', 'Microsoft'], ['AMZN', 'Amazon'], ['IBM', 'IBM'], ['GOOG', 'Google'], ['AAPL', 'Apple'], ['SPX', 'S&P 500 tracker']].map(([ticker, name]) => `${ticker};${name};USD;equity`).join('\n');
const TRADES = 'date,type,symbol,quantity,price,amount,fee,currency\n'
  + '2000-01-03,deposit,,,,10000,,USD\n2000-01-03,buy,MSFT,100,39.81,,5,USD\n2000-02-01,buy,AAPL,50,28.66,,5,USD\n2000-03-01,sell,MSFT,40,43.22,,5,USD\n';

describe.each(ENGINES)('on %s', (engine) => {
  let made = 0;
  let database: Database;
  beforeAll(async () => { database = await givenDatabase(engine); }, 120_000);
  afterAll(() => database.close());

  async function given(): Promise<{ database: Database; take: (name: string, content: string | Buffer, options?: ImportOptions) => ReturnType<typeof importFile> }> {
    // What hangs on these goes with them.
    for (const table of ['Clients', 'Securities', 'CurrencyExchangeRates', 'ETL_Logs']) await database.orm.em.getConnection().execute(`delete from ${table}`);
    const context = { now: NOW, today: isoDate('2010-03-02'), newId: () => `i${String((made += 1)).padStart(7, '0')}` };
    await givenPortfolio(database.orm.em.fork());
    return { database, take: (name, content, options = {}) => importFile(database.orm.em.fork(), { name, bytes: Buffer.from(content) }, options, context) };
  }
  const rows = (database: Database, table: string) => (database.orm.em.fork() as SqlEntityManager).execute<{ n: number }[]>(`select count(*) as n from ${table}`).then(([row]) => Number(row?.n));

  test('real prices and a trade file give the holdings and values worked out by hand, and a second import adds nothing', async () => {
    const { database, take } = await given();
    expect(await take('securities.csv', SECURITIES)).toMatchObject({ status: 'succeeded', added: 6, detected: { delimiter: ';' } });
    expect(await take('stocks.csv', vega('stocks.csv'))).toMatchObject({ status: 'succeeded', kind: 'prices', read: 560, added: 560, detected: { dateFormat: 'month-name' } });
    const constants = { security: 'SPX' };
    const daily = await take('sp500-2000.csv', vega('sp500-2000.csv'), { constants });
    // The file runs to 2020: on this day of 2010 its later rows are in the future.
    expect(daily).toMatchObject({ status: 'partial', read: 5105, added: 2555, kind: 'prices', detected: { dateFormat: 'ymd', columns: { close: 'close' } } });
    expect(daily.rejects).toHaveLength(2550);
    expect(daily.rejects[0]).toMatchObject({ field: 'date', reason: '2010-03-03 is in the future' });
    expect(await take('trades.csv', TRADES, { portfolio: 'p1' })).toMatchObject({ status: 'succeeded', added: 4 });

    const held = await database.orm.em.fork().find(Holding, { portfolio: 'p1' }, { populate: ['security'] });
    const of = (ticker: string) => held.find(({ security }) => security.ticker === ticker);
    // MSFT: 100 - 40 = 60 units at 28.8 of 1 March 2010; cost 60/100 of 100 x 39.81 + 5 = 2391.60.
    expect([of('MSFT')?.quantity, of('MSFT')?.marketValueBase, of('MSFT')?.costBasis].map((text) => decimal(text ?? 'NaN').toFixed(2))).toEqual(['60.00', '1728.00', '2391.60']);
    // AAPL: 50 units at 223.02 of 1 March 2010; cost 50 x 28.66 + 5 = 1438.
    expect([of('AAPL')?.quantity, of('AAPL')?.marketValueBase, of('AAPL')?.costBasis].map((text) => decimal(text ?? 'NaN').toFixed(2))).toEqual(['50.00', '11151.00', '1438.00']);
    // Cash: 10000 - 3986 - 1438 + 40 x 43.22 - 5 = 6299.80.
    expect(decimal(of('USD')?.quantity ?? 'NaN').toFixed(2)).toBe('6299.80');

    const before = [await rows(database, 'MarketPrices'), await rows(database, 'Transactions'), await rows(database, 'Securities')];
    expect(await take('again.csv', TRADES, { portfolio: 'p1' })).toMatchObject({ status: 'repeated', added: 0 });
    expect(await take('longer.csv', `${TRADES}2000-04-03,dividend,AAPL,,,12.50,,USD\n`, { portfolio: 'p1' })).toMatchObject({ added: 1, alreadyThere: 4 });
    expect(await take('stocks.csv', vega('stocks.csv'))).toMatchObject({ status: 'repeated', added: 0 });
    expect([await rows(database, 'MarketPrices'), await rows(database, 'Transactions') - 1, await rows(database, 'Securities')]).toEqual(before);
  }, 120_000);

  test('good rows go in and refused ones come back with line, field and reason; strict takes none; both runs are recorded', async () => {
    const { database, take } = await given();
    await take('securities.csv', SECURITIES);
    const file = `${TRADES}2001-01-02,buy,NOPE,1,1,,,USD\n2001-01-03,sell,MSFT,999,50,,,USD\n2001-13-01,fee,,,,3,,USD\n2001-01-04,fee,,,,-3,,USD\n`;
    await expect(take('strict.csv', file, { portfolio: 'p1', strict: true })).rejects.toThrow(/4 rows refused, nothing imported\. Line 6, security/);
    expect(await rows(database, 'Transactions')).toBe(0);
    const report = await take('mixed.csv', file, { portfolio: 'p1' });
    expect(report).toMatchObject({ status: 'partial', read: 8, added: 4 });
    expect(report.rejects.map(({ line, field }) => [line, field])).toEqual([[6, 'security'], [7, 'row'], [8, 'date'], [9, 'amount']]);
    const logs = await database.orm.em.fork().find(EtlLog, { fileName: ['strict.csv', 'mixed.csv'] }, { orderBy: { id: 'asc' } });
    expect(logs.map(({ status, rowsRead, rowsInserted, rowsRejected }) => [status, rowsRead, rowsInserted, rowsRejected])).toEqual([['failed', 8, 0, 4], ['partial', 8, 4, 4]]);
  }, 60_000);

  test('opening positions keep their cost and age, cash becomes a deposit, and units without a cost are refused', async () => {
    const { database, take } = await given();
    await take('securities.csv', SECURITIES);
    await take('stocks.csv', vega('stocks.csv'));
    const file = 'Depot;Wertpapier;Stück;Einstandskurs;Kaufdatum;Stichtag;Währung\np1;MSFT;1.000;20,50;15.03.2003;04.01.2010;USD\np1;USD;2.500,75;;;04.01.2010;USD\np1;IBM;10;;;04.01.2010;USD\n';
    const columns = { portfolio: 'Depot', security: 'Wertpapier', quantity: 'Stück', unitCost: 'Einstandskurs', acquired: 'Kaufdatum', date: 'Stichtag', currency: 'Währung' };
    const report = await take('positions.csv', file, { kind: 'holdings', columns });
    expect(report).toMatchObject({ status: 'partial', added: 2, detected: { delimiter: ';', decimalMark: ',', dateFormat: 'dmy', thousandsSeparators: ['.'], columns } });
    expect(report.rejects.map(({ line, field, reason }) => [line, field, reason])).toEqual([[4, 'cost', 'is empty']]);
    const held = await database.orm.em.fork().find(Holding, { portfolio: 'p1' }, { populate: ['security'] });
    const msft = held.find(({ security }) => security.ticker === 'MSFT');
    // 1,000 units at 20.50; first acquired in 2003, so that a sale today is long-term.
    expect(msft).toMatchObject({ quantity: '1000', costBasis: '20500', firstAcquiredOn: '2003-03-15' });
    expect(held.find(({ security }) => security.ticker === 'USD')?.quantity).toBe('2500.75');
    expect(await take('longer.csv', `${file}p1;IBM;10;100;;04.01.2010;USD\n`, { kind: 'holdings', columns })).toMatchObject({ added: 1, alreadyThere: 2 });
  }, 60_000);

  test('a file of positions is told from one of trades and one of prices', async () => {
    const { take } = await given();
    await take('securities.csv', SECURITIES);
    const report = await take('open.csv', 'account,symbol,quantity,average cost,price,as of,currency\np1,MSFT,3,20.5,30.1,2010-01-04,USD\n');
    expect(report).toMatchObject({ kind: 'holdings', added: 1, rejects: [] });
  }, 60_000);

  test('a preview reports what an import would do and leaves nothing, not even a record of the run', async () => {
    const { database, take } = await given();
    await take('securities.csv', SECURITIES);
    const runs = await rows(database, 'ETL_Logs');
    const preview = await take('trades.csv', `${TRADES}2001-01-02,buy,NOPE,1,1,,,USD\n`, { portfolio: 'p1', preview: true });
    expect(preview).toMatchObject({ status: 'preview', read: 5, added: 4, rejects: [{ line: 6, field: 'security' }] });
    expect([await rows(database, 'Transactions'), await rows(database, 'Holdings'), await rows(database, 'ETL_Logs')]).toEqual([0, 0, runs]);
    expect(await take('trades.csv', TRADES, { portfolio: 'p1' })).toMatchObject({ status: 'succeeded', added: 4 });
  }, 60_000);

  test('a portfolio out of reach and one that does not exist are refused alike', async () => {
    const { take } = await given();
    await take('securities.csv', SECURITIES);
    const reasons = await Promise.all(['p1', 'absent'].map(async (portfolio) => (await take(`${portfolio}.csv`, TRADES, { portfolio, reachable: new Set() })).rejects.map(({ reason }) => reason)));
    expect(reasons[0]).toEqual(reasons[1]);
    expect(reasons[0]).toHaveLength(4);
  }, 60_000);

  test('euro reference rates come in as units for one euro, from the wide table and from XML alike', async () => {
    const { database, take } = await given();
    expect(await take('eurofxref-hist.csv', 'Date,USD,JPY,CYP,\n2010-03-01,1.3525,120.95,N/A,\n2010-02-26,1.3570,120.93,N/A,\n')).toMatchObject({ kind: 'fx', added: 4, rejects: [] });
    const xml = '<?xml version="1.0"?><gesmes:Envelope xmlns:gesmes="g" xmlns="e"><Cube><Cube time="2010-03-01"><Cube currency="USD" rate="1.3525"/><Cube currency="GBP" rate="0.9067"/></Cube></Cube></gesmes:Envelope>';
    expect(await take('eurofxref.xml', xml)).toMatchObject({ kind: 'fx', added: 1, alreadyThere: 1 });
    expect(await rows(database, 'CurrencyExchangeRates')).toBe(5);
  }, 60_000);

  test('Ghostfolio activities become transactions with their exact amounts', async () => {
    const { take } = await given();
    await take('securities.csv', SECURITIES);
    const activity = (more: object) => ({ accountId: 'a', comment: null, currency: 'USD', date: '2005-05-02T00:00:00.000Z', fee: 0, symbol: 'MSFT', quantity: 0, unitPrice: 0, ...more });
    const activities = [activity({ type: 'BUY', quantity: 3, unitPrice: 25.3, fee: 1.5 }), activity({ type: 'DIVIDEND', quantity: 3, unitPrice: 0.1 }), activity({ type: 'FEE', fee: 2.25 }), activity({ type: 'LIABILITY', quantity: 1, unitPrice: 9 })];
    const report = await take('ghostfolio.json', JSON.stringify({ meta: { version: '2' }, activities }), { portfolio: 'p1' });
    expect(report).toMatchObject({ status: 'partial', kind: 'transactions', added: 3 });
    expect(report.rejects.map(({ line, field }) => [line, field])).toEqual([[4, 'kind']]);
  }, 60_000);
});
