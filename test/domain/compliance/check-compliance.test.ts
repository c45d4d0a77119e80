import fc from '../../support/property.ts';
import { describe, expect, test } from 'vitest';
import { checkCompliance, CURRENT_RULE_SET, outcomeOf } from '../../../src/domain/compliance/check-compliance.ts';
import { flagChanges, type CheckedPortfolio, type StandingFlag } from '../../../src/domain/compliance/flag-changes.ts';
import { addDays } from '../../../src/shared/calendar.ts';
import { CASH, DAY, judge, position, RULES, security, subject, trade } from './given-subject.ts';

describe('the rules together', () => {
  test('a sound portfolio passes all of them, each with its version, its words and its evidence', () => {
    const results = checkCompliance(subject());
    expect(results.map(({ ruleId }) => ruleId)).toEqual(RULES.map(({ id }) => id));
    expect(results.filter(({ result }) => result !== 'passed')).toEqual([]);
    for (const { ruleVersion, message, severity, override } of results) expect([ruleVersion !== '', message.length > 5, severity, override]).toEqual([true, true, 'low', 'none']);
  });

  test('the outcome is that of the gravest result', () => {
    expect(outcomeOf([])).toBe('passed');
    expect(outcomeOf([{ result: 'passed' }, { result: 'warning' }])).toBe('needs_review');
    expect(outcomeOf([{ result: 'warning' }, { result: 'cannot_tell' }])).toBe('blocked');
    expect(outcomeOf([{ result: 'failed' }])).toBe('blocked');
  });

  test('a rule counts from its first to its last day and on no other', () => {
    const inForce = (from: number, to: number | null) => checkCompliance(subject(), { version: 'x', rules: [{ ...RULES[0]!, effectiveFrom: addDays(DAY, from), effectiveTo: to === null ? null : addDays(DAY, to) }] }).length;
    expect([inForce(0, 0), inForce(1, null), inForce(-5, -1), inForce(-5, null)]).toEqual([1, 0, 0, 1]);
  });

  test('what blocks is released by no less than its strictest finding asks for', () => {
    const listed = security('LEMN', { isRestricted: true });
    const given = { state: { positions: [position(listed, 1_000), position(CASH, 99_000)] } };
    expect(judge('restricted_list', { ...given, trades: [trade('sell', 'LEMN', 100), trade('buy', 'LEMN', 100)] }).override).toBe('none');
  });

  test('words stay within the column however much was found', () => {
    const preferences = Array.from({ length: 40 }, (_, index) => ({ kind: 'exclude_sector', securityId: null, value: `Sector of ${['AAA', 'BBB', 'CCC', 'DDD'][index % 4]}`, limitValue: null }));
    const { message } = judge('client_preferences', { state: { preferences } });
    expect(message.length).toBeLessThanOrEqual(500);
    expect(message).toMatch(/And 36 more\.$/);
  });

  test('every rule names what it rests on', () => {
    for (const { legalBasis, title } of RULES) expect([legalBasis.length > 0, title.length > 0]).toEqual([true, true]);
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  });
});

test('the same subject gives the same results bit for bit, also when it was kept as JSON in between', () => {
  const amount = fc.integer({ min: 1, max: 5_000 });
  const tickers = ['AAA', 'BBB', 'CCC', 'DDD', 'NEW'];
  const trades = fc.array(fc.tuple(fc.constantFrom('buy' as const, 'sell' as const), fc.constantFrom(...tickers), amount), { maxLength: 6 });
  const values = fc.array(fc.integer({ min: 0, max: 2_000_000 }), { minLength: 5, maxLength: 5 });
  fc.assert(fc.property(trades, values, (list, worth) => {
    const positions = [...tickers.map((ticker, index) => position(security(ticker, index === 3 ? { composition: { sectors: { Energy: 0.3, Utilities: 0.3 } }, assetClass: 'etf' } : {}), worth[index]! / 7)), position(CASH, 10_000)];
    const given = { state: { positions }, trades: list.map(([side, ticker, units]) => trade(side, ticker, units * 10)) };
    const once = JSON.stringify(checkCompliance(subject(given)));
    expect(JSON.stringify(checkCompliance(JSON.parse(JSON.stringify(subject(given)))))).toBe(once);
    expect(JSON.stringify(checkCompliance(subject(given)))).toBe(once);
  }), { numRuns: 200 });
});

describe('flags', () => {
  const breached = { state: { positions: [position(security('BIG'), 30_000), position(CASH, 70_000)] } };
  const checked = (given = {}, portfolioId = 'p1'): CheckedPortfolio => ({ clientId: 'c1', portfolioId, portfolioName: 'Growth', asOf: DAY, results: checkCompliance(subject(given)) });
  const flag = (more: Partial<StandingFlag>): StandingFlag => ({ id: 'f1', kind: 'concentration', clientId: 'c1', portfolioId: 'p1', isFromCheck: true, ...more });
  const kinds = (list: readonly { readonly kind: string }[]) => list.map(({ kind }) => kind).toSorted();

  test('a breach opens one flag, and none while one is open', () => {
    const { open, close } = flagChanges([checked(breached)], [], CURRENT_RULE_SET);
    expect(kinds(open)).toEqual(['concentration', 'mandate_limits']);
    expect(open[0]).toMatchObject({ clientId: 'c1', portfolioId: 'p1', severity: 'medium' });
    expect(close).toEqual([]);
    expect(kinds(flagChanges([checked(breached)], [flag({}), flag({ id: 'f2', kind: 'mandate_limits' })], CURRENT_RULE_SET).open)).toEqual([]);
  });

  test('it closes itself with the reason when the rule finds nothing more; what a person raised stays', () => {
    const { open, close } = flagChanges([checked()], [flag({}), flag({ id: 'f2', isFromCheck: false }), flag({ id: 'f3', portfolioId: 'p2' }), flag({ id: 'f4', kind: 'complaint' })], CURRENT_RULE_SET);
    expect(open).toEqual([]);
    expect(close).toEqual([{ id: 'f1', clientId: 'c1', reason: 'The rule "Concentration" found no breach any more on 2026-11-23.' }]);
  });

  test('a breach of the client is one flag, in however many portfolios it is found', () => {
    const expired = { state: { kyc: { ...subject().state.kyc!, status: 'expired' } } };
    const { open } = flagChanges([checked(expired, 'p1'), checked(expired, 'p2')], [], CURRENT_RULE_SET);
    expect(open.map(({ kind, portfolioId }) => [kind, portfolioId])).toEqual([['kyc', null]]);
  });

  test('a warning is no flag unless it is grave', () => {
    const held = (isRestricted: boolean) => ({ state: { positions: [position(security('LEMN', { isRestricted, sector: null }), 16_000), position(CASH, 84_000)] } });
    expect(kinds(flagChanges([checked(held(false))], [], CURRENT_RULE_SET).open)).toEqual([]);
    expect(kinds(flagChanges([checked(held(true))], [], CURRENT_RULE_SET).open)).toEqual(['restricted_list']);
  });
});
