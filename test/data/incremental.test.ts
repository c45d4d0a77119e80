import { afterAll, describe, expect, test } from 'vitest';
import { rebuildDerived } from '../../src/data/derived/index.ts';
import { bookTransactions, cancelTransaction, correctTransaction, saveFxRates, savePrices, type NewTransaction } from '../../src/data/transactions/index.ts';
import type { Database } from '../../src/db/open-database.ts';
import { AppError } from '../../src/shared/errors.ts';
import { addDays, isoDate } from '../../src/shared/calendar.ts';
import type { LotMethod } from '../../src/domain/lots/lot-rules.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';
import { seededRandom } from '../support/random-portfolio.ts';
import { derivedRows, givenPortfolio, givenSecurities } from './given-derived.ts';

const FIRST = isoDate('2025-10-06');
const TODAY = isoDate('2026-02-20');
const NOW = new Date('2026-02-20T12:00:00Z');
const SECURITIES = { AAA: 'USD', BBB: 'EUR', CCC: 'EUR' } as const;
const TICKERS = ['AAA', 'BBB', 'CCC'] as const;

/** One random act: mostly trades on any day so far, some cancelled or corrected, prices and rates added and restated. */
async function act(database: Database, random: () => number, state: { ids: string[]; made: number; tradesCash: boolean }): Promise<void> {
  const em = database.orm.em.fork();
  const context = { now: NOW, today: TODAY, newId: () => `t${String((state.made += 1)).padStart(5, '0')}` };
  const day = addDays(FIRST, Math.floor(random() * 137));
  const ticker = TICKERS[Math.floor(random() * 3)]!;
  const currency = SECURITIES[ticker];
  const amount = (scale: number, digits: number): string => (0.01 + random() * scale).toFixed(digits);
  const common = { portfolioId: 'p1', tradeDate: day, currency, source: 'test' } as const;
  const trade = { ...common, securityId: ticker, quantity: amount(30, 3), price: amount(90, 4), fees: amount(3, 2) };
  const roll = random();
  const kinds: readonly NewTransaction[] = [
    { ...trade, kind: 'buy' }, { ...trade, kind: 'buy' }, { ...trade, kind: 'sell' }, { ...trade, kind: 'sell' },
    { ...common, securityId: ticker, kind: 'split', newShares: '3', oldShares: '2' },
    { ...common, securityId: ticker, kind: 'dividend', grossAmount: amount(20, 2), taxesWithheld: amount(3, 2) },
    { ...common, kind: 'deposit', grossAmount: amount(5000, 2) }, { ...common, kind: 'fee', grossAmount: amount(9, 2) },
    ...(state.tradesCash ? [{ ...common, currency: 'USD', securityId: 'EUR', kind: 'buy', quantity: amount(500, 2), price: amount(1.2, 4) } as const] : []),
    { ...common, securityId: 'BBB', currency: 'EUR', kind: 'spin_off', counterSecurityId: 'CCC', newShares: '1', oldShares: '3', costFraction: '0.25' },
  ];
  if (roll < 0.62) state.ids.push(...(await bookTransactions(em, [kinds[Math.floor(random() * kinds.length)]!], context)).ids);
  else if (roll < 0.74 && state.ids.length > 1) {
    const at = 1 + Math.floor(random() * (state.ids.length - 1));
    await cancelTransaction(em, state.ids[at]!, context);
    state.ids.splice(at, 1);
  } else if (roll < 0.82 && state.ids.length > 1) {
    const at = 1 + Math.floor(random() * (state.ids.length - 1));
    state.ids[at] = await correctTransaction(em, { transactionId: state.ids[at]!, patch: { tradeDate: day } }, context);
  } else if (roll < 0.94) await savePrices(em, [{ securityId: ticker, priceDate: day, close: amount(100, 4), source: 'test' }], context);
  else await saveFxRates(em, [{ baseCurrency: 'EUR', quoteCurrency: 'USD', rateDate: day, rate: amount(1.3, 6), source: 'test' }], context);
}

describe.each(ENGINES)('on %s', (engine) => {
  const open: Database[] = [];
  const given = async (lotMethod: LotMethod): Promise<Database> => {
    const database = await givenDatabase(engine);
    open.push(database);
    const em = database.orm.em.fork();
    await givenSecurities(em, SECURITIES);
    await givenPortfolio(em, { lotMethod });
    return database;
  };
  afterAll(async () => { for (const database of open) await database.close(); });

  test.each([['fifo', true], ['average', true], ['hifo', true], ['fifo', false], ['average', false]] as const)('rows carried forward through a random history equal rows derived from nothing, to the last digit (%s, with trades of cash: %s)', async (lotMethod, tradesCash) => {
    const database = await given(lotMethod);
    const random = seededRandom(lotMethod.length * 7919 + (tradesCash ? 5 : 6));
    const state = { ids: [] as string[], made: 0, tradesCash };
    const context = { now: NOW, today: TODAY, newId: () => 't00000' };
    const opening = await bookTransactions(database.orm.em.fork(), [{ portfolioId: 'p1', tradeDate: FIRST, currency: 'USD', kind: 'deposit', grossAmount: '10000', source: 'test' }], context);
    state.ids.push(...opening.ids);
    let refused = 0;
    for (let step = 0; step < 90; step += 1) {
      await act(database, random, state).catch((error: unknown) => {
        // Over-selling and splitting nothing are refused; a refusal must leave no trace either.
        if (!(error instanceof AppError) || error.code !== 'invalid-input') throw error;
        refused += 1;
      });
      if (step % 6 !== 5) continue;
      const em = database.orm.em.fork();
      const carried = await derivedRows(em);
      await rebuildDerived(em, { today: TODAY });
      expect(await derivedRows(em), `after step ${step}`).toEqual(carried);
    }
    expect(refused).toBeLessThan(60);
    expect(state.ids.length).toBeGreaterThan(15);
  }, 120_000);
});
