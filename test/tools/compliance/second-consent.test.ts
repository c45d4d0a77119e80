import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '../../../src/access/principal.ts';
import { resolvePrincipal } from '../../../src/access/resolve-principal.ts';
import { scopedDbs, SERVICE_PRINCIPAL, type ScopedDbs } from '../../../src/access/scoped-dbs.ts';
import { trailHook } from '../../../src/audit/record-trail.ts';
import { overrideCheck } from '../../../src/data/compliance/override-check.ts';
import type { Database } from '../../../src/db/open-database.ts';
import { TABLES } from '../../../src/entities/index.ts';
import { AdvisorAssignment } from '../../../src/entities/clients/advisor-assignment.entity.ts';
import { Advisor } from '../../../src/entities/clients/advisor.entity.ts';
import { Client } from '../../../src/entities/clients/client.entity.ts';
import { User } from '../../../src/entities/clients/user.entity.ts';
import { NotificationPreference } from '../../../src/entities/communication/notification-preference.entity.ts';
import { Notification } from '../../../src/entities/communication/notification.entity.ts';
import { AuditTrail } from '../../../src/entities/compliance/audit-trail.entity.ts';
import { ComplianceCheck } from '../../../src/entities/compliance/compliance-check.entity.ts';
import { Portfolio } from '../../../src/entities/portfolios/portfolio.entity.ts';
import type { Answer } from '../../../src/shared/answer.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { fixedDayClock } from '../../../src/shared/clock.ts';
import { listOverrides } from '../../../tools/audit/list-overrides.tool.ts';
import { complianceTools } from '../../../tools/compliance-tools.ts';
import { ENGINES, givenDatabase } from '../../support/databases.ts';
import { factOf, figureOf, rowsOf } from '../../support/given-book.ts';
import { givenRow } from '../../support/given-row.ts';
import { GIVEN_AT } from '../../support/given-sequence.ts';

const TODAY = isoDate('2026-11-23');
/** Dora and Emma look after Anna, Fred after Bert; Ines and Ivan are compliance officers. */
const USERS = { anna: 'client', dora: 'advisor', emma: 'advisor', fred: 'advisor', ines: 'admin', ivan: 'admin', auditor: 'auditor' } as const;
type Person = keyof typeof USERS;

