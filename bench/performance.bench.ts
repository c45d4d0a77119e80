import { spawnSync } from 'node:child_process';
import { cashEffect } from '../src/domain/lots/transaction-cash.ts';
import { runLots } from '../src/domain/lots/run-lots.ts';
import type { Transaction } from '../src/domain/lots/transaction.ts';
import { bridgePortfolio } from '../src/domain/performance/bridge.ts';
import { buildDailyLedger, valuedDays, type DailyLedger } from '../src/domain/performance/daily-ledger.ts';
import type { MarketData } from '../src/domain/performance/market-data.ts';
import { xirr } from '../src/domain/performance/money-weighted-return.ts';
import { investorFlows } from '../src/domain/performance/portfolio-returns.ts';
import { timeWeightedReturn } from '../src/domain/performance/time-weighted-return.ts';
import { addDays, daysBetween, isoDate } from '../src/shared/calendar.ts';
import { decimal, ZERO } from '../src/shared/decimal.ts';
import { definedOrThrow } from '../src/shared/undefined-value.ts';
import { hledgerVersion, journalOf } from '../test/support/hledger-roi.ts';
import { seededRandom } from '../test/support/random-portfolio.ts';

/**
 * One portfolio over ten years: daily valuation, TWR, XIRR, lots and bridge, side by side with `hledger roi` as a whole process and with a plain
 * float64 loop over the same transactions and days as the floor. Run: `npx node bench/performance.bench.ts`.
 */
const FROM = isoDate('2015-01-01');
const TO = isoDate('2024-12-31');
const DAYS = daysBetween(FROM, TO) + 1;
const SECURITIES = 20;
const SIZES = [100, 1_000, 10_000, 100_000];
const HLEDGER_TIMEOUT_MS = 60_000;

const market: MarketData = {
  baseCurrency: 'USD', fx: new Map(),
  prices: new Map(Array.from({ length: SECURITIES }, (_security, nth) => [`S${nth}`, {
    currency: 'USD', quotes: Array.from({ length: DAYS }, (_day, day) => ({ date: addDays(FROM, day), price: decimal((80 + nth + 20 * Math.sin(day / 200 + nth) + day / 100).toFixed(2)) })),
  }])),
};

/** One in twenty is a deposit or a withdrawal; sales never exceed what is held. */
function history(count: number): Transaction[] {
  const random = seededRandom(count);
  const held = new Map<string, number>();
  return Array.from({ length: count }, (_item, index): Transaction => {
    const day = Math.floor(index * (DAYS - 1) / count);
    const stamp = { id: `t${index}`, tradeDate: addDays(FROM, day), currency: 'USD' };
    if (index === 0) return { ...stamp, kind: 'deposit', amount: decimal(50_000_000) };
    if (index % 20 === 0) return { ...stamp, kind: index % 60 === 0 ? 'withdrawal' : 'deposit', amount: decimal((random() * 9000 + 100).toFixed(2)) };
    const nth = Math.floor(random() * SECURITIES);
    const securityId = `S${nth}`;
    const units = Math.ceil(random() * 50);
    const owned = held.get(securityId) ?? 0;
    const sells = owned >= units && random() < 0.45;
    held.set(securityId, owned + (sells ? -units : units));
    return { ...stamp, kind: sells ? 'sell' : 'buy', securityId, quantity: decimal(units), price: market.prices.get(securityId)!.quotes[day]!.price, fees: decimal('1.25') };
  });
}

/** The least that any program must do: sum the cash and value every position every day, on bare float arrays prepared beforehand. */
function floor(transactions: readonly Transaction[]): () => number {
  const days = Int32Array.from(transactions, ({ tradeDate }) => daysBetween(FROM, tradeDate));
  const cash = Float64Array.from(transactions, (transaction) => cashEffect(transaction).toNumber());
  const security = Int32Array.from(transactions, (transaction) => ('securityId' in transaction ? Number(transaction.securityId!.slice(1)) : -1));
  const units = Float64Array.from(transactions, (transaction) => (transaction.kind === 'buy' ? transaction.quantity.toNumber() : transaction.kind === 'sell' ? -transaction.quantity.toNumber() : 0));
  const prices = Array.from(market.prices.values(), ({ quotes }) => Float64Array.from(quotes, ({ price }) => price.toNumber()));
  return () => {
    const held = new Float64Array(SECURITIES);
    let balance = 0;
    let next = 0;
    let growth = 1;
    let previous = 0;
    for (let day = 0; day < DAYS; day += 1) {
      for (; next < days.length && days[next] === day; next += 1) {
        balance += cash[next]!;
        if (security[next]! >= 0) held[security[next]!]! += units[next]!;
      }
      let value = balance;
      for (let nth = 0; nth < SECURITIES; nth += 1) value += held[nth]! * prices[nth]![day]!;
      if (previous > 0) growth *= value / previous;
      previous = value;
    }
    return growth;
  };
}

