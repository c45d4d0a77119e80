import { expect, test } from 'vitest';
import { findInsights } from '../../../src/domain/signals/find-insights.ts';
import type { ClientFacts, InsightKind, PortfolioFacts } from '../../../src/domain/signals/insight.ts';
import { versionCalibration } from '../../../src/domain/signals/model-calibration.ts';
import type { AdviceGoal } from '../../../src/domain/advice/advice-snapshot.ts';
import { randomSource } from '../../../src/domain/scenarios/random-source.ts';
import { addDays, isoDate } from '../../../src/shared/calendar.ts';
import { definedOrThrow } from '../../../src/shared/undefined-value.ts';
import { AS_OF, givenCash, givenFund, givenPosition, givenSecurity, givenSnapshot, target, type SnapshotFacts } from '../advice/given-snapshot.ts';

const shares = givenFund('WRLD', 'equity');
const bonds = givenFund('AGGB', 'bond');
const calm = { state: { positions: [givenPosition(shares, '600'), givenPosition(bonds, '350'), givenCash('5000')], targets: [target('equity', 0.6), target('bond', 0.35), target('cash', 0.05)] } } satisfies SnapshotFacts;

function portfolio(snapshot: SnapshotFacts = calm, over: Partial<PortfolioFacts> = {}): PortfolioFacts {
  return { state: givenSnapshot(snapshot).state, dailyReturns: [], yearlyFeesBase: null, meanValueBase: null, goals: [], ...over };
}

function client(portfolios: readonly PortfolioFacts[], over: Partial<ClientFacts> = {}): ClientFacts {
  return { clientId: 'c1', clientName: 'Anna Keller', asOf: AS_OF, churn: { openComplaints: 0, daysSinceLastContact: 20, yearsWithFirm: 6, sentimentScore: 0.3 }, sentiment: [], portfolios, ...over };
}

const kinds = (facts: ClientFacts): InsightKind[] => findInsights(facts).map(({ kind }) => kind);
const only = (facts: ClientFacts, kind: InsightKind) => findInsights(facts).filter((found) => found.kind === kind);

test('a portfolio at its targets and a contented client give nothing', () => {
  expect(findInsights(client([portfolio()]))).toEqual([]);
});

test('drift is found beyond the tolerance, with its class, its direction and the figures behind it', () => {
  // 80,000 of 100,000 in shares against 60 %: 20 points, more than twice the tolerance of 5.
  const [found] = only(client([portfolio({ state: { ...calm.state, positions: [givenPosition(shares, '800'), givenPosition(bonds, '150'), givenCash('5000')] } })]), 'drift');
  expect(found).toMatchObject({ severity: 'high', title: 'Equity in Core is 20.0 % above target', portfolioId: 'p1', confidence: 0.95 });
  expect(found!.figures.map(({ name, value }) => [name, value])).toEqual([['drift', 0.2], ['weight', 0.8], ['target', 0.6], ['tolerance', 0.05]]);
});

test('the edge of the tolerance is no drift, and a portfolio without targets has none', () => {
  const edge = [givenPosition(shares, '650'), givenPosition(bonds, '300'), givenCash('5000')];
  expect(kinds(client([portfolio({ state: { ...calm.state, positions: edge } })]))).toEqual([]);
  expect(kinds(client([portfolio({ state: { positions: edge } })]))).toEqual([]);
});

test('each single name above the cap is found, graded by how far; a fund of the same weight is not', () => {
  const positions = [givenPosition(givenSecurity('NOVA'), '360'), givenPosition(givenSecurity('HELX'), '210'), givenPosition(shares, '390'), givenCash('4000')];
  const found = only(client([portfolio({ state: { positions } })]), 'concentration');
  // The cap is 20 %: 36 % is beyond 1.7 times of it, 21 % is not beyond 1.3 times.
  expect(found.map(({ securityId, severity }) => [securityId, severity])).toEqual([['helx', 'medium'], ['nova', 'critical']]);
});

