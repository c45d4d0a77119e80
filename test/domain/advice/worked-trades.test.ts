import { expect, test } from 'vitest';
import type { Advice, AdviceConstraints, AdviceSnapshot, AdviceStrategy } from '../../../src/domain/advice/advice-snapshot.ts';
import { advise } from '../../../src/domain/advice/advise.ts';
import { addDays } from '../../../src/shared/calendar.ts';
import { AS_OF, givenCandidate, givenCash, givenFund, givenPosition, givenReturns, givenSecurity, givenSnapshot, request, target } from './given-snapshot.ts';

/** Worked by hand: portfolios small enough to check with pencil and paper, costs 10 bp for shares, 5 bp for funds, at least 1 USD a trade. */
const shares = givenFund('WRLD', 'equity');
const bonds = givenFund('AGGB', 'bond');
const SIXTY_FORTY = [target('equity', 0.6), target('bond', 0.35), target('cash', 0.05)];

function advised(strategy: AdviceStrategy, snapshot: AdviceSnapshot, constraints: AdviceConstraints = {}): Advice {
  const advice = advise(snapshot, request(strategy, constraints));
  expect(advice.strategy, advice.summary).toBe(strategy);
  return advice;
}

const lines = ({ trades }: Advice): string[] => trades.map(({ side, quantity, ticker, amountBase }) => `${side} ${quantity} ${ticker} ${amountBase}`);

test('rebalance: 70/20/10 of 100,000 goes to 60/35/5, sales first, whole units, cost 5 bp a side', () => {
  const snapshot = givenSnapshot({ state: { positions: [givenPosition(shares, '700'), givenPosition(bonds, '200'), givenCash('10000')], targets: SIXTY_FORTY } });
  const advice = advised('rebalance', snapshot);
  // 10,000 of shares are sold and 15,000 of bonds bought: 5 + 7.50 of cost leave 10,000 + 10,000 - 15,000 - 12.50.
  expect(lines(advice)).toEqual(['sell 100 WRLD 10000', 'buy 150 AGGB 15000']);
  expect([advice.estimatedCostBase, advice.after.cashBase, advice.before.driftFraction]).toEqual(['12.5', '4987.5', 0.15]);
  expect(advice.after.driftFraction).toBeCloseTo(0.05 - 4987.5 / 99987.5, 7); // cash, which paid the costs, ends farthest away
});

test('rebalance within a turnover limit of 10 % goes to the edges of the bands, cut to 10,000 of 100,000 in all', () => {
  const snapshot = givenSnapshot({ state: { positions: [givenPosition(shares, '700'), givenPosition(bonds, '200'), givenCash('10000')], targets: SIXTY_FORTY } });
  // The edges are 65 % and 30 %: 5,000 out of shares and 10,000 into bonds, of which two thirds fit.
  expect(lines(advised('rebalance', snapshot, { maxTurnoverFraction: 0.1 }))).toEqual(['sell 33 WRLD 3300', 'buy 66 AGGB 6600']);
});

test('rebalance with cash only spends what is above the target for cash and sells nothing', () => {
  const snapshot = givenSnapshot({ state: { positions: [givenPosition(shares, '700'), givenPosition(bonds, '200'), givenCash('10000')], targets: SIXTY_FORTY } });
  expect(lines(advised('rebalance', snapshot, { cashOnly: true }))).toEqual(['buy 50 AGGB 5000']);
});

test('reduce concentration: a share of 30 % under a cap of 20 % is sold to 19 %, the lot with the least tax first', () => {
  const nova = givenSecurity('NOVA');
  const position = givenPosition(nova, '300', { lots: [['100', '5000', '2020-01-02'], ['150', '18000', '2024-01-02'], ['50', '4500', '2026-06-01']] });
  const snapshot = givenSnapshot({ state: { positions: [position, givenPosition(shares, '300'), givenPosition(bonds, '380'), givenCash('2000')] } });
  const advice = advised('reduce_concentration', snapshot);
  // 30,000 - 19,000 = 11,000: 110 units. Lot 2 has a long-term loss of 20 a unit (saves 3); 1 costs 7.50 of tax a unit, 3 costs 3.50.
  expect(advice.trades[0]).toMatchObject({ side: 'sell', ticker: 'NOVA', quantity: '110', amountBase: '11000', lots: [{ lotId: 'nova-2', quantity: '110' }] });
  expect(advice.estimatedTaxBase).toBe('-330');
  expect(advice.trades[1]).toMatchObject({ side: 'buy', ticker: 'WRLD', quantity: '109' }); // 110 would need the cash below its floor of 2,000
});

