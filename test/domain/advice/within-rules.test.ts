import { expect, test } from 'vitest';
import { advise } from '../../../src/domain/advice/advise.ts';
import { brokenRule } from '../../../src/domain/advice/broken-rule.ts';
import { openBook } from '../../../src/domain/advice/advice-book.ts';
import { evaluateStrategies, untouched } from '../../../src/domain/advice/evaluate.ts';
import { measure } from '../../../src/domain/advice/measure.ts';
import type { AdviceSnapshot, AdviceStrategy } from '../../../src/domain/advice/advice-snapshot.ts';
import { givenCandidate, givenCash, givenFund, givenPosition, givenReturns, givenSecurity, givenSnapshot, request } from './given-snapshot.ts';

const shares = givenFund('WRLD', 'equity');
const local = givenFund('LOCL', 'equity');
const bonds = givenFund('AGGB', 'bond');

function swings(moves: Readonly<Record<string, number>>): AdviceSnapshot['returns'] {
  return { ...givenReturns([]), bySecurity: Object.fromEntries(Object.entries(moves).map(([id, move]) => [id, Array.from({ length: 104 }, (_, week) => (week % 2 === 0 ? move : -move))])) };
}

function band(assetClass: string, targetFraction: number, minFraction: number, maxFraction: number) {
  return { assetClass, targetFraction, minFraction, maxFraction };
}

function banded(equity: readonly [number, number, number], bond: readonly [number, number, number]): AdviceSnapshot {
  return givenSnapshot({
    state: { positions: [givenPosition(shares, '330'), givenPosition(local, '330'), givenPosition(bonds, '280'), givenCash('6000')], targets: [band('equity', ...equity), band('bond', ...bond), band('cash', 0.06, 0.01, 0.061)] },
    returns: swings({ wrld: 0.025, locl: 0.025, aggb: 0 }), client: { riskProfile: 'growth', objective: 'growth' },
  });
}

function plan(snapshot: AdviceSnapshot, objective: AdviceStrategy) {
  const book = openBook(snapshot, request(objective));
  const nothing = untouched(book);
  return { book, one: evaluateStrategies(book, measure(book, nothing.quantities, nothing.cashBase)).able.find(({ strategy }) => strategy === objective) };
}

test('less risk that is asked for stays within the mandate\u2019s bands: where a tenth less would leave them, as much as they leave room for', () => {
  const advice = advise(banded([0.68, 0.63, 0.73], [0.26, 0.21, 0.31]), request('lower_risk'));
  expect(advice.strategy).toBe('lower_risk');
  expect(advice.after.volatilityFraction!).toBeLessThan(advice.before.volatilityFraction!);
  expect(advice.after.allocation['equity']!).toBeGreaterThanOrEqual(0.63);
  expect(advice.after.allocation['bond']!).toBeLessThanOrEqual(0.31);
  expect(advice.warnings.some((warning) => warning.startsWith('Compliance will not pass'))).toBe(false);
});

test('what is proposed for more or less risk breaks no rule that judges trades', () => {
  for (const objective of ['lower_risk', 'raise_risk'] as const) {
    const { book, one } = plan(banded([0.68, 0.63, 0.73], [0.26, 0.21, 0.31]), objective);
    expect(brokenRule(book, one!.filled), objective).toBeUndefined();
  }
});

test('where the bands leave no room at all, the engine trades nothing and says which rule stands against it', () => {
  const advice = advise(banded([0.66, 0.66, 0.7], [0.28, 0.26, 0.28]), request('lower_risk'));
  expect([advice.strategy, advice.trades]).toEqual(['do_nothing', []]);
  expect(advice.summary).toMatch(/not possible within the rules of the firm.*outside the band|no shift that the rules allow/);
});

const dear = givenFund('DEAR', 'equity', { expenseRatioFraction: 0.012 });
const twin = givenFund('TWIN', 'equity', { expenseRatioFraction: 0.001 });

/** A dear fund with a cheaper one that moves alike. */
function exchange(cost: string | null): AdviceSnapshot {
  const base = givenReturns([dear]);
  const returns = { ...base, bySecurity: { ...base.bySecurity, twin: base.bySecurity['dear']!.map((move) => move! + 0.0001) } };
  return givenSnapshot({ state: { positions: [givenPosition(dear, '500', { lots: [['500', cost, '2020-01-02']] }), givenCash('5000')] }, candidates: [givenCandidate(twin, '100')], returns });
}

test('a tax that is not known never ranks as none: the plan counts the most that it can be, and says so', () => {
  const [known, unknown] = [plan(exchange('50000'), 'reduce_cost'), plan(exchange(null), 'reduce_cost')];
  expect(known.one!.utility.parts['tax']).toBeCloseTo(0, 12);
  const { shortTermFraction, longTermFraction } = unknown.book.snapshot.tax;
  const sold = unknown.one!.filled.trades.filter(({ side }) => side === 'sell').reduce((sum, { amountBase }) => sum + Number(amountBase), 0);
  expect([unknown.one!.filled.taxBase, unknown.one!.filled.taxMostBase.toNumber()]).toEqual([undefined, expect.closeTo(sold * Math.max(shortTermFraction, longTermFraction), 1)]);
  expect(unknown.one!.utility.total).toBeLessThan(known.one!.utility.total);
  const advice = advise(exchange(null), request('reduce_cost'));
  expect(advice.estimatedTaxBase).toBeNull();
  expect(advice.rationale).toContain('ranked as if it were');
});

test('a limit of tax also holds for what the tax could be at most', () => {
  const advice = advise(exchange(null), request('reduce_cost', { maxTaxBase: '1000' }));
  const sold = advice.trades.filter(({ side }) => side === 'sell').reduce((sum, { amountBase }) => sum + Number(amountBase), 0);
  const { shortTermFraction, longTermFraction } = exchange(null).tax;
  expect(sold * Math.max(shortTermFraction, longTermFraction)).toBeLessThanOrEqual(1000);
});

test('an unknown cost of one lot does not make the others\u2019 known losses count for more than they are', () => {
  const share = givenSecurity('MIXD');
  const snapshot = givenSnapshot({ state: { positions: [givenPosition(share, '500', { lots: [['250', '40000', '2020-01-02'], ['250', null, '2020-01-02']] }), givenPosition(shares, '400'), givenCash('10000')] }, portfolio: { maxPositionFraction: 0.1 } });
  const { one } = plan(snapshot, 'reduce_concentration');
  const known = plan(givenSnapshot({ state: { positions: [givenPosition(share, '500', { lots: [['250', '40000', '2020-01-02'], ['250', '0', '2020-01-02']] }), givenPosition(shares, '400'), givenCash('10000')] }, portfolio: { maxPositionFraction: 0.1 } }), 'reduce_concentration').one;
  expect(one!.utility.total).toBeLessThanOrEqual(known!.utility.total + 1e-12);
});