test('the client\u2019s own limit for a position is stricter than the mandate\u2019s', () => {
  const positions = [givenPosition(givenSecurity('NOVA'), '120'), givenPosition(shares, '830'), givenCash('5000')];
  const preferences = [{ kind: 'max_position_fraction', securityId: null, value: null, limitValue: 0.1 }];
  expect(kinds(client([portfolio({ state: { positions, preferences } })]))).toEqual(['concentration']);
});

test('idle cash is what lies beyond target and floor by more than three points', () => {
  const withCash = (cash: string, held: string): PortfolioFacts => portfolio({ state: { positions: [givenPosition(shares, held), givenCash(cash)], targets: [] } });
  expect(kinds(client([withCash('5000', '950')]))).toEqual([]); // the floor is 2 %: 5 % is its edge
  const [found] = only(client([withCash('20000', '800')]), 'idle_cash');
  expect(found).toMatchObject({ severity: 'medium', detail: 'Target and floor ask for 2.0 %: 18.0 % lies idle.' });
  expect(found!.figures[2]).toMatchObject({ name: 'idleCash', value: '18000.00', currency: 'USD' });
});

test('fees and product costs add up; without a year of history there is no verdict', () => {
  const dear = givenFund('DEAR', 'equity', { expenseRatioFraction: 0.01 });
  const state = { positions: [givenPosition(dear, '950'), givenCash('5000')] };
  // 1 % of fees and 0.95 % of product cost.
  expect(only(client([portfolio({ state }, { yearlyFeesBase: 1000, meanValueBase: 100_000 })]), 'fee_drag')[0]).toMatchObject({ severity: 'low', title: 'Core costs 1.95 % a year' });
  expect(kinds(client([portfolio({ state })]))).toEqual([]);
});

test('a fund of unknown cost is not free: the cost is a floor, and less sure', () => {
  const dear = givenFund('DEAR', 'equity', { expenseRatioFraction: 0.01 });
  const state = { positions: [givenPosition(dear, '700'), givenPosition(givenFund('DARK', 'bond', { expenseRatioFraction: null }), '200'), givenPosition(givenSecurity('NOVA'), '50'), givenCash('5000')] };
  const [found] = only(client([portfolio({ state }, { yearlyFeesBase: 1000, meanValueBase: 100_000 })]), 'fee_drag');
  // A fifth of the value is of unknown cost; the share has none.
  expect(found).toMatchObject({ title: 'Core costs at least 1.70 % a year', confidence: 0.76, detail: expect.stringContaining('The cost of DARK is not known.') as string });
});

test('volatility above the mandate is a critical risk even without a jump; a jump is found without a limit', () => {
  const breach = portfolio({ ...calm, portfolio: { maxVolatilityFraction: 0.14 }, state: { ...calm.state, volatilityFraction: 0.17 } });
  expect(only(client([breach]), 'risk_spike')[0]).toMatchObject({ severity: 'critical', title: 'Core moves more than its mandate allows' });
  const quiet = new Float64Array(300);
  randomSource(5).fillNormals(quiet);
  const returns = [...quiet.map((value) => value / 100), -0.06, 0.05, -0.07, 0.04, -0.05];
  const [jump] = only(client([portfolio(calm, { dailyReturns: returns })]), 'risk_spike');
  expect(jump).toMatchObject({ severity: 'high', title: 'Risk of Core has jumped', confidence: 0.99 });
});

const goal: AdviceGoal = { id: 'g1', name: 'House', targetAmount: '500000', targetIsReal: false, targetDate: isoDate('2031-11-23'), currentAmount: '100000', monthlyContribution: '500', expectedReturnFraction: 0.05, inflationFraction: null, priority: 'important' };

