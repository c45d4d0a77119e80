import { describe, expect, test } from 'vitest';
import { annualise } from '../../../src/domain/performance/annualise.ts';
import { buildDailyLedger, valuedDays } from '../../../src/domain/performance/daily-ledger.ts';
import { xirr } from '../../../src/domain/performance/money-weighted-return.ts';
import { timeWeightedReturn } from '../../../src/domain/performance/time-weighted-return.ts';
import { addDays, isoDate } from '../../../src/shared/calendar.ts';
import { decimal } from '../../../src/shared/decimal.ts';
import { definedOrThrow } from '../../../src/shared/undefined-value.ts';
import { hledgerRoi, hledgerVersion, hledgerYearDays, journalOf, type LedgerEntry, type RoiFigures } from '../../support/hledger-roi.ts';
import { randomFund, type FundHistory, type FundPlan } from '../../support/random-portfolio.ts';

const FROM = isoDate('2019-01-01');
const version = hledgerVersion();
if (!version) {
  console.warn('\n*** hledger is NOT installed: the independent check of TWR and XIRR did NOT run. Install it with: apt-get install hledger ***\n');
}

/** The same history for hledger: money from outside, and what each change of price did to the units held before it. */
function ledgerEntries({ transactions, quotes }: FundHistory): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  let next = 0;
  let held = decimal(0);
  quotes.forEach(({ date, price }, index) => {
    const until = quotes[index + 1]?.date ?? '9999-12-31';
    const before = quotes[index - 1]?.price ?? price;
    const gain = held.times(price.minus(before));
    if (!gain.isZero()) entries.push({ date, kind: 'gain', amount: gain.toFixed() });
    for (let transaction = transactions[next]; transaction && transaction.tradeDate < until; transaction = transactions[(next += 1)]) {
      if (transaction.kind === 'buy') held = held.plus(transaction.quantity);
      if (transaction.kind === 'sell') held = held.minus(transaction.quantity);
      if (transaction.kind === 'deposit') entries.push({ date: transaction.tradeDate, kind: 'flow', amount: transaction.amount.toFixed() });
      if (transaction.kind === 'withdrawal') entries.push({ date: transaction.tradeDate, kind: 'flow', amount: transaction.amount.neg().toFixed() });
    }
  });
  return entries;
}

function ours({ transactions, quotes }: FundHistory, days: number, yearDays: 365 | 365.25): RoiFigures {
  const to = addDays(FROM, days - 1);
  const market = { baseCurrency: 'USD', prices: new Map([['FUND', { currency: 'USD', quotes }]]), fx: new Map() };
  const ledger = buildDailyLedger({ transactions, market, from: FROM, to });
  // hledger prices units before it books the flows of a day, so flows come at the end of the day.
  const twr = definedOrThrow(timeWeightedReturn(0, valuedDays(ledger, FROM), 'end-of-day'));
  const flows = transactions.flatMap((transaction) => (
    transaction.kind === 'deposit' ? [{ date: transaction.tradeDate, amount: -transaction.amount.toNumber() }]
      : transaction.kind === 'withdrawal' ? [{ date: transaction.tradeDate, amount: transaction.amount.toNumber() }] : []
  ));
  // hledger dates the closing value on the day after the last one.
  const closing = { date: addDays(to, 1), amount: ledger.value.at(-1)! };
  const irr = definedOrThrow(xirr([...flows, closing], { dayCount: `actual/${yearDays}` }));
  return { irrFraction: irr.rateFraction, twrFraction: definedOrThrow(annualise(twr, days / yearDays)).rateFraction };
}

/**
 * hledger rounds the cumulative TWR and prints both rates to 0.01 %, and solves IRR to 0.00001. Only large rates show enough digits:
 * above ×100 in a year the printed precision is finer than one part in a million.
 */
const PRECISE_ABOVE = 100;
const PRECISE_LEDGERS = 200;
// Half of 0.01 % for printing, then the tolerance of its solver, or once more the rounding of the cumulative figure.
const PRINTED = { irrFraction: 5e-5 + 1.1e-5, twrFraction: 5e-5 + 6e-5 };

const steepPlan = (index: number): FundPlan => ({
  seed: 1000 + index, from: FROM, days: 365, growth: 250 * 12 ** ((index % 20) / 20), noise: 0.08, quotes: 4 + (index % 30), flows: index % 12,
});
const everydayPlan = (index: number): FundPlan => ({
  seed: 5000 + index, from: FROM, days: 365 * (1 + (index % 4)), growth: 0.8 + (index % 15) / 10, noise: 0.05, quotes: 6 + (index % 40), flows: index % 20,
});

function roiOf(plan: FundPlan, yearDays: 365 | 365.25): { mine: RoiFigures; theirs: RoiFigures } {
  const history = randomFund(plan);
  return { mine: ours(history, plan.days, yearDays), theirs: hledgerRoi(journalOf(ledgerEntries(history)), FROM, addDays(FROM, plan.days)) };
}

describe.runIf(version !== undefined)(`TWR and IRR agree with an independent program (${version})`, () => {
  test('to one part in a million on 200 random ledgers with large rates', () => {
    const yearDays = hledgerYearDays(hledgerRoi, FROM, addDays(FROM, 365));
    const worst = { irrFraction: 0, twrFraction: 0 };
    let precise = 0;
    for (let index = 0; precise < PRECISE_LEDGERS && index < 2 * PRECISE_LEDGERS; index += 1) {
      const plan = steepPlan(index);
      const { mine, theirs } = roiOf(plan, yearDays);
      const isPrecise = theirs.irrFraction > PRECISE_ABOVE && theirs.twrFraction > PRECISE_ABOVE;
      if (isPrecise) precise += 1;
      for (const name of ['irrFraction', 'twrFraction'] as const) {
        const apart = Math.abs(mine[name] - theirs[name]);
        const allowed = isPrecise ? 1e-6 * theirs[name] : Math.max(PRINTED[name], 1e-6 * Math.abs(theirs[name]));
        expect(apart, `${name} of seed ${plan.seed}: ${mine[name]} against ${theirs[name]}`).toBeLessThan(allowed);
        if (isPrecise) worst[name] = Math.max(worst[name], apart / theirs[name]);
      }
    }
    console.log(`hledger: ${precise} ledgers, largest relative difference IRR ${worst.irrFraction.toExponential(1)}, TWR ${worst.twrFraction.toExponential(1)}`);
    expect(precise).toBe(PRECISE_LEDGERS);
  });

  test('to the last digit that it prints on 100 random ledgers with everyday rates over one to four years', () => {
    const yearDays = hledgerYearDays(hledgerRoi, FROM, addDays(FROM, 365));
    for (let index = 0; index < 100; index += 1) {
      const plan = everydayPlan(index);
      const { mine, theirs } = roiOf(plan, yearDays);
      for (const name of ['irrFraction', 'twrFraction'] as const) {
        expect(Math.abs(mine[name] - theirs[name]), `${name} of seed ${plan.seed}: ${mine[name]} against ${theirs[name]}`).toBeLessThan(PRINTED[name]);
      }
    }
  });
});

test.runIf(version === undefined)('SKIPPED with reason: hledger is not installed, so TWR and XIRR were not checked against it (300 ledgers)', () => {
  expect(version).toBeUndefined();
});
