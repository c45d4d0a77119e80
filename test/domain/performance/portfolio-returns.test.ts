import { describe, expect, test } from 'vitest';
import type { Transaction } from '../../../src/domain/lots/transaction.ts';
import { attributeLedger, type BenchmarkDay } from '../../../src/domain/performance/attribute-ledger.ts';
import { brinsonAttribution, linkAttribution } from '../../../src/domain/performance/brinson.ts';
import { combineLedgers, groupPositions } from '../../../src/domain/performance/combine-ledgers.ts';
import { contributions } from '../../../src/domain/performance/contribution.ts';
import { buildDailyLedger, type DailyLedger } from '../../../src/domain/performance/daily-ledger.ts';
import { partReturn, periodReturns, standardReturns, type FeeTreatment } from '../../../src/domain/performance/portfolio-returns.ts';
import { addDays, isoDate, type IsoDate } from '../../../src/shared/calendar.ts';
import { decimal } from '../../../src/shared/decimal.ts';
import { definedOrThrow, isUndefined } from '../../../src/shared/undefined-value.ts';

const FROM = isoDate('2023-01-01');
const TO = isoDate('2025-12-31');
const market = {
  baseCurrency: 'USD',
  prices: new Map([['X', 0.0006], ['Y', -0.0002]].map(([security, drift]) => [String(security), {
    currency: 'USD', quotes: Array.from({ length: 1096 }, (_item, day) => ({ date: addDays(FROM, day), price: decimal((100 * Math.exp(Number(drift) * day + 0.02 * Math.sin(day))).toFixed(4)) })),
  }])),
  fx: new Map(),
};

function bought(security: string, date: IsoDate, amount: number, extra: readonly Transaction[] = []): Transaction[] {
  const price = market.prices.get(security)!.quotes.find((quote) => quote.date === date)!.price;
  const stamp = { tradeDate: date, currency: 'USD' };
  return [
    { ...stamp, id: `d-${security}-${date}`, kind: 'deposit', amount: decimal(amount) },
    { ...stamp, id: `b-${security}-${date}`, kind: 'buy', securityId: security, quantity: decimal(amount).div(price).toDecimalPlaces(6), price },
    ...extra,
  ];
}

function ledgerOf(transactions: readonly Transaction[]): DailyLedger {
  return buildDailyLedger({ transactions, market, from: FROM, to: TO });
}

const net = { timing: 'end-of-day', fees: 'net' } as const;

describe('returns of portfolios', () => {
  test('of several that open at different times count late money as a flow, not as performance', () => {
    const first = ledgerOf(bought('X', FROM, 10_000));
    const late = ledgerOf(bought('X', isoDate('2025-06-01'), 1_000_000));
    const both = definedOrThrow(periodReturns(combineLedgers([first, late]), FROM, TO, net).twrFraction);
    expect(both).toBeCloseTo(definedOrThrow(periodReturns(first, FROM, TO, net).twrFraction), 6);
  });

  test('gross of fees adds back the fee and nothing else', () => {
    const fee: Transaction = { id: 'f', kind: 'fee', tradeDate: isoDate('2024-03-01'), currency: 'USD', amount: decimal(100) };
    const withFee = ledgerOf(bought('X', FROM, 10_000, [{ ...fee, id: 'c', kind: 'deposit', tradeDate: FROM, amount: decimal(500) }, fee]));
    const of = (fees: FeeTreatment): number => definedOrThrow(periodReturns(withFee, isoDate('2024-02-29'), isoDate('2024-03-01'), { ...net, fees }).twrFraction);
    const opening = withFee.value[424]!;
    expect(of('gross-of-fees') - of('net')).toBeCloseTo(100 / opening, 10);
    expect(of('gross-of-taxes')).toBe(of('net'));
  });

  test('a trailing period that begins before the portfolio is not silently shortened', () => {
    const opened = isoDate('2024-07-01');
    const table = standardReturns(ledgerOf(bought('X', opened, 5000)), opened, TO, net);
    const three = table.find(({ period }) => period === '3Y')!.returns;
    expect(isUndefined(three) && three.reason).toContain('opened on 2024-07-01');
    const ytd = definedOrThrow(table.find(({ period }) => period === 'YTD')!.returns);
    expect(ytd).toMatchObject({ openingDate: '2024-12-31', closingDate: TO });
    expect(definedOrThrow(definedOrThrow(table.find(({ period }) => period === 'MTD')!.returns).twrAnnualised).extrapolated).toBe(true);
  });

  test('a position is measured on its own flows', () => {
    const ledger = ledgerOf([...bought('X', FROM, 1000), ...bought('X', isoDate('2024-01-01'), 90_000), ...bought('Y', FROM, 7)]);
    const quotes = market.prices.get('X')!.quotes;
    const path = quotes.at(-1)!.price.div(quotes[0]!.price).minus(1).toNumber();
    expect(definedOrThrow(partReturn({ part: ledger.positions.get('X')!, ledgerFrom: FROM }, addDays(FROM, -1), TO, 'end-of-day'))).toBeCloseTo(path, 9);
  });
});