describe.each(ENGINES)('the second consent to an override on %s', (engine) => {
  let database: Database;
  let open: ScopedDbs;
  let ids = 0;
  const denied: string[] = [];
  const people = new Map<Person, Principal>();
  const clock = fixedDayClock(TODAY, () => GIVEN_AT);
  const newId = () => `id-${String((ids += 1)).padStart(5, '0')}`;
  const service = () => open(SERVICE_PRINCIPAL);
  const as = (person: Person) => open(people.get(person)!);
  const call = async (person: Person, name: string, args: object): Promise<Answer> => {
    const tool = complianceTools.find((candidate) => candidate.name === name)!;
    return tool.run(tool.input.parse(args) as never, { db: as(person), principal: people.get(person)!, clock, newId, modelVersionLabel: 'test' });
  };
  const act = (person: Person, check: string, what: 'override' | 'consent') => overrideCheck(as(person), { checkId: check, act: what, reason: 'The client asked for it in writing.' }, { clock, newId });
  const problem = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code?: string }) => error.code);
  const waiting = async (person: Person) => rowsOf(await call(person, 'list_pending_consents', {}), 'consents').map(({ id, isYours }) => [id, isYours]);

  beforeAll(async () => {
    database = await givenDatabase(engine);
    open = scopedDbs({ em: database.orm.em, onDenied: async ({ userId }) => { denied.push(userId); }, hooks: [trailHook({ clock, newId })] });
    const em = database.orm.em.fork();
    for (const [id, role] of Object.entries(USERS)) await givenRow(em, User, { id: `u-${id}`, fullName: `${id} of the firm`, role, isActive: true });
    await givenRow(em, User, { id: 'u-gone', fullName: 'gone', role: 'admin', isActive: false });
    for (const id of ['dora', 'emma', 'fred'] as const) await givenRow(em, Advisor, { id, user: em.getReference(User, `u-${id}`), status: 'active' });
    for (const id of ['anna', 'bert']) {
      const client = await givenRow(em, Client, { id, user: id === 'anna' ? em.getReference(User, 'u-anna') : null, fullName: id === 'anna' ? 'Anna Keller' : 'Bert Olsen' });
      const portfolio = await givenRow(em, Portfolio, { id: `p-${id}`, client, name: id === 'anna' ? 'Alpine Growth' : 'Baltic Income' });
      const check = (key: string, ruleId: string, override: string) => givenRow(em, ComplianceCheck, {
        id: `${key}-${id}`, client, portfolio, ruleId, ruleVersion: '2', result: 'failed', severity: 'high', message: 'ACME is 40 % of the value; the limit is 25 %.', evidence: { security: { label: 'ACME', weightFraction: 0.4 }, override }, triggerKind: 'nightly', checkedOn: TODAY,
      });
      await check('conc', 'concentration', 'two_persons');
      await check('aml', 'aml', 'two_persons');
      await check('cash', 'cash_floor', 'release');
      await check('gone', 'a_rule_of_long_ago', 'two_persons');
    }
    for (const [advisor, client] of [['dora', 'anna'], ['emma', 'anna'], ['fred', 'bert']] as const) {
      await givenRow(em, AdvisorAssignment, { id: `${advisor}-${client}`, advisor: em.getReference(Advisor, advisor), client: em.getReference(Client, client), role: advisor === 'emma' ? 'secondary' : 'primary', startsOn: isoDate('2020-01-01'), endsOn: null });
    }
    await givenRow(em, NotificationPreference, { user: em.getReference(User, 'u-ivan'), kind: 'compliance', channel: 'in_app', enabled: false });
    for (const person of Object.keys(USERS) as Person[]) people.set(person, (await resolvePrincipal(em, `u-${person}`, TODAY))!);
  });
  afterAll(() => database?.close());

  test('before anybody overrides, a compliance officer reaches no check at all', async () => {
    expect(await as('ines').find(ComplianceCheck)).toEqual([]);
    expect(await problem(call('ines', 'get_compliance_check', { check: 'conc-anna' }))).toBe('not-found');
    expect(await problem(act('ines', 'conc-anna', 'consent'))).toBe('not-found');
    expect(denied).toContain('u-ines'); // it exists, so the attempt is for the log
  });

  test('nobody but an advisor of the client overrides, whatever the door', async () => {
    expect(await problem(act('anna', 'conc-anna', 'override'))).toBe('not-found');
    expect(await problem(act('fred', 'conc-anna', 'override'))).toBe('not-found');
    expect(await problem(act('ines', 'conc-anna', 'override'))).toBe('not-found');
    expect(await problem(act('auditor', 'conc-anna', 'override'))).toBe('not-permitted');
    expect(await act('dora', 'conc-anna', 'override')).toEqual({ counts: false });
    expect(await act('dora', 'aml-anna', 'override')).toEqual({ counts: false });
    expect(await act('dora', 'cash-anna', 'override')).toEqual({ counts: true });
    expect(await act('fred', 'conc-bert', 'override')).toEqual({ counts: false });
  });

  test('what waits is told to those who may consent, without what was found, and to nobody else', async () => {
    const told = await service().find(Notification, { link: { $in: ['/checks/conc-anna', '/checks/aml-anna', '/checks/cash-anna'] } }, { orderBy: [{ link: 'asc' }, { user: 'asc' }] });
    expect(told.map(({ link, user }) => [link, user.id])).toEqual([['/checks/aml-anna', 'u-ines'], ['/checks/conc-anna', 'u-emma'], ['/checks/conc-anna', 'u-ines']]);
    expect(JSON.stringify(told.map(({ title, body }) => [title, body]))).not.toMatch(/ACME|40 %|Anna|writing/);
  });

  test('each finds what waits: an advisor for own clients, an officer of the whole firm, and a release by one person is not among it', async () => {
    expect(await waiting('ines')).toEqual([['aml-anna', true], ['conc-anna', true], ['conc-bert', true]]);
    expect(await waiting('emma')).toEqual([['aml-anna', false], ['conc-anna', true]]);
    expect(await waiting('dora')).toEqual([['aml-anna', false], ['conc-anna', false]]);
    expect(await waiting('fred')).toEqual([['conc-bert', false]]);
    const shown = await call('ines', 'get_compliance_check', { check: 'conc-anna' });
    expect(['status', 'client', 'portfolio', 'overriddenBy', 'reason', 'consentOf', 'message'].map((key) => factOf(shown, key))).toEqual([
      'waits for your consent', 'Anna Keller', 'Alpine Growth', 'dora of the firm', 'The client asked for it in writing.', 'another advisor of the client or a compliance officer', 'ACME is 40 % of the value; the limit is 25 %.',
    ]);
    expect(rowsOf(shown, 'evidence')).toEqual([{ name: 'security label', value: 'ACME' }, { name: 'security weight fraction', value: 0.4 }]);
    expect(factOf(await call('dora', 'get_compliance_check', { check: 'conc-anna' }), 'status')).toBe('waits for a second consent');
    expect(factOf(await call('auditor', 'get_compliance_check', { check: 'conc-anna' }), 'status')).toBe('waits for a second consent');
    expect(factOf(await call('emma', 'get_compliance_check', { check: 'aml-anna' }), 'consentOf')).toBe('a compliance officer');
  });

  test('an officer sees of clients nothing but these checks', async () => {
    const ines = as('ines');
    const seen: string[] = [];
    for (const { schema, access } of TABLES) {
      const rows = await ines.count(schema.meta.class as never);
      if (rows > 0 && access.advisor !== 'all') seen.push(schema.meta.className);
    }
    expect(seen.toSorted()).toEqual(['ComplianceCheck', 'Notification', 'User']); // the last two are the login's own rows
    expect((await ines.find(ComplianceCheck, {}, { orderBy: { id: 'asc' } })).map(({ id }) => id)).toEqual(['aml-anna', 'conc-anna', 'conc-bert']);
    expect(await ines.find(ComplianceCheck, { client: 'anna', ruleId: 'cash_floor' })).toEqual([]);
    expect(await problem(ines.transaction(async (writer) => writer.update(ComplianceCheck, { id: 'conc-anna' }, { result: 'passed' })))).toBe('not-permitted');
  });

  test('the same person, a client, a stranger, an auditor and who lacks the standing consent to nothing', async () => {
    expect(await problem(act('dora', 'conc-anna', 'consent'))).toBe('not-permitted');
    expect(await problem(act('anna', 'conc-anna', 'consent'))).toBe('not-found');
    expect(await problem(act('fred', 'conc-anna', 'consent'))).toBe('not-found');
    expect(await problem(act('auditor', 'conc-anna', 'consent'))).toBe('not-permitted');
    expect(await problem(act('emma', 'aml-anna', 'consent'))).toBe('not-permitted');
    expect(await problem(act('ines', 'cash-anna', 'consent'))).toBe('not-found'); // a release by one person needs nobody
    expect(await service().count(ComplianceCheck, { secondConsentBy: { $ne: null } })).toBe(0);
    for (const person of ['anna', 'auditor'] as const) expect(complianceTools.filter(({ effect, roles }) => effect === 'write' && roles.includes(USERS[person])).map(({ name }) => name)).toEqual([]);
  });

  test('an officer consents where the client is out of reach, an advisor where the rule leaves it to one; both are on record', async () => {
    expect(await act('ines', 'aml-anna', 'consent')).toEqual({ counts: true });
    expect(await act('emma', 'conc-anna', 'consent')).toEqual({ counts: true });
    expect(await service().findOne(ComplianceCheck, { id: 'aml-anna' })).toMatchObject({ overriddenBy: { id: 'u-dora' }, secondConsentBy: { id: 'u-ines' } });
    const trail = await service().find(AuditTrail, { tableName: 'ComplianceChecks', rowKey: 'aml-anna' }, { orderBy: { id: 'asc' } });
    expect(trail.map(({ actorId, actorRole, clientId }) => [actorId, actorRole, clientId])).toEqual([['u-dora', 'advisor', 'anna'], ['u-ines', 'admin', 'anna']]);
    expect(trail[1]?.changes).toContainEqual({ field: 'secondConsentBy', before: null, after: 'u-ines' });
    expect((await service().find(Notification, { user: 'u-dora' })).map(({ title }) => title)).toEqual(['Your override has its second consent', 'Your override has its second consent']);
    expect(await waiting('ines')).toEqual([['conc-bert', true]]);
    expect(await as('ines').find(ComplianceCheck, { client: 'anna' })).toMatchObject([{ id: 'aml-anna' }]); // the own act stays in sight
    expect(await as('ivan').find(ComplianceCheck, { client: 'anna' })).toEqual([]);
  });

  test('of two who consent at once one does, and a consent is given once', async () => {
    const both = await Promise.all([problem(act('ines', 'conc-bert', 'consent')), problem(act('ivan', 'conc-bert', 'consent'))]);
    expect(both.filter((end) => end === 'done')).toHaveLength(1);
    expect(await problem(act('ines', 'aml-anna', 'consent'))).toBe('conflict');
    expect(await problem(act('ivan', 'aml-anna', 'consent'))).toBe('not-found');
  });

  test('a rule that the firm has no more asks for an officer', async () => {
    expect(await act('dora', 'gone-anna', 'override')).toEqual({ counts: false });
    expect(await problem(act('emma', 'gone-anna', 'consent'))).toBe('not-permitted');
    expect(await act('ivan', 'gone-anna', 'consent')).toEqual({ counts: true });
  });

  test('every override stands in the list with its consent', async () => {
    const listed = await listOverrides.run(listOverrides.input.parse({}), { db: as('auditor'), principal: people.get('auditor')!, clock, newId, modelVersionLabel: 'test' });
    expect(figureOf(listed, 'checkCount')).toBe(5);
    const rows = rowsOf(listed, 'checks').map(({ id, overriddenBy, consentBy, counts }) => [id, overriddenBy, consentBy, counts]);
    expect(rows).toContainEqual(['aml-anna', 'dora of the firm', 'ines of the firm', true]);
    expect(rows).toContainEqual(['conc-anna', 'dora of the firm', 'emma of the firm', true]);
    expect(rows).toContainEqual(['cash-anna', 'dora of the firm', null, true]);
    expect(rows.filter(([, , , counts]) => counts !== true)).toEqual([]);
  });
});
