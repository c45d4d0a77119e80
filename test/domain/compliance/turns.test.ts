import { describe, expect, test } from 'vitest';
import { checkCompliance } from '../../../src/domain/compliance/check-compliance.ts';
import type { PortfolioState, StateTrade } from '../../../src/domain/portfolio-state/portfolio-state.ts';
import { addDays, type IsoDate } from '../../../src/shared/calendar.ts';
import { DAY, judge, subject, type Given } from './given-subject.ts';

const past = (side: 'buy' | 'sell', daysAgo: number, more: Partial<StateTrade> = {}): StateTrade => ({
  transactionId: `${side}-${daysAgo}`, portfolioId: 'p1', securityId: 'AAA', side, tradeDate: addDays(DAY, -daysAgo), quantity: '100', gainBase: side === 'sell' ? '-250' : null, amountBase: '1000', ...more,
});

/** The same portfolio on another day: new prices, and only the trades that a load of that day finds. */
function on(state: PortfolioState, asOf: IsoDate): PortfolioState {
  return {
    ...state, asOf, positions: state.positions.map((position) => ({ ...position, priceDate: asOf, fxDate: asOf })),
    recentTrades: state.recentTrades.filter(({ tradeDate }) => tradeDate > addDays(asOf, -61)),
  };
}

/** What each rule says day by day, and the day on which it says that it may change. */
function yearOf(given: Given): { readonly day: IsoDate; readonly says: string; readonly turnsOn: IsoDate | undefined; readonly rule: string }[][] {
  const { state } = subject(given);
  const days = Array.from({ length: 500 }, (_, index) => addDays(DAY, index));
  const byDay = days.map((day) => checkCompliance({ state: on(state, day), trades: [], securities: [] }).map(({ ruleId, result, severity, override, turnsOn }) => ({ day, rule: ruleId, says: [result, severity, override].join(' '), turnsOn })));
  return (byDay[0] ?? []).map((_, rule) => byDay.map((results) => results[rule]!));
}

describe('when time alone changes a result', () => {
  const kyc = { status: 'verified', level: 'standard', amlRisk: 'low', isPoliticallyExposed: false, sanctionsCheckedOn: addDays(DAY, -60), verifiedOn: addDays(DAY, -300), expiresOn: addDays(DAY, 120) };
  const churned = [past('buy', 40, { amountBase: '70000' }), past('sell', 20, { amountBase: '70000', gainBase: '5' })];
  test.each<[string, Given, string, number]>([
    ['an identity that is about to expire and does', { state: { kyc } }, 'kyc', 2],
    ['a screening that gets old', { state: { kyc } }, 'aml', 2],
    ['a profile that nobody reviews', { client: { profileReviewedOn: addDays(DAY, -300) } }, 'stale_data', 1],
    ['a profile that was not reviewed for long', { client: { profileReviewedOn: addDays(DAY, -900) } }, 'stale_data', 1],
    ['a wash sale that recedes', { state: { recentTrades: [past('sell', 20), past('buy', 10)] } }, 'wash_sale', 1],
    ['in a country with a longer look back', { client: { taxResidence: 'CA' }, state: { recentTrades: [past('buy', 29, { quantity: '150' }), past('sell', 5)] } }, 'wash_sale', 1],
    ['much turned over, then less', { state: { recentTrades: churned } }, 'turnover_cost', 1],
    ['a trade of unknown amount that leaves the window', { state: { recentTrades: [past('sell', 10, { amountBase: null })] } }, 'turnover_cost', 1],
  ])('%s: no change comes before the day that the rule names', (_name, given, rule, changes) => {
    const found: string[] = [];
    const wrong: string[] = [];
    for (const days of yearOf(given)) {
      for (const [index, { says, turnsOn, day, rule: of }] of days.entries()) {
        const next = days.slice(index + 1).find((later) => later.says !== says);
        if (next && next === days[index + 1]) found.push(of);
        if (next && (turnsOn === undefined || turnsOn > next.day)) wrong.push(`${of} on ${day}: turns on ${turnsOn}, changes on ${next.day}`);
        if (turnsOn !== undefined && turnsOn <= day) wrong.push(`${of} on ${day}: turned already on ${turnsOn}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(found.filter((one) => one === rule)).toHaveLength(changes); // the case does change, or the test would say nothing
  });

  test('a rule that looks at no date names none', () => {
    for (const rule of ['concentration', 'cash_floor', 'jurisdiction', 'best_interest', 'wash_sale', 'turnover_cost'] as const) expect(judge(rule)).not.toHaveProperty('turnsOn');
    expect(judge('turnover_cost', { state: { recentTrades: [past('buy', 10), past('sell', 5)] } })).not.toHaveProperty('turnsOn');
  });
});