describe('contribution', () => {
  test('of all positions and groups adds up to the time-weighted return', () => {
    const ledger = ledgerOf([
      ...bought('X', FROM, 1000), ...bought('Y', isoDate('2023-08-01'), 3000), ...bought('X', isoDate('2025-02-01'), 40_000),
      { id: 'div', kind: 'dividend', securityId: 'Y', tradeDate: isoDate('2024-05-05'), currency: 'USD', amount: decimal(55), taxes: decimal(8) },
      { id: 'fee', kind: 'fee', tradeDate: isoDate('2024-06-05'), currency: 'USD', amount: decimal(12) },
    ]);
    const twr = definedOrThrow(periodReturns(ledger, FROM, TO, { timing: 'in-start-out-end', fees: 'net' }).twrFraction);
    for (const parts of [ledger.positions, groupPositions(ledger, (security) => (security === 'X' ? 'equity' : undefined))]) {
      const report = definedOrThrow(contributions(ledger, parts, FROM, TO));
      expect(report.twrFraction).toBeCloseTo(twr, 10);
      expect(report.parts.reduce((sum, part) => sum + part.contributionFraction, 0)).toBeCloseTo(twr, 10);
      // Dividend less tax belongs to Y; only the fee is left without a security.
      expect(report.parts.at(-1)!.gainBase).toBeCloseTo(-12, 6);
    }
  });
});

describe('Brinson attribution', () => {
  // Weights and returns of Bacon's worked example (UK 40/40, Japan 30/20, US 30/40); portfolio 8.3 %, benchmark 6.4 %.
  const groups = [
    { group: 'UK', portfolioWeight: 0.4, benchmarkWeight: 0.4, portfolioReturn: 0.2, benchmarkReturn: 0.1 },
    { group: 'Japan', portfolioWeight: 0.3, benchmarkWeight: 0.2, portfolioReturn: -0.05, benchmarkReturn: -0.04 },
    { group: 'US', portfolioWeight: 0.3, benchmarkWeight: 0.4, portfolioReturn: 0.06, benchmarkReturn: 0.08 },
  ];

  test('reproduces the worked example', () => {
    const result = brinsonAttribution(groups);
    expect(result.portfolioReturnFraction).toBeCloseTo(0.083, 12);
    expect(result.benchmarkReturnFraction).toBeCloseTo(0.064, 12);
    const total = (name: 'allocationFraction' | 'selectionFraction' | 'interactionFraction'): number => result.groups.reduce((sum, group) => sum + group[name], 0);
    expect(total('allocationFraction')).toBeCloseTo(-0.012, 12);
    expect(total('selectionFraction')).toBeCloseTo(0.03, 12);
    expect(total('interactionFraction')).toBeCloseTo(0.001, 12);
    expect(result.groups[1]!.allocationFraction).toBeCloseTo(0.1 * (-0.04 - 0.064), 12);
  });

  test('over several periods adds up to the difference of the compounded returns, under both models', () => {
    for (const model of ['brinson-fachler', 'brinson-hood-beebower'] as const) {
      const periods = [1, -0.5, 2].map((factor) => brinsonAttribution(groups.map((group) => ({ ...group, portfolioReturn: group.portfolioReturn * factor })), model));
      const linked = linkAttribution(periods);
      const effects = linked.groups.reduce((sum, { allocationFraction, selectionFraction, interactionFraction }) => sum + allocationFraction + selectionFraction + interactionFraction, 0);
      expect(effects).toBeCloseTo(linked.activeReturnFraction, 12);
    }
  });

  test('of a whole ledger, day by day, explains all of the active return, costs and trades included', () => {
    const ledger = ledgerOf([
      ...bought('X', FROM, 1000), ...bought('Y', isoDate('2023-08-01'), 3000),
      { id: 'sell', kind: 'sell', securityId: 'X', tradeDate: isoDate('2024-01-05'), currency: 'USD', quantity: decimal(4), price: decimal(120) },
      { id: 'fee', kind: 'fee', tradeDate: isoDate('2024-06-05'), currency: 'USD', amount: decimal(12) },
    ]);
    const benchmark = (day: number): BenchmarkDay[] => [{ group: 'equity', weight: 0.6, returnFraction: 0.0003 + 0.004 * Math.sin(day) }, { group: 'bonds', weight: 0.4, returnFraction: 0.0001 }];
    const groups = groupPositions(ledger, (security) => (security === 'X' ? 'equity' : 'bonds'));
    const linked = definedOrThrow(attributeLedger(ledger, { groups, benchmark }, FROM, TO));
    const effects = linked.groups.reduce((sum, { allocationFraction, selectionFraction, interactionFraction }) => sum + allocationFraction + selectionFraction + interactionFraction, 0);
    expect(linked.portfolioReturnFraction).toBeCloseTo(definedOrThrow(periodReturns(ledger, FROM, TO, { timing: 'in-start-out-end', fees: 'net' }).twrFraction), 10);
    expect(effects).toBeCloseTo(linked.activeReturnFraction, 10);
    expect(linked.groups.map(({ group }) => group).toSorted((left, right) => left.localeCompare(right))).toEqual(['bonds', 'cash and costs', 'equity']);
  });

  test('refuses weights that are not a whole', () => {
    expect(() => brinsonAttribution(groups.slice(1))).toThrow(/add up to/);
  });
});
