import { expect, test } from 'vitest';
import { complianceSubjectOf, keptCost } from '../../src/data/advice/advice-record.ts';
import { costOf } from '../../src/data/advice/load-candidates.ts';
import { checkCompliance } from '../../src/domain/compliance/check-compliance.ts';
import { givenCash, givenFund, givenPosition, givenSnapshot } from '../domain/advice/given-snapshot.ts';

test('a cost that was not kept is not known, and not nothing: the record of best interest cannot tell', () => {
  expect([keptCost({}), keptCost({ estimatedCostBase: null }), keptCost({ estimatedCostBase: '0' })]).toEqual([null, null, '0']);
  const snapshot = givenSnapshot({ state: { positions: [givenPosition(givenFund('WRLD', 'equity'), '900'), givenCash('10000')] } });
  const judge = (after: Record<string, unknown>) => checkCompliance(complianceSubjectOf(snapshot, { trades: [], reasons: [{}] as never[], alternatives: [{}] as never[], confidence: 0.8, estimatedCostBase: keptCost(after) })).find(({ ruleId }) => ruleId === 'best_interest')?.result; // only counted
  expect([judge({}), judge({ estimatedCostBase: '12' })]).toEqual(['cannot_tell', 'passed']);
});

test('a fund of unknown cost comes after the dearest, a share costs nothing to hold', () => {
  const offered = [{ assetClass: 'etf', expenseRatioFraction: null }, { assetClass: 'fund', expenseRatioFraction: 0.02 }, { assetClass: 'equity', expenseRatioFraction: null }, { assetClass: 'fund', expenseRatioFraction: null }] as const;
  expect(offered.toSorted((left, right) => costOf(left) - costOf(right)).map(({ assetClass, expenseRatioFraction }) => [assetClass, expenseRatioFraction])).toEqual([['equity', null], ['fund', 0.02], ['etf', null], ['fund', null]]);
});
