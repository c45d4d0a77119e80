import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopedDbs, SERVICE_PRINCIPAL, type ScopedDbs } from '../../src/access/scoped-dbs.ts';
import type { Database } from '../../src/db/open-database.ts';
import { CURRENT_RULE_SET } from '../../src/domain/compliance/check-compliance.ts';
import { Client } from '../../src/entities/clients/client.entity.ts';
import { ClientPreference } from '../../src/entities/clients/client-preference.entity.ts';
import { KycVerification } from '../../src/entities/clients/kyc-verification.entity.ts';
import { ComplianceCheck } from '../../src/entities/compliance/compliance-check.entity.ts';
import { RegulatoryFlag } from '../../src/entities/compliance/regulatory-flag.entity.ts';
import { Notification } from '../../src/entities/communication/notification.entity.ts';
import { AdvisorAssignment } from '../../src/entities/clients/advisor-assignment.entity.ts';
import { Advisor } from '../../src/entities/clients/advisor.entity.ts';
import { User } from '../../src/entities/clients/user.entity.ts';
import { Holding } from '../../src/entities/portfolios/holding.entity.ts';
import { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';
import { EsgRating } from '../../src/entities/trading/esg-rating.entity.ts';
import { MarketPrice } from '../../src/entities/trading/market-price.entity.ts';
import { Security } from '../../src/entities/trading/security.entity.ts';
import { Transaction } from '../../src/entities/trading/transaction.entity.ts';
import { checkComplianceJob } from '../../src/jobs/check-compliance.job.ts';
import type { JobContext } from '../../src/jobs/job.ts';
import { isoDate, type IsoDate } from '../../src/shared/calendar.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';
import { givenRow } from '../support/given-row.ts';

const day = (text: string) => isoDate(text);
const RULES = CURRENT_RULE_SET.rules.length;

describe.each(ENGINES)('what only time changes is seen on the very night on %s', (engine) => {
  let database: Database;
  let open: ScopedDbs;
  let now = new Date('2026-11-30T23:30:00Z'); // a Monday
  let lastSuccess: Date | undefined;
  let ids = 0;
  const newId = () => `id-${String((ids += 1)).padStart(6, '0')}`;
  const clock = { now: () => now, today: () => now.toISOString().slice(0, 10) as IsoDate };
  const service = () => open(SERVICE_PRINCIPAL);
  /** The run of a night; each begins where the last one did. */
  const night = async (date: string): Promise<string> => {
    now = new Date(`${date}T23:30:00Z`);
    const context = { db: service(), fork: () => database.orm.em.fork(), clock, newId, lastSuccess, note: () => undefined, breathe: async () => undefined } satisfies Partial<JobContext>;
    const said = await checkComplianceJob.run(context as unknown as JobContext); // it signs no checkpoint
    lastSuccess = now;
    return said ?? '';
  };
  const result = async (rule: string, portfolio: string) => service().findOne(ComplianceCheck, { ruleId: rule, portfolio }, { orderBy: { id: 'desc' } });
  const nobody = 'What changed: 0 portfolios, 0 checks kept, 0 flags opened, 0 closed.';

  beforeAll(async () => {
    database = await givenDatabase(engine);
    open = scopedDbs({ em: database.orm.em, onDenied: async () => undefined });
    const em = database.orm.em.fork();
    await givenRow(em, Security, { id: 'USD', ticker: 'USD', assetClass: 'cash', exposureClass: 'cash', currency: 'USD', isRestricted: false, isIndex: false, status: 'active' });
    for (const id of ['AAA', 'OLD']) await givenRow(em, Security, { id, ticker: id, assetClass: 'equity', exposureClass: 'equity', currency: 'USD', issuer: id, sector: id, country: 'US', isRestricted: false, isIndex: false, status: 'active', minRiskScore: null });
    const advisor = await givenRow(em, Advisor, { id: 'dora', user: await givenRow(em, User, { id: 'u-dora', role: 'advisor', isActive: true }) });
    for (const id of ['anna', 'bert', 'cara']) {
      const client = await givenRow(em, Client, {
        id, residence: 'US', taxResidence: 'US', baseCurrency: 'USD', status: 'active', riskScore: 60, objective: 'growth', horizonYears: 10, experience: 'good', lossCapacityFraction: 0.4, profileReviewedOn: day(id === 'cara' ? '2025-12-04' : '2026-06-01'),
      });
      await givenRow(em, AdvisorAssignment, { id: `a-${id}`, client, advisor, role: 'primary', startsOn: day('2020-01-01'), endsOn: null });
      await givenRow(em, KycVerification, { id: `k-${id}`, client, status: 'verified', level: 'standard', amlRisk: 'low', isPoliticallyExposed: false, sanctionsCheckedOn: day('2026-11-01'), submittedOn: day('2026-01-01'), verifiedOn: day('2026-01-02'), expiresOn: day('2028-01-01') });
      const portfolio = await givenRow(em, Portfolio, { id: `p-${id}`, client, name: 'Growth', baseCurrency: 'USD', mandate: 'advisory', status: 'active', cashFloorFraction: null, maxPositionFraction: null, maxVolatilityFraction: null, kind: 'taxable' });
      const hold = (security: string, value: number, priceDate: string) => givenRow(em, Holding, {
        portfolio, security: em.getReference(Security, security), quantity: String(value), currency: 'USD', marketPrice: '1', priceDate: day(priceDate), fxRateToBase: '1', fxRateDate: day(priceDate), marketValue: String(value), marketValueBase: String(value), weightFraction: value / 100_000, lots: [], asOf: day(priceDate),
      });
      await hold('USD', 90_000, '2026-11-30');
      await hold('AAA', 9_500, '2026-12-01');
      // Half a per cent: too small to be looked at when its price jumps, not when its price says nothing any more.
      if (id === 'bert') await hold('OLD', 500, '2026-11-24');
    }
    const price = (security: string, priceDate: string) => em.insert(MarketPrice, { security, priceDate: day(priceDate), close: '1', isSplitAdjusted: false, source: 'test', recordedAt: now });
    for (const date of ['2026-11-30', '2026-12-04', '2026-12-11']) await price('AAA', date);
    await price('OLD', '2026-11-24');
    const trade = (id: string, kind: 'buy' | 'sell', tradeDate: string, cost: string) => givenRow(em, Transaction, {
      id, portfolio: 'p-anna', security: em.getReference(Security, 'AAA'), status: 'booked', kind, tradeDate: day(tradeDate), quantity: '100', price: cost, grossAmount: null, currency: 'USD', fxRateToBase: '1', fees: '0', taxes: '0', recordedAt: new Date('2026-11-06T00:00:00Z'),
    });
    await trade('t1', 'buy', '2026-01-05', '10');
    await trade('t2', 'sell', '2026-11-02', '8');
    await trade('t3', 'buy', '2026-11-05', '8');
  });
  afterAll(() => database?.close());

  test('the first night keeps with each check when time alone may change it', async () => {
    expect(await night('2026-11-30')).toMatch(/^The whole firm: 3 portfolios/);
    expect(await result('wash_sale', 'p-anna')).toMatchObject({ result: 'warning', dueAgainOn: '2026-12-03' });
    expect(await result('stale_data', 'p-cara')).toMatchObject({ result: 'passed', dueAgainOn: '2026-12-05' }); // 366 days after the review
    expect(await result('kyc', 'p-anna')).toMatchObject({ result: 'passed', dueAgainOn: '2027-10-03' }); // ninety days before the expiry
    expect(await result('concentration', 'p-anna')).toMatchObject({ dueAgainOn: null });
    expect(await night('2026-12-01')).toBe(nobody);
  });

  test('a price of a small position that got eight days old', async () => {
    expect(await night('2026-12-02')).toBe(`What changed: 1 portfolios, ${RULES} checks kept, 0 flags opened, 0 closed.`);
    expect(await result('stale_data', 'p-bert')).toMatchObject({ result: 'warning' });
  });

  test('thirty-one days after the sale the window of the wash sale is over, and not a night before', async () => {
    expect(await night('2026-12-03')).toBe(`What changed: 1 portfolios, ${RULES} checks kept, 0 flags opened, 0 closed.`);
    expect(await result('wash_sale', 'p-anna')).toMatchObject({ result: 'passed', dueAgainOn: null, checkedOn: '2026-12-03' });
    expect(await night('2026-12-04')).toBe(nobody);
  });

  test('a profile that nobody reviewed for a year', async () => {
    expect(await night('2026-12-05')).toBe(`What changed: 1 portfolios, ${RULES} checks kept, 0 flags opened, 0 closed.`);
    expect(await result('stale_data', 'p-cara')).toMatchObject({ result: 'warning', dueAgainOn: '2028-12-04' }); // three years and a day
  });

  test('a client who asks for an ESG score is looked at when there are new ones; nights that were left out are made up for', async () => {
    expect(await night('2026-12-06')).toMatch(/^The whole firm/); // a Sunday
    const em = database.orm.em.fork();
    await givenRow(em, ClientPreference, { id: 'esg', client: 'anna', kind: 'min_esg_score', limitValue: 50, value: null, validFrom: day('2026-12-09'), validTo: null });
    expect(await night('2026-12-08')).toBe(nobody);
    expect(await night('2026-12-10')).toMatch(/^What changed: 1 portfolios/); // it begins on the ninth
    await givenRow(em, EsgRating, { security: em.getReference(Security, 'AAA'), ratedOn: day('2026-12-11'), agency: 'Agency', score: 20 });
    expect(await night('2026-12-11')).toMatch(/^What changed: 1 portfolios/);
    expect(await result('client_preferences', 'p-anna')).toMatchObject({ result: 'warning', message: 'The ESG score of what is held is 20; the client asks for at least 50.' });
  });

  test('what a person settled comes back after ninety days, once, and nobody is told twice', async () => {
    const em = database.orm.em.fork();
    await em.nativeUpdate(KycVerification, { id: 'k-bert' }, { status: 'rejected' });
    await givenRow(em, RegulatoryFlag, { id: 'settled', client: 'bert', kind: 'kyc', severity: 'high', status: 'closed', title: 'Identity', closedAt: new Date('2026-09-16T10:00:00Z'), closedBy: 'u-dora', closeReason: 'Papers are on their way' });
    expect(await night('2026-12-14')).toMatch(/^The whole firm.* 0 flags opened/); // the Sunday before was left out
    expect(await night('2026-12-15')).toMatch(/^What changed: 1 portfolios.* 1 flags opened/);
    expect(await service().find(Notification, { user: 'u-dora', kind: 'kyc' })).toHaveLength(1);
    lastSuccess = undefined;
    expect(await night('2026-12-16')).toMatch(/^The whole firm: 3 portfolios.* 0 flags opened, 0 closed/);
    expect(await service().find(Notification, { user: 'u-dora', kind: 'kyc' })).toHaveLength(1);
    expect(await service().count(RegulatoryFlag, { client: 'bert', kind: 'kyc', status: 'open' })).toBe(1);
  });
});
