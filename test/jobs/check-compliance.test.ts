import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopedDbs, SERVICE_PRINCIPAL, type ScopedDbs } from '../../src/access/scoped-dbs.ts';
import { CheckpointStore } from '../../src/audit/checkpoint-store.ts';
import { signingKey } from '../../src/audit/checkpoint.ts';
import { trailHook } from '../../src/audit/record-trail.ts';
import { JudgeThread } from '../../src/data/compliance/nightly/judge-off-thread.ts';
import { judgeStates } from '../../src/data/compliance/nightly/judge-states.ts';
import { JobStore } from '../../src/data/system/job-store.ts';
import type { Database } from '../../src/db/open-database.ts';
import { CURRENT_RULE_SET } from '../../src/domain/compliance/check-compliance.ts';
import { AdvisorAssignment } from '../../src/entities/clients/advisor-assignment.entity.ts';
import { Advisor } from '../../src/entities/clients/advisor.entity.ts';
import { Client } from '../../src/entities/clients/client.entity.ts';
import { KycVerification } from '../../src/entities/clients/kyc-verification.entity.ts';
import { User } from '../../src/entities/clients/user.entity.ts';
import { Notification } from '../../src/entities/communication/notification.entity.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { AuditTrail } from '../../src/entities/compliance/audit-trail.entity.ts';
import { ComplianceCheck } from '../../src/entities/compliance/compliance-check.entity.ts';
import { RegulatoryFlag } from '../../src/entities/compliance/regulatory-flag.entity.ts';
import { Holding } from '../../src/entities/portfolios/holding.entity.ts';
import { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';
import { MarketPrice } from '../../src/entities/trading/market-price.entity.ts';
import { Security } from '../../src/entities/trading/security.entity.ts';
import { checkComplianceJob } from '../../src/jobs/check-compliance.job.ts';
import type { Job, JobContext } from '../../src/jobs/job.ts';
import { JobRunner } from '../../src/jobs/run-jobs.ts';
import { isoDate, type IsoDate } from '../../src/shared/calendar.ts';
import { subject } from '../domain/compliance/given-subject.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';
import { givenRow } from '../support/given-row.ts';

const RULES = CURRENT_RULE_SET.rules.length;
const day = (text: string) => isoDate(text);

test('the rules say the same in a thread of their own', async () => {
  const states = [subject().state, subject({ client: { riskScore: null }, portfolio: { id: 'p2' } }).state];
  const thread = new JudgeThread();
  try {
    expect(await thread.judge(states)).toEqual(judgeStates(states));
    await expect(thread.judge([{} as never])).rejects.toThrow(/could not judge/);
    expect(await Promise.all([thread.judge(states), thread.judge(states)])).toEqual([judgeStates(states), judgeStates(states)]);
  } finally {
    await thread.close();
  }
});

describe.each(ENGINES)('the nightly compliance run on %s', (engine) => {
  let database: Database;
  let open: ScopedDbs;
  let now = new Date('2026-11-23T23:30:00Z'); // a Monday: no weekly sweep until Sunday the 29th
  let ids = 0;
  const folder = mkdtempSync(join(tmpdir(), 'jobs-'));
  const clock = { now: () => now, today: () => now.toISOString().slice(0, 10) as IsoDate };
  const newId = () => `id-${String((ids += 1)).padStart(6, '0')}`;
  const store = () => new JobStore(() => database.orm.em.fork(), { clock, newId });
  const runner = (job: Job = checkComplianceJob) => new JobRunner({
    jobs: [job], store: store(), onFailure: (error) => { throw error; },
    context: { db: open(SERVICE_PRINCIPAL), fork: () => database.orm.em.fork(), checkpoints: new CheckpointStore(folder, signingKey(randomBytes(32).toString('base64url'))), clock, newId, note: () => undefined },
  });
  const night = async (at: string) => {
    now = new Date(at);
    const end = await runner().run('nightly_compliance');
    return end.ran ? end.summary : 'not run';
  };
  const flags = async (kind: string) => open(SERVICE_PRINCIPAL).find(RegulatoryFlag, { kind }, { orderBy: { id: 'asc' } });
  const change = (work: Parameters<ReturnType<ScopedDbs>['transaction']>[0]) => open(SERVICE_PRINCIPAL).transaction(work);

  beforeAll(async () => {
    database = await givenDatabase(engine);
    open = scopedDbs({ em: database.orm.em, onDenied: async () => undefined, hooks: [trailHook({ clock, newId })] });
    const em = database.orm.em.fork();
    await givenRow(em, Security, { id: 'EUR', ticker: 'EUR', assetClass: 'cash', exposureClass: 'cash', currency: 'EUR', isRestricted: false, isIndex: false, status: 'active' });
    for (const id of ['BIG', 'SML']) await givenRow(em, Security, { id, ticker: id, assetClass: 'equity', exposureClass: 'equity', currency: 'EUR', issuer: id, sector: `Sector ${id}`, country: 'DE', isRestricted: false, isIndex: false, status: 'active', minRiskScore: null });
    const advisorUser = await givenRow(em, User, { id: 'u-advisor', role: 'advisor', isActive: true });
    const advisor = await givenRow(em, Advisor, { id: 'dora', user: advisorUser });
    for (const [id, big] of [['anna', 40_000], ['bert', 10_000]] as const) {
      const user = await givenRow(em, User, { id: `u-${id}`, role: 'client', isActive: true });
      const client = await givenRow(em, Client, {
        id, user, residence: 'DE', taxResidence: 'DE', baseCurrency: 'EUR', status: 'active', riskScore: 60, objective: 'growth', horizonYears: 10, experience: 'good', lossCapacityFraction: 0.4, profileReviewedOn: day('2026-06-01'),
      });
      await givenRow(em, AdvisorAssignment, { id: `a-${id}`, client, advisor, role: 'primary', startsOn: day('2020-01-01'), endsOn: null });
      await givenRow(em, KycVerification, { id: `k-${id}`, client, status: 'verified', level: 'standard', amlRisk: 'low', isPoliticallyExposed: false, sanctionsCheckedOn: day('2026-11-01'), submittedOn: day('2026-01-01'), verifiedOn: day('2026-01-02'), expiresOn: day(id === 'bert' ? '2026-11-25' : '2028-01-01') });
      const portfolio = await givenRow(em, Portfolio, { id: `p-${id}`, client, name: 'Growth', baseCurrency: 'EUR', mandate: 'advisory', status: 'active', cashFloorFraction: null, maxPositionFraction: null, maxVolatilityFraction: null, kind: 'taxable' });
      const hold = (security: string, value: number) => givenRow(em, Holding, {
        portfolio, security: em.getReference(Security, security), quantity: String(value), currency: 'EUR', marketPrice: '1', priceDate: day('2026-11-23'), fxRateToBase: '1', fxRateDate: day('2026-11-23'), marketValue: String(value), marketValueBase: String(value), weightFraction: value / 100_000, lots: [], asOf: day('2026-11-23'),
      });
      await hold('BIG', big);
      await hold('SML', 10_000);
      await hold('EUR', 90_000 - big);
    }
    for (const id of ['BIG', 'SML']) await givenRow(em, MarketPrice, { security: em.getReference(Security, id), priceDate: day('2026-11-23'), close: '1', source: 'test' });
  });
  afterAll(async () => {
    await database?.close();
    rmSync(folder, { recursive: true });
  });

  test('the first night looks at everybody, keeps every result, flags the breach and tells the advisor', async () => {
    await runner().register();
    expect(await night('2026-11-23T23:30:00Z')).toBe(`The whole firm: 2 portfolios, ${2 * RULES} checks kept, 1 flags opened, 0 closed.`);
    const [flag, second] = await flags('concentration');
    expect(second).toBeUndefined();
    expect(flag).toMatchObject({ client: { id: 'anna' }, portfolio: { id: 'p-anna' }, status: 'open', severity: 'high', title: 'Concentration: Growth', assignedTo: { id: 'u-advisor' } });
    const db = open(SERVICE_PRINCIPAL);
    const check = await db.findOneOrNotFound(ComplianceCheck, { id: flag!.complianceCheck!.id });
    expect(check).toMatchObject({ ruleId: 'concentration', result: 'failed', ruleSetVersion: CURRENT_RULE_SET.version, triggerKind: 'nightly', checkedOn: '2026-11-23' });
    expect(check.evidence).toMatchObject({ security: { label: 'BIG', weightFraction: 0.4 }, override: 'two_persons' });
    expect(await db.find(Notification, { client: 'anna' })).toMatchObject([{ user: { id: 'u-advisor' }, kind: 'compliance', severity: 'critical', title: 'Compliance: Concentration: Growth' }]);
    expect(await db.find(AuditTrail, { tableName: 'RegulatoryFlags', rowKey: flag!.id })).toMatchObject([{ operation: 'insert', clientId: 'anna', actorRole: 'service' }]);
    expect(await db.find(AuditLog, { event: 'job.ran' })).toMatchObject([{ objectId: 'nightly_compliance', decision: 'done' }]);
  });

  test('a night after which nothing changed looks at nobody', async () => {
    expect(await night('2026-11-24T23:30:00Z')).toBe('What changed: 0 portfolios, 0 checks kept, 0 flags opened, 0 closed.');
  });

  test('a changed row brings its client back; the same breach opens no second flag', async () => {
    now = new Date('2026-11-25T10:00:00Z');
    await change(async (writer) => { await writer.update(Client, { id: 'anna' }, { horizonYears: 9 }); });
    expect(await night('2026-11-25T23:30:00Z')).toBe(`What changed: 1 portfolios, ${RULES} checks kept, 0 flags opened, 0 closed.`);
    expect(await flags('concentration')).toHaveLength(1);
  });

  test('a day that passes brings a client back: an identity that expired is flagged once, and the client is asked to renew it', async () => {
    expect(await night('2026-11-26T23:30:00Z')).toBe(`What changed: 1 portfolios, ${RULES} checks kept, 1 flags opened, 0 closed.`);
    expect(await flags('kyc')).toMatchObject([{ client: { id: 'bert' }, portfolio: null, status: 'open', title: 'Identity verified' }]);
    expect(await open(SERVICE_PRINCIPAL).find(Notification, { user: 'u-bert' })).toMatchObject([{ kind: 'kyc', title: 'Please renew your identity documents' }]);
  });

  test('a jump of a price brings the holders of a large position back; the flag closes itself when the breach is gone', async () => {
    const em = database.orm.em.fork();
    await em.insert(MarketPrice, { security: 'BIG', priceDate: day('2026-11-27'), close: '0.2', isSplitAdjusted: false, source: 'test', recordedAt: now });
    await em.nativeUpdate(Holding, { portfolio: 'p-anna', security: 'BIG' }, { marketPrice: '0.2', priceDate: day('2026-11-27'), marketValue: '8000', marketValueBase: '8000', weightFraction: 0.118 });
    const [taken] = await flags('concentration');
    await change(async (writer) => { await writer.update(RegulatoryFlag, { id: taken!.id }, { status: 'in_review' }); });
    expect(await night('2026-11-27T23:30:00Z')).toBe(`What changed: 2 portfolios, ${2 * RULES} checks kept, 0 flags opened, 1 closed.`);
    expect(await flags('concentration')).toMatchObject([{ status: 'closed', closeReason: 'The rule "Concentration" found no breach any more on 2026-11-27.', closedBy: null, version: taken!.version + 2 }]);
    const [, , closing] = await open(SERVICE_PRINCIPAL).find(AuditTrail, { tableName: 'RegulatoryFlags', rowKey: taken!.id }, { orderBy: { id: 'asc' } });
    expect(closing?.changes).toContainEqual({ field: 'status', before: 'in_review', after: 'closed' });
  });

  test('a Sunday is a sweep of everything, slow drift included', async () => {
    expect(await night('2026-11-29T23:30:00Z')).toMatch(/^The whole firm: 2 portfolios/);
  });

  test('of two processes that want it at once one runs it; a run that failed makes the next one look at everything', async () => {
    now = new Date('2026-11-30T23:30:00Z');
    let release: () => void = () => undefined;
    const waiting = new Promise<void>((done) => { release = done; });
    let begun = 0;
    const held = { ...checkComplianceJob, async run() { begun += 1; await waiting; return 'held'; } };
    const both = [runner(held).run('nightly_compliance'), runner(held).run('nightly_compliance')];
    expect(await Promise.race(both)).toEqual({ ran: false }); // the one that came second; the first is still at it
    expect(begun).toBe(1);
    release();
    expect((await Promise.all(both)).filter(({ ran }) => ran)).toHaveLength(1);
    const failing = { ...checkComplianceJob, run: async () => { throw new Error('secret inside'); } };
    now = new Date('2026-12-01T22:00:00Z');
    await expect(runner(failing).run('nightly_compliance')).rejects.toThrow('secret inside');
    expect((await store().list())[0]).toMatchObject({ lastStatus: 'failed', lastError: 'An unexpected error; the log has it.' });
    expect(await night('2026-12-01T23:30:00Z')).toMatch(/^The whole firm/);
  });

  test('one portfolio that cannot be checked is named and keeps no other from it', async () => {
    const broken = async (lots: string) => database.orm.em.fork().getConnection().execute(`update Holdings set lots = '${lots}' where portfolio_id = 'p-anna'`, [], 'run');
    now = new Date('2026-12-02T20:00:00Z');
    await broken('null');
    await change(async (writer) => { for (const id of ['anna', 'bert']) await writer.update(Client, { id }, { horizonYears: 8 }); });
    const kept = () => open(SERVICE_PRINCIPAL).count(ComplianceCheck, { client: 'bert' });
    const before = await kept();
    now = new Date('2026-12-02T21:00:00Z');
    await expect(runner().run('nightly_compliance')).rejects.toThrow('1 of 2 portfolios could not be checked, the first p-anna; the others were.');
    expect(await kept()).toBe(before + RULES);
    await broken('[]');
  });

  test('a runner that stops ends its run at the next breath, on record as failed', async () => {
    now = new Date('2026-12-02T23:30:00Z');
    let release: () => void = () => undefined;
    const waiting = new Promise<void>((done) => { release = done; });
    const slow = { ...checkComplianceJob, async run({ breathe }: JobContext) { await waiting; await breathe(); return 'never said'; } };
    const stopping = runner(slow);
    const run = stopping.run('nightly_compliance');
    const ended = Promise.allSettled([run]);
    await new Promise((done) => { setTimeout(done, 50); });
    const stopped = stopping.stop();
    release();
    await stopped;
    expect(await ended).toMatchObject([{ status: 'rejected', reason: { publicMessage: 'The process is stopping.' } }]);
    expect((await store().list())[0]).toMatchObject({ lastStatus: 'failed', lastError: 'The process is stopping.' });
    expect(await stopping.run('nightly_compliance')).toEqual({ ran: false });
  });
});