test('harvest: losses are sold lot by lot, a fund of the same class stands in, and the tax saved is the loss times the rate of its term', () => {
  const volt = givenSecurity('VOLT');
  const position = givenPosition(volt, '200', { lots: [['80', '12000', '2024-01-02'], ['60', '9000', '2026-08-03'], ['60', '3000', '2024-05-05']] });
  const snapshot = givenSnapshot({ state: { positions: [position, givenPosition(shares, '300'), givenPosition(bonds, '450'), givenCash('5000')] } });
  const advice = advised('harvest_losses', snapshot);
  // Long: (12,000 - 8,000) × 15 % = 600. Short: (9,000 - 6,000) × 35 % = 1,050. The third lot is a gain and stays.
  expect(advice.trades[0]).toMatchObject({ side: 'sell', quantity: '140', lots: [{ lotId: 'volt-2', quantity: '60' }, { lotId: 'volt-1', quantity: '80' }] });
  expect(advice.estimatedTaxBase).toBe('-1650');
  expect(lines(advice)[1]).toBe('buy 140 WRLD 14000');
  expect(advice.warnings.join(' ')).toContain(addDays(AS_OF, 31));
});

test('harvest is refused when the client bought the share 12 days ago in any portfolio, and goes on when it was 31 days', () => {
  const position = givenPosition(givenSecurity('VOLT'), '200', { lots: [['200', '40000', '2024-01-02']] });
  const bought = (daysAgo: number): AdviceSnapshot => givenSnapshot({
    state: { positions: [position, givenPosition(shares, '500'), givenCash('5000')], recentTrades: [{ transactionId: 't1', portfolioId: 'another', securityId: 'volt', side: 'buy', tradeDate: addDays(AS_OF, -daysAgo), quantity: '5', gainBase: null }] },
  });
  const refused = advise(bought(12), request('harvest_losses'));
  expect([refused.strategy, refused.summary]).toEqual(['do_nothing', expect.stringContaining('VOLT was bought within 30 days')]);
  expect(advise(bought(31), request('harvest_losses')).strategy).toBe('harvest_losses');
});

test('a sheltered portfolio has nothing to harvest', () => {
  const snapshot = givenSnapshot({
    state: { positions: [givenPosition(givenSecurity('VOLT'), '200', { lots: [['200', '40000', '2024-01-02']] }), givenCash('5000')] },
    tax: { shortTermFraction: 0.35, longTermFraction: 0.15, source: 'assumed', isTaxable: false, realisedYearToDateBase: null },
  });
  expect(advise(snapshot, request('harvest_losses')).summary).toContain('sheltered from tax');
});

test('deploy cash: 20 % of cash against a target of 5 % goes to the classes that lack, in proportion to what they lack', () => {
  const snapshot = givenSnapshot({ state: { positions: [givenPosition(shares, '500'), givenPosition(bonds, '300'), givenCash('20000')], targets: SIXTY_FORTY } });
  // Shares lack 10,000 and bonds 5,000; 15,000 is spare.
  expect(lines(advised('deploy_cash', snapshot))).toEqual(['buy 100 WRLD 10000', 'buy 50 AGGB 5000']);
});

test('deploy cash: the amount asked for is cut to what is above the floor, and says so', () => {
  const snapshot = givenSnapshot({ state: { positions: [givenPosition(shares, '980'), givenCash('2500')] } });
  const advice = advised('deploy_cash', snapshot, { amountBase: '9000', minTradeBase: '100' });
  // The floor is 2 % of 100,500 = 2,010; 490 is free, which is 4 units and their cost.
  expect(lines(advice)).toEqual(['buy 4 WRLD 400']);
  expect(advice.warnings.join(' ')).toContain('Only 490.00 USD');
});

