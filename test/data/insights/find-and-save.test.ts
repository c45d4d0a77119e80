import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SERVICE_PRINCIPAL, scopedDbs } from '../../../src/access/scoped-dbs.ts';
import { AiInsight } from '../../../src/entities/analytics/ai-insight.entity.ts';
import { AiModelVersion } from '../../../src/entities/analytics/ai-model-version.entity.ts';
import { Client } from '../../../src/entities/clients/client.entity.ts';
import { AuditLog } from '../../../src/entities/compliance/audit-log.entity.ts';
import { AssetAllocationTarget } from '../../../src/entities/planning/asset-allocation-target.entity.ts';
import { Holding } from '../../../src/entities/portfolios/holding.entity.ts';
import { Portfolio } from '../../../src/entities/portfolios/portfolio.entity.ts';
import { Security } from '../../../src/entities/trading/security.entity.ts';
import { findInsightsNightly } from '../../../src/jobs/find-insights.job.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { fixedDayClock } from '../../../src/shared/clock.ts';
import { ENGINES, givenDatabase } from '../../support/databases.ts';
import { givenRow } from '../../support/given-row.ts';
import { GIVEN_AT, nextNumber } from '../../support/given-sequence.ts';

const TODAY = isoDate('2026-11-23');

/** A client with one portfolio: 90,000 in one share and 10,000 in cash, against a target of 80/20. */
async function givenFirm(engine: 'sqlite' | 'mariadb') {
  const database = await givenDatabase(engine);
  const em = database.orm.em.fork();
  await givenRow(em, Client, { id: 'anna', kind: 'individual', fullName: 'Anna Keller', status: 'active', riskProfile: 'growth', objective: 'growth', baseCurrency: 'EUR', onboardedOn: isoDate('2015-05-01') });
  await givenRow(em, Portfolio, { id: 'p-anna', client: 'anna', name: 'Alpine Growth', baseCurrency: 'EUR', status: 'active', maxPositionFraction: 0.2, driftToleranceFraction: 0.05, cashFloorFraction: 0.02, maxVolatilityFraction: null });
  await givenRow(em, Security, { id: 'nova', ticker: 'NOVA', assetClass: 'equity', exposureClass: 'equity', isIndex: false, currency: 'EUR', status: 'active', isRestricted: false });
  await givenRow(em, Security, { id: 'eur', ticker: 'EUR', assetClass: 'cash', exposureClass: 'cash', isIndex: false, currency: 'EUR', status: 'active', isRestricted: false });
  const position = { portfolio: 'p-anna', currency: 'EUR', fxRateToBase: '1', lots: [], asOf: TODAY, priceDate: TODAY };
  await givenRow(em, Holding, { ...position, security: 'nova', quantity: '900', marketPrice: '100', marketValue: '90000', marketValueBase: '90000', costBasisBase: '90000' });
  await givenRow(em, Holding, { ...position, security: 'eur', quantity: '10000', marketPrice: '1', marketValue: '10000', marketValueBase: '10000', costBasisBase: '10000' });
  for (const [assetClass, targetFraction] of [['equity', 0.8], ['cash', 0.2]] as const) await givenRow(em, AssetAllocationTarget, { portfolio: 'p-anna', assetClass, validFrom: isoDate('2026-01-01'), targetFraction, minFraction: targetFraction - 0.05, maxFraction: targetFraction + 0.05 });
  const db = scopedDbs({ em: database.orm.em, onDenied: async () => undefined })(SERVICE_PRINCIPAL);
  const tools = { clock: fixedDayClock(TODAY, () => GIVEN_AT), newId: () => `made-${nextNumber()}` };
  return {
    database, run: () => findInsightsNightly({ db, ...tools }), insights: async () => (await database.orm.em.fork().find(AiInsight, {}, { orderBy: { kind: 'asc', status: 'asc' } })),
    /** Sells or buys shares for cash. */
    hold: async (shares: number) => {
      const fork = database.orm.em.fork();
      await fork.nativeUpdate(Holding, { portfolio: 'p-anna', security: 'nova' }, { quantity: String(shares), marketValue: String(shares * 100), marketValueBase: String(shares * 100) });
      await fork.nativeUpdate(Holding, { portfolio: 'p-anna', security: 'eur' }, { quantity: String(100_000 - shares * 100), marketValue: String(100_000 - shares * 100), marketValueBase: String(100_000 - shares * 100) });
    },
  };
}