test('the goal least likely to be reached is found, with what saving would reach it; one on track is not', () => {
  const [found] = only(client([portfolio(calm, { goals: [goal, { ...goal, id: 'g2', name: 'Boat', targetAmount: '90000' }] })]), 'goal_slippage');
  expect(found).toMatchObject({ severity: 'high', confidence: 0.8 }); // 60 months ahead: 0.9 - 60 / 600
  // Annuity: (500,000 - 100,000 × 1.05^5) / ((1.05^5 - 1) / (1.05^(1/12) - 1)).
  const rate = 1.05 ** (1 / 12) - 1;
  expect(Number(found!.figures.find(({ name }) => name === 'requiredMonthly')!.value)).toBeCloseTo((500_000 - 100_000 * 1.05 ** 5) / ((1.05 ** 5 - 1) / rate), 2);
  expect(kinds(client([portfolio(calm, { goals: [{ ...goal, targetAmount: '90000' }] })]))).toEqual([]);
});

test('a goal whose amount is not on record is no finding: missing is not zero', () => {
  expect(kinds(client([portfolio(calm, { goals: [{ ...goal, currentAmount: null }] })]))).toEqual([]);
});

test('a mood that fell below zero is a turn; one that fell and stayed good, or rests on few words, is not', () => {
  const scores = (values: readonly number[]) => values.map((score, i) => ({ date: addDays(AS_OF, i - values.length), score }));
  const turn = only(client([], { sentiment: scores([0.4, 0.3, 0.2, -0.1, -0.5, -0.6]) }), 'sentiment_turn')[0];
  expect(turn).toMatchObject({ severity: 'medium', portfolioId: null, detail: expect.stringContaining('from 0.30 to -0.40') });
  expect(kinds(client([], { sentiment: scores([0.9, 0.9, 0.9, 0.2, 0.2, 0.2]) }))).toEqual([]);
  expect(kinds(client([], { sentiment: scores([0.4, -0.6, -0.6]) }))).toEqual([]);
});

test('churn is found from one in ten, and the confidence is the share of facts that the model knew', () => {
  const [found] = findInsights(client([], { churn: { daysSinceLastContact: 270, openComplaints: 2, sentimentScore: -0.5 } }));
  // ln(0.04/0.96) + 2 × 0.35 + 2 × 0.6 + 0.5 × 1.1 = -0.728: 32.6 %. Three of seven facts are known.
  expect(found).toMatchObject({ kind: 'churn_risk', severity: 'high', confidence: 0.43, detail: expect.stringContaining('32.6 %') });
});

test('confidence of a measured fact falls with old prices and with positions that cannot be valued', () => {
  const old = givenPosition(givenSecurity('NOVA'), '400', { priceDate: addDays(AS_OF, -20) });
  const blind = givenPosition(givenSecurity('BLND'), '10', { price: null });
  const [found] = only(client([portfolio({ state: { positions: [old, blind, givenPosition(shares, '550'), givenCash('5000')] } })]), 'concentration');
  // 60 % of the value has a fresh price and three of four positions have a value: 0.95 × 0.6 × 0.75.
  expect(found!.confidence).toBe(0.43);
});

test('a version\u2019s calibration holds the reliability table and each strategy\u2019s own score', () => {
  const stated = (strategy: string, probability: number, of: number, happened: number) => Array.from({ length: of }, (_, i) => ({ strategy, probability, happened: i < happened }));
  const calibration = definedOrThrow(versionCalibration([...stated('rebalance', 0.8, 20, 16), ...stated('deploy_cash', 0.4, 10, 5)], { method: 'm', measuredOn: AS_OF }));
  // Brier: (16 × 0.04 + 4 × 0.64 + 5 × 0.36 + 5 × 0.16) / 30.
  expect(calibration).toMatchObject({ sampleCount: 30, brierScore: 0.1933, reliability: [{ from: 0.4, stated: 0.4, observed: 0.5, count: 10 }, { from: 0.8, stated: 0.8, observed: 0.8, count: 20 }] });
  expect(calibration.byStrategy).toEqual({ rebalance: { count: 20, statedFraction: 0.8, hitFraction: 0.8, brierScore: 0.16 }, deploy_cash: { count: 10, statedFraction: 0.4, hitFraction: 0.5, brierScore: 0.26 } });
});