test('raise cash: 5,000 net of cost comes from the class above its target, unwanted holdings first', () => {
  const snapshot = givenSnapshot({ state: { positions: [givenPosition(shares, '700'), givenPosition(bonds, '250'), givenCash('5000')], targets: SIXTY_FORTY } });
  const advice = advised('raise_cash', snapshot, { amountBase: '5000' });
  // 50 units bring 5,000 less 2.50: the fifty-first makes up for the cost.
  expect(lines(advice)).toEqual(['sell 51 WRLD 5100']);
  expect(advice.after.cashBase).toBe('10097.45');
});

test('replace: an excluded tobacco share is sold whole, and the closest stand-in that may be bought takes its place', () => {
  const smoke = givenSecurity('SMOK', { industry: 'Tobacco', sector: 'Consumer Staples' });
  const snapshot = givenSnapshot({
    state: { positions: [givenPosition(smoke, '100'), givenPosition(shares, '500'), givenPosition(bonds, '350'), givenCash('5000')], preferences: [{ kind: 'exclude_industry', securityId: null, value: 'Tobacco', limitValue: null }] },
    candidates: [givenCandidate(givenSecurity('FOOD', { sector: 'Consumer Staples', industry: 'Food' }))],
  });
  const advice = advised('replace_security', snapshot);
  expect(lines(advice)[0]).toBe('sell 100 SMOK 10000');
  expect(advice.trades[1]!.side).toBe('buy');
  expect(advice.rationale).toContain('the client excludes Tobacco');
});

test('replace: a fresh downgrade to a poor rating counts, an old one or one that stays good does not', () => {
  const rated = (over: object): AdviceSnapshot => givenSnapshot({ state: { positions: [givenPosition(givenSecurity('DOWN', { ratingAction: 'downgrade', ratingScore: 30, ratedOn: addDays(AS_OF, -10), ...over }), '100'), givenPosition(shares, '500'), givenCash('5000')] } });
  expect(advise(rated({}), request('replace_security')).strategy).toBe('replace_security');
  expect(advise(rated({ ratedOn: addDays(AS_OF, -91) }), request('replace_security')).strategy).toBe('do_nothing');
  expect(advise(rated({ ratingScore: 60 }), request('replace_security')).strategy).toBe('do_nothing');
});

test('reduce cost: a fund of 1.2 % gives way to one of 0.1 % whose weeks move alike, and not to one that moves otherwise', () => {
  const dear = givenFund('DEAR', 'equity', { expenseRatioFraction: 0.012 });
  const [twin, stranger] = [givenFund('TWIN', 'equity', { expenseRatioFraction: 0.001 }), givenFund('STRA', 'equity', { expenseRatioFraction: 0.0005 })];
  const base = givenReturns([dear, stranger]);
  const returns = { ...base, bySecurity: { ...base.bySecurity, twin: base.bySecurity.dear!.map((move) => move! + 0.0001) } };
  const snapshot = givenSnapshot({ state: { positions: [givenPosition(dear, '500'), givenCash('5000')] }, candidates: [givenCandidate(twin, '100'), givenCandidate(stranger, '100')], returns });
  const advice = advised('reduce_cost', snapshot);
  // 50,000 sold, 5 bp each way: 25 + 24.98; what is bought leaves the cash above its floor of 1,100.
  expect(lines(advice)).toEqual(['sell 500 DEAR 50000', 'buy 500 TWIN 50000']);
  expect(advice.reasons[0]!.figures.find(({ key }) => key === 'savedYearly')).toMatchObject({ value: '550', currency: 'USD' }); // 50,000 × 1.1 %
});

test('hedge a currency: half of what is held in euro moves to the same class in dollars when a person asks for it', () => {
  const euro = givenFund('EURO', 'equity', { currency: 'EUR' });
  const base = givenReturns([shares]);
  const snapshot = givenSnapshot({ state: { positions: [givenPosition(euro, '400', { price: '100', fx: '1.25' }), givenPosition(shares, '450'), givenCash('5000')] }, returns: { ...base, bySecurity: { ...base.bySecurity, euro: base.bySecurity.wrld!.map((move) => move! * 1.5) } } });
  // 50,000 in euro: 25,000 is 200 units at 125 dollars.
  expect(lines(advised('hedge_currency', snapshot, { currency: 'EUR' }))).toEqual(['sell 200 EURO 25000', 'buy 250 WRLD 25000']);
});