describe.each(ENGINES)('insights on %s', (engine) => {
  let firm: Awaited<ReturnType<typeof givenFirm>>;
  beforeAll(async () => { firm = await givenFirm(engine); });
  afterAll(() => firm.database.close());

  test('the first night opens what stands out, unshared, in the name of the engine, with an audit entry', async () => {
    expect(await firm.run()).toEqual({ clients: 1, opened: 2, updated: 0, resolved: 0, unchanged: 0 });
    const [concentration, drift] = await firm.insights();
    expect([concentration!.title, drift!.title]).toEqual(['NOVA is 90.0 % of Alpine Growth', 'Equity in Alpine Growth is 10.0 % above target']);
    expect([concentration!.status, concentration!.sharedAt ?? null, concentration!.security?.id, concentration!.dataAsOf]).toEqual(['open', null, 'nova', TODAY]);
    const em = firm.database.orm.em.fork();
    expect(await em.findOneOrFail(AiModelVersion, { id: drift!.modelVersion.id })).toMatchObject({ engineVersion: expect.stringMatching(/^advice-/), modelId: 'none' });
    expect(await em.find(AuditLog, { event: 'insights.found' })).toMatchObject([{ clientId: 'anna', actorRole: 'service', detail: { opened: 2, updated: 0, resolved: 0, unchanged: 0, asOf: TODAY } }]);
  });

  test('a second run of the same day changes nothing, not even the audit log', async () => {
    const before = JSON.stringify(await firm.insights());
    expect(await firm.run()).toEqual({ clients: 1, opened: 0, updated: 0, resolved: 0, unchanged: 2 });
    expect(JSON.stringify(await firm.insights())).toBe(before);
    expect(await firm.database.orm.em.fork().count(AuditLog, { event: 'insights.found' })).toBe(1);
    expect(await firm.database.orm.em.fork().count(AiModelVersion, { modelId: 'none' })).toBe(1);
  });

  test('what changed takes the new figures in place; what is gone is resolved', async () => {
    const [before] = await firm.insights();
    await firm.hold(820);
    expect(await firm.run()).toEqual({ clients: 1, opened: 0, updated: 1, resolved: 1, unchanged: 0 });
    const [concentration, drift] = await firm.insights();
    expect([concentration!.id, concentration!.title, concentration!.detectedAt]).toEqual([before!.id, 'NOVA is 82.0 % of Alpine Growth', before!.detectedAt]);
    expect([drift!.status, drift!.statusReason]).toEqual(['resolved', expect.stringContaining('Not found again')]);
  });

  test('what was shared is withdrawn when its text or figures change, and stays when nothing does', async () => {
    const share = async () => firm.database.orm.em.fork().nativeUpdate(AiInsight, { kind: 'concentration' }, { sharedAt: GIVEN_AT });
    const shared = async () => (await firm.insights()).filter(({ kind, sharedAt }) => kind === 'concentration' && sharedAt).length;
    await share();
    await firm.database.orm.em.fork().nativeUpdate(AiInsight, { kind: 'concentration' }, { inputHash: 'of other facts that say the same' });
    expect(await firm.run()).toMatchObject({ updated: 1 });
    expect(await shared()).toBe(1);
    await firm.hold(819);
    expect(await firm.run()).toMatchObject({ updated: 1 });
    expect([await shared(), (await firm.insights())[0]?.title]).toEqual([0, 'NOVA is 81.9 % of Alpine Growth']);
    expect(await firm.database.orm.em.fork().find(AuditLog, { event: 'insight.unshared' })).toMatchObject([{ clientId: 'anna', actorRole: 'service' }]);
  });

  test('an acknowledged finding stays acknowledged while it is no worse', async () => {
    await firm.database.orm.em.fork().nativeUpdate(AiInsight, { kind: 'concentration' }, { status: 'acknowledged' });
    await firm.hold(815);
    expect(await firm.run()).toMatchObject({ updated: 1, opened: 0 });
    expect((await firm.insights())[0]).toMatchObject({ status: 'acknowledged', title: 'NOVA is 81.5 % of Alpine Growth' });
  });

  test('a dismissed finding is not raised again within thirty days', async () => {
    await firm.database.orm.em.fork().nativeUpdate(AiInsight, { kind: 'concentration' }, { status: 'dismissed', handledAt: GIVEN_AT });
    await firm.hold(810);
    expect(await firm.run()).toMatchObject({ opened: 0, updated: 0, unchanged: 1 });
    expect((await firm.insights()).filter(({ kind }) => kind === 'concentration')).toHaveLength(1);
  });

  test('a finding that was resolved and comes back is a new one', async () => {
    await firm.hold(900);
    expect(await firm.run()).toMatchObject({ opened: 1 });
    expect((await firm.insights()).filter(({ kind }) => kind === 'drift').map(({ status }) => status)).toEqual(['open', 'resolved']);
  });
});
