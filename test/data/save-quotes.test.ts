import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveFxRates, savePrices } from '../../src/data/transactions/index.ts';
import type { Database } from '../../src/db/open-database.ts';
import { CurrencyExchangeRate } from '../../src/entities/markets/currency-exchange-rate.entity.ts';
import { MarketPrice } from '../../src/entities/trading/market-price.entity.ts';
import { addDays, isoDate } from '../../src/shared/calendar.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';
import { seededRandom } from '../support/random-portfolio.ts';
import { givenSecurities } from './given-derived.ts';

const WHEN = { now: new Date('2026-11-20T12:00:00Z'), today: isoDate('2026-11-20') };
const TICKERS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE'] as const;

describe.each(ENGINES)('saving quotes on %s', (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await givenDatabase(engine);
    await givenSecurities(database.orm.em.fork(), Object.fromEntries(TICKERS.map((ticker) => [ticker, 'USD'])));
  }, 120_000);
  afterAll(() => database.close());

  test('whatever days and series come together, each quote is added, corrected or left exactly as a plain list would', async () => {
    const random = seededRandom(20_261_120);
    const [closes, rates] = [new Map<string, string>(), new Map<string, string>()];
    // Few days of many securities, dense and sparse days of few: each way in which stored quotes are looked up.
    for (const [days, step, used] of [[2, 1, 5], [40, 1, 2], [30, 37, 2], [1, 1, 1], [2, 1, 5], [45, 1, 3], [30, 37, 3]] as const) {
      const drawn = TICKERS.slice(0, used).flatMap((ticker) => Array.from({ length: days }, (_, at) => ({ ticker, day: addDays(isoDate('2023-01-01'), at * step), value: String(1 + Math.floor(random() * 2)) })))
        .filter(() => random() < 0.8);
      const expected = (kept: Map<string, string>) => {
        const counts = { added: 0, corrected: 0, unchanged: 0 };
        for (const { ticker, day, value } of drawn) {
          const before = kept.get(`${ticker} ${day}`);
          counts[before === undefined ? 'added' : before === value ? 'unchanged' : 'corrected'] += 1;
          kept.set(`${ticker} ${day}`, value);
        }
        return counts;
      };
      expect(await savePrices(database.orm.em.fork(), drawn.map(({ ticker, day, value }) => ({ securityId: ticker, priceDate: day, close: value, source: 'test' })), WHEN)).toEqual(expected(closes));
      expect(await saveFxRates(database.orm.em.fork(), drawn.map(({ ticker, day, value }) => ({ baseCurrency: 'EUR', quoteCurrency: ticker, rateDate: day, rate: value, source: 'test' })), WHEN)).toEqual(expected(rates));
    }
    const stored = await database.orm.em.fork().find(MarketPrice, {});
    expect(new Map(stored.map((row) => [`${row.security.id} ${row.priceDate}`, row.close]))).toEqual(closes);
    const storedRates = await database.orm.em.fork().find(CurrencyExchangeRate, {});
    expect(new Map(storedRates.map((row) => [`${row.quoteCurrency} ${row.rateDate}`, row.rate]))).toEqual(rates);
    expect(stored.some(({ corrections }) => (corrections?.length ?? 0) > 0)).toBe(true);
  }, 60_000);
});
