import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '../../../src/access/principal.ts';
import { scopedDbs, SERVICE_PRINCIPAL, type ScopedDbs } from '../../../src/access/scoped-dbs.ts';
import { trailHook } from '../../../src/audit/record-trail.ts';
import { subjectHash } from '../../../src/data/compliance/subject-hash.ts';
import { loadPortfolioStates } from '../../../src/data/compliance/load-portfolio-states.ts';
import type { Database } from '../../../src/db/open-database.ts';
import { CURRENT_RULE_SET } from '../../../src/domain/compliance/check-compliance.ts';
import { Client } from '../../../src/entities/clients/client.entity.ts';
import { KycVerification } from '../../../src/entities/clients/kyc-verification.entity.ts';
import { User } from '../../../src/entities/clients/user.entity.ts';
import { AuditTrail } from '../../../src/entities/compliance/audit-trail.entity.ts';
import { ComplianceCheck } from '../../../src/entities/compliance/compliance-check.entity.ts';
import { RegulatoryFlag } from '../../../src/entities/compliance/regulatory-flag.entity.ts';
import { Holding } from '../../../src/entities/portfolios/holding.entity.ts';
import { Portfolio } from '../../../src/entities/portfolios/portfolio.entity.ts';
import { MarketPrice } from '../../../src/entities/trading/market-price.entity.ts';
import { Security } from '../../../src/entities/trading/security.entity.ts';
import type { Answer } from '../../../src/shared/answer.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { fixedDayClock } from '../../../src/shared/clock.ts';
import { listOverrides } from '../../../tools/audit/list-overrides.tool.ts';
import { listFlags } from '../../../tools/service/list-flags.tool.ts';
import { listComplianceChecks } from '../../../tools/service/list-compliance-checks.tool.ts';
import { complianceTools } from '../../../tools/compliance-tools.ts';
import { ENGINES, givenDatabase } from '../../support/databases.ts';
import { figureOf, factOf, rowsOf } from '../../support/given-book.ts';
import { givenRow } from '../../support/given-row.ts';
import { GIVEN_AT } from '../../support/given-sequence.ts';

const TODAY = isoDate('2026-11-23');
const RULES = CURRENT_RULE_SET.rules.length;

const PEOPLE = {
  anna: { userId: 'u-anna', role: 'client', displayName: 'Anna', clientIds: ['anna'], clientId: 'anna' },
  dora: { userId: 'u-dora', role: 'advisor', displayName: 'Dora', clientIds: ['anna'], advisorId: 'dora' },
  emma: { userId: 'u-emma', role: 'advisor', displayName: 'Emma', clientIds: ['anna', 'bert'], advisorId: 'emma' },
  fred: { userId: 'u-fred', role: 'advisor', displayName: 'Fred', clientIds: ['bert'], advisorId: 'fred' },
  ines: { userId: 'u-ines', role: 'admin', displayName: 'Ines', clientIds: [] },
  auditor: { userId: 'u-audit', role: 'auditor', displayName: 'Auditor', clientIds: [] },
} as const satisfies Record<string, Principal>;

