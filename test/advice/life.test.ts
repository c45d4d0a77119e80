import { expect, test } from 'vitest';
import { ADVICE_MOVES, OPEN_STATUSES, type AdviceAct, type AdviceActor, type AdviceStatus } from '../../src/domain/advice-life/advice-status.ts';
import { firstStatus } from '../../src/domain/advice-life/first-status.ts';
import { moveAdvice, type AdviceStep } from '../../src/domain/advice-life/move-advice.ts';
import { standingOf, type CountedCheck } from '../../src/domain/advice-life/standing-checks.ts';
import { RECOMMENDATION_STATUSES } from '../../src/entities/analytics/ai-recommendation.entity.ts';
import { AppError } from '../../src/shared/errors.ts';

const ACTS = Object.keys(ADVICE_MOVES) as AdviceAct[]; // the keys of the table
const ACTORS: readonly AdviceActor[] = ['client', 'advisor', 'system'];

/** Where each act may begin and end, as the firm's procedure has it; everything that is not here must be refused. */
const PROCEDURE: Readonly<Record<string, string>> = {
  'drafted check system': 'checked', 'checked block system': 'blocked', 'checked block advisor': 'blocked', 'in_review block system': 'blocked', 'in_review block advisor': 'blocked', 'checked send_to_review system': 'in_review',
  'checked send_to_review advisor': 'in_review', 'blocked send_to_review system': 'in_review', 'blocked send_to_review advisor': 'in_review', 'checked release system': 'released', 'checked release advisor': 'released',
  'in_review release system': 'released', 'in_review release advisor': 'released', 'in_review reject advisor': 'declined', 'blocked reject advisor': 'declined', 'released accept client': 'accepted', 'released accept advisor': 'accepted',
  'released decline client': 'declined', 'released decline advisor': 'declined', 'released defer client': 'released', 'released defer advisor': 'released', 'in_review hold advisor': 'in_review', 'in_review expire system': 'expired', 'blocked expire system': 'expired',
  'released expire system': 'expired', 'accepted expire system': 'expired', 'accepted execute advisor': 'executed', 'accepted execute system': 'executed', 'executed measure system': 'measured', 'measured measure system': 'measured',
  ...Object.fromEntries(['drafted', 'checked', 'in_review', 'blocked', 'released'].map((status) => [`${status} supersede system`, 'superseded'])),
};

function whereTo(step: AdviceStep): string {
  try {
    return moveAdvice(step);
  } catch (error) {
    if (error instanceof AppError) return /reason is needed/.test(error.publicMessage) ? 'needs a reason' : 'refused';
    throw error;
  }
}

test('a recommendation moves along the procedure and no other way', () => {
  for (const from of RECOMMENDATION_STATUSES) {
    for (const act of ACTS) {
      for (const actor of ACTORS) {
        expect(whereTo({ from, act, actor, reason: 'because' }), `${from} ${act} ${actor}`).toBe(PROCEDURE[`${from} ${act} ${actor}`] ?? 'refused');
      }
    }
  }
});

test('nothing leads out of an end', () => {
  const ends: readonly AdviceStatus[] = ['declined', 'expired', 'superseded'];
  for (const from of ends) expect(ACTS.filter((act) => ADVICE_MOVES[act].from.includes(from))).toEqual([]);
  expect(OPEN_STATUSES.some((status) => ends.includes(status))).toBe(false);
});

test.each<[AdviceAct, AdviceActor, AdviceStatus, boolean]>([
  ['release', 'advisor', 'in_review', true], ['reject', 'advisor', 'in_review', true], ['accept', 'advisor', 'released', true], ['decline', 'advisor', 'released', true], ['defer', 'client', 'released', true], ['hold', 'advisor', 'in_review', true],
  ['accept', 'client', 'released', false], ['decline', 'client', 'released', false], ['release', 'system', 'checked', false],
])('%s by a %s needs a reason: %#', (act, actor, from, isNeeded) => {
  expect([undefined, '   ', 'because'].map((reason) => whereTo({ from, act, actor, reason }) === 'needs a reason')).toEqual([isNeeded, isNeeded, false]);
});

const check = (result: CountedCheck['result'], override: CountedCheck['override'] = 'none', isOverridden = false, hasSecondConsent = false): CountedCheck => ({ ruleId: `${result}-${override}`, result, override, isOverridden, hasSecondConsent });

test('a failed rule and one that cannot tell block; a warning asks for a person', () => {
  expect(standingOf([check('passed'), check('warning', 'release'), check('failed'), check('cannot_tell')])).toEqual({ blocking: ['failed-none', 'cannot_tell-none'], warning: ['warning-release'] });
});

test('an override counts only as far as its rule goes', () => {
  expect(standingOf([check('failed', 'none', true, true)]).blocking).toHaveLength(1);
  expect(standingOf([check('failed', 'two_persons', true)]).blocking).toHaveLength(1);
  expect(standingOf([check('failed', 'two_persons', true, true), check('cannot_tell', 'release', true)])).toEqual({ blocking: [], warning: ['failed-two_persons', 'cannot_tell-release'] });
});

const side = { valueBase: '1000', cashBase: '0', allocation: {}, cashFraction: 0, largestPositionFraction: 0, driftFraction: 0, volatilityFraction: 0, ongoingCostFraction: 0, esgScore: 0, goalProbability: 0 };
const trade = (amountBase: string) => ({ side: 'sell' as const, securityId: 's', ticker: 'S', quantity: '1', price: amountBase, priceDate: '2026-11-23' as never, currency: 'EUR', amountBase });

test('what nobody need look at goes to the client, what somebody must look at does not', () => {
  const clear = { blocking: [], warning: [] };
  expect(firstStatus({ trades: [trade('100')], confidence: 0.7, before: side }, clear).act).toBe('release');
  expect(firstStatus({ trades: [trade('100')], confidence: 0.59, before: side }, clear).act).toBe('send_to_review');
  expect(firstStatus({ trades: [trade('251')], confidence: 0.7, before: side }, clear).act).toBe('send_to_review');
  expect(firstStatus({ trades: [], confidence: 0.3, before: side }, clear).act).toBe('release');
  expect(firstStatus({ trades: [], confidence: 0.9, before: side }, { blocking: [], warning: ['kyc'] }).act).toBe('send_to_review');
  expect(firstStatus({ trades: [], confidence: 0.9, before: side }, { blocking: ['kyc'], warning: ['x'] }).act).toBe('block');
});