/** Median of repeated runs, after a warm-up; fewer repetitions where one run is long. */
function medianMs(run: () => unknown): number {
  const times: number[] = [];
  const limit = performance.now() + 2_000;
  run();
  do {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  } while (times.length < 15 && performance.now() < limit);
  return times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)]!;
}

/** The same portfolio for hledger: flows, trades at cost, fees as losses, and one valuation posting a month that closes the gap to the market value. */
function journal(transactions: readonly Transaction[], { value, inflow, outflow, tradingCosts }: DailyLedger): string {
  const entries = transactions.map((transaction) => {
    if (transaction.kind !== 'buy' && transaction.kind !== 'sell') return journalOf([{ date: transaction.tradeDate, kind: 'flow', amount: cashEffect(transaction).toFixed() }]);
    const gross = transaction.quantity.times(transaction.price).times(transaction.kind === 'buy' ? 1 : -1);
    return `${transaction.tradeDate} trade\n  assets:invested:${transaction.securityId}  ${gross.toFixed()} USD\n  income:profit  ${(transaction.fees ?? ZERO).toFixed()} USD\n  assets:invested:cash\n`;
  });
  const sum = (amounts: Float64Array, from: number, to: number): number => amounts.subarray(from, to).reduce((total, amount) => total + amount, 0);
  for (let end = 30; end <= DAYS; end += 30) {
    const begin = end - 30;
    const gain = value[end - 1]! - (value[begin - 1] ?? 0) - sum(inflow, begin, end) + sum(outflow, begin, end) + sum(tradingCosts, begin, end);
    entries.push(journalOf([{ date: addDays(FROM, end - 1), kind: 'gain', amount: gain.toFixed(2) }]));
  }
  return entries.join('\n');
}

/** One whole run of the program, from the text of the ledger to both rates; undefined when it takes longer than a minute. */
function hledgerMs(input: string): number | undefined {
  const start = performance.now();
  const result = spawnSync('hledger', ['-f', '-', 'roi', '--investment', 'assets:invested', '--profit-loss', 'income:profit', '-b', FROM, '-e', addDays(TO, 1)], { input, timeout: HLEDGER_TIMEOUT_MS, encoding: 'utf8' });
  return result.status === 0 ? performance.now() - start : undefined;
}

const cell = (value: number | undefined, missing: string): string => (value === undefined ? missing : value < 10 ? value.toFixed(2) : value.toFixed(0)).padStart(10);
const version = hledgerVersion();
console.log(`One portfolio, ${SECURITIES} securities, ${DAYS} days; milliseconds, median. hledger: ${version ?? 'NOT INSTALLED'}`);
console.log(['transactions', 'ledger', 'TWR', 'XIRR', 'lots', 'bridge', 'all five', 'floor', 'hledger', 'all/floor', 'hledger/all'].map((name) => name.padStart(name === 'transactions' ? 12 : 10)).join(' '));
for (const size of SIZES) {
  const transactions = history(size);
  const request = { transactions, market, from: FROM, to: TO };
  const ledger = buildDailyLedger(request);
  const days = valuedDays(ledger, FROM);
  const ledgerMs = medianMs(() => buildDailyLedger(request));
  const twrMs = medianMs(() => definedOrThrow(timeWeightedReturn(0, valuedDays(ledger, FROM), 'in-start-out-end')));
  const xirrMs = medianMs(() => definedOrThrow(xirr(investorFlows(0, FROM, days))));
  const lotsMs = medianMs(() => runLots(transactions));
  const bridgeMs = medianMs(() => definedOrThrow(bridgePortfolio({ transactions, market, openingDate: addDays(FROM, -1), closingDate: TO })));
  const all = ledgerMs + twrMs + xirrMs + lotsMs + bridgeMs;
  const floorMs = medianMs(floor(transactions));
  const rival = version ? hledgerMs(journal(transactions, ledger)) : undefined;
  console.log([String(size).padStart(12), ...[ledgerMs, twrMs, xirrMs, lotsMs, bridgeMs, all, floorMs].map((value) => cell(value, '')),
    cell(rival, version ? '>60 s' : 'none'), cell(all / floorMs, ''), cell(rival === undefined ? undefined : rival / all, '-')].join(' '));
}