describe.each(ENGINES)('compliance tools on %s', (engine) => {
  let database: Database;
  let open: ScopedDbs;
  let ids = 0;
  const clock = fixedDayClock(TODAY, () => GIVEN_AT);
  const newId = () => `id-${String((ids += 1)).padStart(5, '0')}`;
  const service = () => open(SERVICE_PRINCIPAL);
  const find = (name: string) => complianceTools.find((tool) => tool.name === name)!;
  const context = (as: keyof typeof PEOPLE) => ({ db: open(PEOPLE[as]), principal: PEOPLE[as], clock, newId, modelVersionLabel: 'test' });
  const call = async (as: keyof typeof PEOPLE, name: string, args: unknown): Promise<Answer> => find(name).run(find(name).input.parse(args), context(as));
  const preview = async (as: keyof typeof PEOPLE, name: string, args: unknown): Promise<Answer> => {
    const tool = find(name);
    if (tool.effect !== 'write') throw new Error(`${name} is no write`);
    return tool.preview(tool.input.parse(args), context(as));
  };
  const problem = async (work: Promise<unknown>) => work.then(() => undefined, (error: { code?: string; publicMessage?: string }) => [error.code, error.publicMessage]);

  beforeAll(async () => {
    database = await givenDatabase(engine);
    open = scopedDbs({ em: database.orm.em, onDenied: async () => undefined, hooks: [trailHook({ clock, newId })] });
    const em = database.orm.em.fork();
    for (const [id, role] of [['u-anna', 'client'], ['u-dora', 'advisor'], ['u-emma', 'advisor'], ['u-fred', 'advisor'], ['u-ines', 'admin']] as const) await givenRow(em, User, { id, isActive: true, role });
    await givenRow(em, Security, { id: 'EUR', ticker: 'EUR', assetClass: 'cash', exposureClass: 'cash', currency: 'EUR', unitSize: '0.01', isRestricted: false, isIndex: false, status: 'active' });
    const share = { assetClass: 'equity', exposureClass: 'equity', currency: 'EUR', country: 'DE', unitSize: '1', quantityDecimals: 0, isIndex: false, status: 'active' };
    await givenRow(em, Security, { ...share, id: 'ACME', ticker: 'ACME', name: 'Acme Machines', issuer: 'Acme', sector: 'Industrials', isRestricted: false });
    await givenRow(em, Security, { ...share, id: 'LEMN', ticker: 'LEMN', name: 'Leman Bank', issuer: 'Leman', sector: 'Financials', isRestricted: true, restrictedReason: 'secret merger', restrictedFrom: isoDate('2026-11-01') });
    for (const [id, close] of [['ACME', '100'], ['LEMN', '50']] as const) await givenRow(em, MarketPrice, { security: em.getReference(Security, id), priceDate: TODAY, close, source: 'test' });
    for (const id of ['anna', 'bert']) {
      const client = await givenRow(em, Client, {
        id, user: id === 'anna' ? em.getReference(User, 'u-anna') : null, fullName: id === 'anna' ? 'Anna Keller' : 'Bert Olsen', residence: 'DE', taxResidence: 'DE', baseCurrency: 'EUR', status: 'active', riskScore: 60, objective: 'growth', horizonYears: 10,
        experience: 'good', lossCapacityFraction: 0.4, profileReviewedOn: isoDate('2026-06-01'),
      });
      await givenRow(em, KycVerification, { client, status: 'verified', level: 'standard', amlRisk: 'low', isPoliticallyExposed: id === 'anna', sanctionsCheckedOn: isoDate('2026-11-01'), submittedOn: isoDate('2026-01-01'), expiresOn: isoDate('2028-01-01') });
      const portfolio = await givenRow(em, Portfolio, { id: `p-${id}`, client, name: id === 'anna' ? 'Alpine Growth' : 'Baltic Income', baseCurrency: 'EUR', kind: 'taxable', mandate: 'advisory', status: 'active', cashFloorFraction: 0.02, maxPositionFraction: null, maxVolatilityFraction: null });
      for (const [security, value] of [['ACME', 12_000], ['EUR', 88_000]] as const) {
        await givenRow(em, Holding, {
          portfolio, security: em.getReference(Security, security), quantity: security === 'EUR' ? '88000' : '120', currency: 'EUR', marketPrice: security === 'EUR' ? '1' : '100', priceDate: TODAY, fxRateToBase: '1', fxRateDate: TODAY,
          marketValue: String(value), marketValueBase: String(value), weightFraction: value / 100_000, lots: [], asOf: TODAY,
        });
      }
    }
  });
  afterAll(() => database?.close());

  test('a check says what every rule found and keeps it, with the hash of what was judged', async () => {
    const shown = await call('dora', 'check_compliance', { client: 'Anna Keller' });
    expect([figureOf(shown, 'failed'), figureOf(shown, 'passed')]).toEqual([1, RULES - 1]);
    expect(factOf(shown, 'outcome')).toBe('blocked');
    expect(rowsOf(shown, 'checks')[0]).toMatchObject({ rule: 'Money laundering and sanctions', result: 'failed', severity: 'critical', override: 'two persons' });
    const kept = await service().find(ComplianceCheck, { portfolio: 'p-anna' });
    expect(kept).toHaveLength(RULES);
    const [state] = await loadPortfolioStates(service(), ['p-anna'], TODAY);
    expect(new Set(kept.map(({ inputsHash }) => inputsHash))).toEqual(new Set([subjectHash({ state: state!, trades: [], securities: [] })]));
    expect(kept[0]).toMatchObject({ triggerKind: 'on_demand', ruleSetVersion: CURRENT_RULE_SET.version, checkedOn: TODAY, client: { id: 'anna' } });
  });

  test('a client hears of no finding about money laundering, only that an advisor must look', async () => {
    const shown = await call('anna', 'check_compliance', {});
    expect(JSON.stringify(shown)).not.toMatch(/launder|exposed|sanction|diligence/i);
    expect([figureOf(shown, 'failed'), factOf(shown, 'outcome')]).toEqual([0, 'needs review']);
    expect(await service().count(ComplianceCheck, { portfolio: 'p-anna', ruleId: 'aml', result: 'failed' })).toBe(2);
  });

  test('the word of the rules does not depend on who asks', async () => {
    const asked = async (as: 'dora' | 'auditor') => rowsOf(await call(as, 'check_compliance', { portfolio: 'p-anna' }), 'checks');
    expect(await asked('auditor')).toEqual(await asked('dora'));
  });

  test('a purchase of 30 units at 100 EUR is judged at 15 % of the value', async () => {
    const shown = await call('emma', 'check_compliance', { portfolio: 'Baltic Income', side: 'buy', security: 'ACME', quantity: 30 });
    expect([factOf(shown, 'outcome'), factOf(shown, 'trade')]).toEqual(['passed', 'buy 30 ACME at 100 EUR']);
    const one = await call('emma', 'check_compliance', { portfolio: 'Baltic Income', side: 'buy', security: 'ACME', amount: 3_150 });
    expect([factOf(one, 'outcome'), factOf(one, 'trade')]).toEqual(['needs review', 'buy 31 ACME at 100 EUR']);
    expect(rowsOf(one, 'checks')[0]).toMatchObject({ rule: 'Concentration', result: 'warning', message: 'ACME would be 15.1 % of the value, above 15 %.' });
    expect(one.caveats).toContain('Nothing was traded.');
  });

  test('a part of a position is judged in whole units', async () => {
    const part = async (fraction?: number) => call('emma', 'check_compliance', { portfolio: 'Baltic Income', side: 'sell', security: 'ACME', fraction });
    expect(factOf(await part(0.5), 'trade')).toBe('sell 60 ACME at 100 EUR');
    expect(factOf(await part(0.33), 'trade')).toBe('sell 39 ACME at 100 EUR');
    const whole = await part();
    expect([factOf(whole, 'trade'), whole.caveats[0]]).toEqual(['sell 120 ACME at 100 EUR', 'No size was given: the whole position was judged.']);
  });

  test('a security on the restricted list may not be bought, and why is not said', async () => {
    const shown = await call('fred', 'check_compliance', { portfolio: 'Baltic Income', security: 'LEMN' });
    expect(rowsOf(shown, 'checks')[0]).toMatchObject({ rule: 'Restricted list', result: 'failed', override: 'none' });
    expect(shown.caveats).toContain('No size was given: 5 % of the portfolio was judged.');
    expect(JSON.stringify(shown)).not.toContain('merger');
  });

  test('half a question is answered with what is missing', async () => {
    expect(await problem(call('dora', 'check_compliance', { portfolio: 'p-anna', side: 'buy' }))).toEqual(['invalid-input', 'It is not said which security is to be traded.']);
    expect(await problem(call('dora', 'check_compliance', { portfolio: 'p-anna', side: 'sell', security: 'LEMN' }))).toEqual(['invalid-input', 'Nothing of it is held in this portfolio.']);
    expect(await problem(call('dora', 'check_compliance', {}))).toEqual(['invalid-input', 'It is not said whose portfolio is meant.']);
  });

  test("another advisor's portfolio looks like a missing one, and nothing is kept of the attempt", async () => {
    const before = await service().count(ComplianceCheck, { client: 'bert' });
    expect(await problem(call('dora', 'check_compliance', { portfolio: 'p-bert' }))).toEqual(await problem(call('dora', 'check_compliance', { portfolio: 'p-none' })));
    expect(await problem(call('anna', 'check_compliance', { portfolio: 'p-bert' }))).toEqual(await problem(call('anna', 'check_compliance', { portfolio: 'p-none' })));
    expect(await service().count(ComplianceCheck, { client: 'bert' })).toBe(before);
  });

  test('a flag is taken and closed with a reason by who may, and the trail says so', async () => {
    const flag = await givenRow(database.orm.em.fork(), RegulatoryFlag, { id: 'flag-1', client: 'anna', kind: 'complaint', severity: 'medium', status: 'open', title: 'Complaint', openedAt: GIVEN_AT });
    expect(factOf(await preview('dora', 'handle_flag', { flag: flag.id, act: 'take' }), 'after')).toBe('in review, assigned to you');
    expect(await service().findOne(RegulatoryFlag, { id: flag.id })).toMatchObject({ status: 'open' });
    await call('dora', 'handle_flag', { flag: flag.id, act: 'take' });
    expect(await service().findOne(RegulatoryFlag, { id: flag.id })).toMatchObject({ status: 'in_review', assignedTo: { id: 'u-dora' } });
    expect(await problem(call('dora', 'handle_flag', { flag: flag.id, act: 'close' }))).toEqual(['invalid-input', 'A flag is closed with a reason.']);
    expect(await problem(call('fred', 'handle_flag', { flag: flag.id, act: 'close', reason: 'not mine' }))).toEqual(await problem(call('fred', 'handle_flag', { flag: 'none', act: 'close', reason: 'not mine' })));
    await call('emma', 'handle_flag', { flag: flag.id, act: 'close', reason: 'Called the client, settled.' });
    expect(await service().findOne(RegulatoryFlag, { id: flag.id })).toMatchObject({ status: 'closed', closedBy: { id: 'u-emma' }, closeReason: 'Called the client, settled.' });
    expect(await problem(call('dora', 'handle_flag', { flag: flag.id, act: 'take' }))).toEqual(['conflict', 'The flag is closed already.']);
    const trail = await service().find(AuditTrail, { tableName: 'RegulatoryFlags', rowKey: flag.id }, { orderBy: { id: 'asc' } });
    expect(trail.map(({ operation, actorId }) => [operation, actorId])).toEqual([['insert', null], ['update', 'u-dora'], ['update', 'u-emma']]);
    expect(trail[2]?.changes).toContainEqual({ field: 'status', before: 'in_review', after: 'closed' });
  });

  test('a flag opens with what was found and the check that raised it; another advisor finds nothing', async () => {
    const check = await service().findOneOrNotFound(ComplianceCheck, { portfolio: 'p-anna', ruleId: 'aml' });
    await givenRow(database.orm.em.fork(), RegulatoryFlag, { id: 'flag-2', client: 'anna', portfolio: 'p-anna', complianceCheck: check.id, kind: 'aml_check', severity: 'critical', status: 'open', title: 'Money laundering and sanctions', detail: 'Needs a look.', openedAt: GIVEN_AT, assignedTo: 'u-dora' });
    const shown = await call('dora', 'get_flag', { flag: 'flag-2' });
    expect(['status', 'detail', 'client', 'portfolio', 'closedBy'].map((key) => factOf(shown, key))).toEqual(['open', 'Needs a look.', 'Anna Keller', 'Alpine Growth', null]);
    expect(rowsOf(shown, 'checks')).toMatchObject([{ id: check.id, rule: 'Money laundering and sanctions', result: 'failed' }]);
    expect(rowsOf(await call('auditor', 'get_flag', { flag: 'flag-1' }), 'checks')).toEqual([]);
    expect(factOf(await call('auditor', 'get_flag', { flag: 'flag-1' }), 'closeReason')).toBe('Called the client, settled.');
    expect(await problem(call('fred', 'get_flag', { flag: 'flag-2' }))).toEqual(await problem(call('fred', 'get_flag', { flag: 'none' })));
  });

  test('flags are found by the day they are due: what was due yesterday is overdue, what is due today is not', async () => {
    const due = { yesterday: '2026-11-22', today: '2026-11-23', inAWeek: '2026-11-30', inAMonth: '2026-12-23' };
    for (const [title, dueOn] of Object.entries(due)) await givenRow(database.orm.em.fork(), RegulatoryFlag, { client: 'bert', kind: 'kyc', severity: 'low', status: 'open', title, openedAt: GIVEN_AT, dueOn: isoDate(dueOn) });
    await givenRow(database.orm.em.fork(), RegulatoryFlag, { client: 'bert', kind: 'kyc', severity: 'low', status: 'closed', title: 'settled', openedAt: GIVEN_AT, closedAt: GIVEN_AT, dueOn: isoDate('2026-11-22') });
    const titles = async (within: string) => rowsOf(await listFlags.run(listFlags.input.parse({ client: 'Bert Olsen', kind: 'kyc', due: within }), context('fred')), 'flags').map(({ title }) => String(title)).toSorted();
    expect(await titles('overdue')).toEqual(['yesterday']);
    expect(await titles('next_7D')).toEqual(['inAWeek', 'today', 'yesterday']);
    expect(await titles('next_30D')).toEqual(['inAMonth', 'inAWeek', 'today', 'yesterday']);
  });

  test('what did not pass can be listed alone', async () => {
    const listed = await listComplianceChecks.run(listComplianceChecks.input.parse({ client: 'Anna Keller', result: 'not_passed' }), context('dora'));
    const results = rowsOf(listed, 'checks').map(({ result }) => result);
    expect(results.length).toBeGreaterThan(0);
    expect(results).not.toContain('passed');
    expect(results).toHaveLength(await service().count(ComplianceCheck, { client: 'anna', result: { $ne: 'passed' } }));
  });

  test('an override for two persons counts only with the consent of another', async () => {
    const check = await service().findOneOrNotFound(ComplianceCheck, { portfolio: 'p-anna', ruleId: 'aml' });
    const act = (as: 'dora' | 'emma' | 'fred' | 'ines', args: object) => call(as, 'override_check', { check: check.id, ...args });
    expect(await problem(act('dora', { act: 'consent' }))).toEqual(['conflict', 'Nobody has overridden the check yet.']);
    expect(await problem(act('dora', { act: 'override' }))).toEqual(['invalid-input', 'A result is overridden with a reason.']);
    expect(factOf(await act('dora', { act: 'override', reason: 'Enhanced diligence is under way.' }), 'after')).toBe('overridden by you; it counts once a second person consents');
    expect(await problem(act('dora', { act: 'consent' }))).toEqual(['not-permitted', "The consent must be another person's than the override."]);
    expect((await problem(act('fred', { act: 'consent' })))?.[0]).toBe('not-found');
    expect(await problem(act('emma', { act: 'consent' }))).toEqual(['not-permitted', 'This rule asks for the consent of a compliance officer.']);
    expect(factOf(await act('ines', { act: 'consent' }), 'after')).toBe('overridden, and it counts');
    const row = await service().findOneOrNotFound(ComplianceCheck, { id: check.id });
    expect(row).toMatchObject({ result: 'failed', overriddenBy: { id: 'u-dora' }, overrideReason: 'Enhanced diligence is under way.', secondConsentBy: { id: 'u-ines' } });
    expect(await problem(act('ines', { act: 'consent' }))).toEqual(['conflict', 'The override needs no further consent.']);
    const listed = await listOverrides.run(listOverrides.input.parse({}), context('auditor'));
    expect(rowsOf(listed, 'checks')).toMatchObject([{ id: check.id, rule: 'aml', client: 'Anna Keller', reason: 'Enhanced diligence is under way.', counts: true }]);
    expect(figureOf(await listOverrides.run(listOverrides.input.parse({}), context('fred')), 'checkCount')).toBe(0);
    const trail = await service().find(AuditTrail, { tableName: 'ComplianceChecks', rowKey: check.id }, { orderBy: { id: 'asc' } });
    expect(trail.map(({ actorId, operation }) => [actorId, operation])).toEqual([['u-dora', 'update'], ['u-ines', 'update']]);
  });

  test('what nothing releases cannot be overridden', async () => {
    const restricted = await service().findOneOrNotFound(ComplianceCheck, { portfolio: 'p-bert', ruleId: 'restricted_list', result: 'failed' });
    expect(await problem(call('emma', 'override_check', { check: restricted.id, act: 'override', reason: 'we want it' }))).toEqual(['conflict', 'Nothing releases this rule.']);
    const fine = await service().findOneOrNotFound(ComplianceCheck, { portfolio: 'p-bert', ruleId: 'kyc' });
    expect(await problem(call('emma', 'override_check', { check: fine.id, act: 'override', reason: 'just because' }))).toEqual(['conflict', 'The check was passed: there is nothing to override.']);
  });
});
