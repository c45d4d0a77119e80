import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executeRecommendation } from '../../src/data/advice/execute-recommendation.ts';
import { rebuildDerived } from '../../src/data/derived/index.ts';
import { inTransaction } from '../../src/data/imports/data-handle.ts';
import { bookTransactions, savePrices, type NewTransaction } from '../../src/data/transactions/index.ts';
import { AiRecommendation } from '../../src/entities/analytics/ai-recommendation.entity.ts';
import { Holding } from '../../src/entities/portfolios/holding.entity.ts';
import { PortfolioSnapshot } from '../../src/entities/portfolios/portfolio-snapshot.entity.ts';
import { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';
import { importFile } from '../../src/ingest/import-file.ts';
import { ENGINES } from '../support/databases.ts';
import { ADVICE_DAY, givenAdvised, type Advised } from '../advice/given-advised.ts';

/** The embedded engine has one writer: nobody can book between a read and a booking of the same transaction. */
describe.runIf(ENGINES.includes('mariadb'))('bookings of others on mariadb', () => {
  let book: Advised;
  beforeAll(async () => { book = await givenAdvised('mariadb'); });
  afterAll(() => book.close());

  const context = () => ({ now: book.clock.now(), today: ADVICE_DAY, newId: book.app.newId });
  const deposit = (grossAmount: string): NewTransaction => ({ portfolioId: 'alpine', kind: 'deposit', tradeDate: ADVICE_DAY, currency: 'EUR', grossAmount, source: 'test' });
  const lastDay = async () => (await book.em().find(PortfolioSnapshot, { portfolio: 'alpine', snapshotDate: ADVICE_DAY })).map(({ valueBase, netFlowBase }) => [valueBase, netFlowBase].map(Number));
  const held = async () => (await book.em().find(Holding, { portfolio: 'alpine' }, { orderBy: { security: 'asc' } })).map(({ security, quantity }) => [security.id, Number(quantity)]);

  test('are seen by an import that has read before', async () => {
    const before = Number((await book.em().findOneOrFail(Holding, { portfolio: 'alpine', security: 'EUR' })).quantity);
    await inTransaction(book.em(), async (tx) => {
      await tx.count(Portfolio, {});
      await bookTransactions(book.em(), [deposit('100')], context());
      await bookTransactions(tx, [deposit('10')], context());
    });
    expect(Number((await book.em().findOneOrFail(Holding, { portfolio: 'alpine', security: 'EUR' })).quantity)).toBe(before + 110);
  });

  test('are kept when prices come in at the same moment', async () => {
    const running = await inTransaction(book.em(), async (tx) => {
      await bookTransactions(tx, [deposit('70')], context());
      const saving = savePrices(book.em(), [{ securityId: 'FUND', priceDate: ADVICE_DAY, close: '51.23', source: 'test' }], context());
      await sleep(1_500); // long enough to come to the portfolio, which is taken
      return { saving };
    });
    await running.saving;
    const kept = [await held(), await lastDay()];
    await rebuildDerived(book.em(), { today: ADVICE_DAY });
    expect([await held(), await lastDay()]).toEqual(kept);
  });

  test('of two imports that name the same portfolios in another order go in both', async () => {
    const file = (amount: number, portfolios: readonly string[]) => ({ name: 'deposits.csv', bytes: Buffer.from(`portfolio,kind,date,amount,currency\n${portfolios.map((name) => `${name},deposit,${ADVICE_DAY},${amount},EUR`).join('\n')}\n`) });
    const before = await held();
    const reports = await Promise.all([['alpine', 'baltic', 'core'], ['core', 'baltic', 'alpine']].map((portfolios, index) => importFile(book.em(), file(5 + index, portfolios), {}, context())));
    expect(reports.map(({ status, added }) => [status, added])).toEqual([['succeeded', 3], ['succeeded', 3]]);
    expect((await held()).map(([, quantity], index) => Number(quantity) - Number(before[index]?.[1])).filter((moved) => moved !== 0)).toEqual([11]);
  });

  test('are waited for and seen when a recommendation is carried out', async () => {
    const { result } = await book.call('dora', 'propose_recommendation', { portfolio: 'Alpine Growth', objective: 'rebalance' });
    const number = Number((result['facts'] as { key: string; value: string }[]).find(({ key }) => key === 'number')?.value);
    await book.act('anna', 'decide_recommendation', { number, decision: 'accept' });
    const { tradesHash } = await book.em().findOneOrFail(AiRecommendation, { number });
    const db = await book.scope('dora');
    const executing = await inTransaction(book.em(), async (tx) => {
      await bookTransactions(tx, [deposit('1000')], context());
      const running = executeRecommendation(db, { number, tradesHash }, book.app);
      await sleep(1_500); // long enough to come to the portfolio, which is taken
      return { running };
    });
    expect((await executing.running).transactionIds.length).toBeGreaterThan(0);
    const kept = await held();
    await rebuildDerived(book.em(), { today: ADVICE_DAY });
    expect(await held()).toEqual(kept);
  });
});
