/** Cost of one late trade in a portfolio of 10 and of 10,000 transactions, and of deriving the large one from nothing. `node bench/derived.bench.ts` */
import { rebuildDerived } from '../src/data/derived/index.ts';
import { bookTransactions, type NewTransaction } from '../src/data/transactions/index.ts';
import { openDatabase } from '../src/db/open-database.ts';
import { addDays, isoDate, isWeekend, type IsoDate } from '../src/shared/calendar.ts';
import { givenPortfolio, givenSecurities } from '../test/data/given-derived.ts';

const FIRST = isoDate('2020-11-23');
const TODAY = isoDate('2026-11-20');
const SECURITIES = 40;
const RUNS = 15;
const days: IsoDate[] = [];
for (let day: IsoDate = FIRST; day <= TODAY; day = addDays(day, 1)) if (!isWeekend(day)) days.push(day);

const database = await openDatabase({ file: ':memory:' });
await database.migrate();
const em = database.orm.em.fork();
await givenSecurities(em, Object.fromEntries(Array.from({ length: SECURITIES }, (_, index) => [`S${index}`, 'USD'])));
const prices = Array.from({ length: SECURITIES }, (_, index) => days.map((priceDate, at) => ({ security: `S${index}`, priceDate, close: String(100 + ((at * 7 + index) % 40)) }))).flat();
const { MarketPrice } = await import('../src/entities/trading/market-price.entity.ts');
for (let start = 0; start < prices.length; start += 5000) {
  await em.insertMany(MarketPrice, prices.slice(start, start + 5000).map((row) => ({ ...row, isSplitAdjusted: false, source: 'bench', recordedAt: new Date(0) })));
}

let made = 0;
const context = { now: new Date('2026-11-20T12:00:00Z'), today: TODAY, newId: () => `b${(made += 1)}` };

function history(portfolioId: string, count: number): NewTransaction[] {
  return Array.from({ length: count }, (_, index) => {
    const common = { portfolioId, tradeDate: days[Math.floor((index * days.length) / count)]!, currency: 'USD', source: 'bench' };
    return index === 0 ? { ...common, kind: 'deposit' as const, grossAmount: '5000000' }
      : { ...common, kind: 'buy' as const, securityId: `S${index % SECURITIES}`, quantity: '2', price: '101.5', fees: '1' };
  });
}

async function lateTrade(portfolioId: string, tradeDate: IsoDate): Promise<number> {
  const before = process.cpuUsage();
  await bookTransactions(database.orm.em.fork(), [{ portfolioId, tradeDate, currency: 'USD', source: 'bench', kind: 'buy', securityId: 'S1', quantity: '1', price: '99' }], context);
  const { user, system } = process.cpuUsage(before); // the engine runs in this process: what it costs, not what the machine does besides
  return (user + system) / 1_000;
}

const COUNTS = [10, 10_000] as const;
for (const count of COUNTS) {
  await givenPortfolio(em, { id: `p${count}` });
  const started = performance.now();
  await bookTransactions(database.orm.em.fork(), history(`p${count}`, count), context);
  console.log(`${count} transactions booked and derived: ${(performance.now() - started).toFixed(0)} ms`);
}
for (const back of [20, 750]) {
  // In turns, so that a busy moment meets both.
  const times = new Map<number, number[]>(COUNTS.map((count) => [count, []]));
  for (let run = 0; run < RUNS; run += 1) for (const count of COUNTS) times.get(count)?.push(await lateTrade(`p${count}`, days.at(-back - run)!));
  const [few, many] = COUNTS.map((count) => times.get(count)!.toSorted((left, right) => left - right)[Math.floor(RUNS / 2)]!);
  console.log(`one trade ${back} business days late, processor time, median of ${RUNS}: ${few!.toFixed(1)} ms among ${COUNTS[0]}, ${many!.toFixed(1)} ms among ${COUNTS[1]}; ratio ${(many! / few!).toFixed(2)}`);
}
const started = performance.now();
await rebuildDerived(database.orm.em.fork(), { portfolioIds: ['p10000'], today: TODAY });
console.log(`deriving the portfolio of 10,000 from nothing: ${(performance.now() - started).toFixed(0)} ms`);
await database.close();
