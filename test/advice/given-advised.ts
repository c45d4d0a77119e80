import type { EntityManager } from '@mikro-orm/core';
import { pino } from 'pino';
import { resolvePrincipal } from '../../src/access/resolve-principal.ts';
import type { Principal } from '../../src/access/principal.ts';
import { composeApp } from '../../src/compose.ts';
import { readSettings } from '../../src/config.ts';
import { settleByCard } from '../../src/conversation/decide-approval.ts';
import { callDirectly, type DirectResult } from '../../src/conversation/direct-tools.ts';
import { rebuildDerived } from '../../src/data/derived/index.ts';
import type { Database } from '../../src/db/open-database.ts';
import { Advisor } from '../../src/entities/clients/advisor.entity.ts';
import { AdvisorAssignment } from '../../src/entities/clients/advisor-assignment.entity.ts';
import { Client } from '../../src/entities/clients/client.entity.ts';
import { KycVerification } from '../../src/entities/clients/kyc-verification.entity.ts';
import { User } from '../../src/entities/clients/user.entity.ts';
import { CurrencyExchangeRate } from '../../src/entities/markets/currency-exchange-rate.entity.ts';
import { AssetAllocationTarget } from '../../src/entities/planning/asset-allocation-target.entity.ts';
import { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';
import { MarketPrice } from '../../src/entities/trading/market-price.entity.ts';
import { Security } from '../../src/entities/trading/security.entity.ts';
import { Transaction } from '../../src/entities/trading/transaction.entity.ts';
import { addDays, dayOf, isoDate, isWeekend, type IsoDate } from '../../src/shared/calendar.ts';
import { givenDatabase } from '../support/databases.ts';

export const ADVICE_DAY = isoDate('2026-11-23');
const FIRST_PRICE = isoDate('2024-10-01');
const OPENED = isoDate('2025-01-06');
const LONG_AGO = new Date('2024-01-01T00:00:00Z');

/** Ticker, class, currency, first close, yearly drift, amplitude of the weekly swing, and its length in weeks. */
const MARKET: readonly (readonly [string, 'equity' | 'bond' | 'etf', string, number, number, number, number])[] = [
  ['ACME', 'equity', 'EUR', 100, 0.1, 0.03, 5], ['BOLT', 'equity', 'EUR', 40, 0.04, 0.025, 7], ['CIRC', 'equity', 'EUR', 60, 0.05, 0.02, 9], ['DUNE', 'equity', 'EUR', 80, 0.06, 0.028, 4],
  ['EURB', 'bond', 'EUR', 99, 0.02, 0.004, 6], ['FUND', 'etf', 'EUR', 50, 0.05, 0.015, 8], ['GLBX', 'equity', 'USD', 120, 0.07, 0.03, 6],
];

/**
 * One advised client on a real database: Anna holds 60,000 EUR of bonds, 25,000 of shares and 15,000 of cash against a target of half
 * shares, with everything on record that the rules ask for. Carl's identity check has expired; Cleo is cautious and holds little but shares.
 * Dora advises the three, Edgar advises Bert.
 */
export async function givenAdvised(engine: 'sqlite' | 'mariadb' = 'sqlite', file?: string) {
  const database = await givenDatabase(engine, file);
  await fill(database);
  return advisedApp(database);
}

export async function fill(database: Database): Promise<void> {
  const em = database.orm.em.fork();
  await givenPeople(em);
  await givenMarket(em);
  await givenBooks(em);
  await rebuildDerived(database.orm.em.fork(), { today: ADVICE_DAY });
}

export const LOGINS = { anna: 'anna@example.com', bert: 'bert@example.com', dora: 'dora@firm.example', edgar: 'edgar@firm.example', auditor: 'audit@firm.example' } as const;

/** The whole application on a filled database, with a clock that can be moved. */
export function advisedApp(database: Database) {
  let startMs = Date.parse(`${ADVICE_DAY}T10:00:00Z`) - performance.now();
  const clock = { now: () => new Date(startMs + performance.now()), today: () => dayOf(new Date(startMs + performance.now())) };
  const app = composeApp({ settings: readSettings({ SESSION_SECRET: 's'.repeat(32) }), database, clock, log: pino({ level: 'silent' }), publish: () => undefined });

  async function principal(who: keyof typeof LOGINS): Promise<Principal> {
    const em = database.orm.em.fork();
    const found = await resolvePrincipal(em, (await em.findOneOrFail(User, { email: LOGINS[who] })).id, clock.today());
    if (!found) throw new Error(`${who} cannot sign in`);
    return found;
  }
  async function call(who: keyof typeof LOGINS, name: string, args: unknown): Promise<DirectResult & { readonly result: Record<string, unknown> }> {
    const done = await callDirectly(app.turns.deps, await principal(who), { callId: app.newId(), name, argumentsText: JSON.stringify(args) });
    return { ...done, result: JSON.parse(done.content) as Record<string, unknown> };
  }
  async function approve(who: keyof typeof LOGINS, prepared: DirectResult) {
    if (!prepared.approval) throw new Error(`nothing to approve: ${prepared.content}`);
    return settleByCard(app.turns.deps, await principal(who), { invocationId: prepared.approval.invocationId, argumentsHash: prepared.approval.argumentsHash, decision: 'approve' });
  }
  /** Prepares and approves in one go. */
  async function act(who: keyof typeof LOGINS, name: string, args: unknown): Promise<Record<string, unknown>> {
    return JSON.parse((await approve(who, await call(who, name, args))).content) as Record<string, unknown>;
  }
  return {
    app, database, clock, principal, call, approve, act, em: () => database.orm.em.fork(), scope: async (who: keyof typeof LOGINS) => app.openScope(await principal(who)),
    travel: (days: number) => { startMs += days * 86_400_000; },
    close: () => database.close(),
  };
}

export type Advised = ReturnType<typeof advisedApp>;

async function givenPeople(em: EntityManager): Promise<void> {
  const user = (id: string, email: string, role: 'client' | 'advisor' | 'auditor') => ({ id, email, fullName: id, role, isActive: true, createdAt: LONG_AGO, version: 1 });
  await em.insertMany(User, [user('u-anna', LOGINS.anna, 'client'), user('u-bert', LOGINS.bert, 'client'), user('u-carl', 'carl@example.com', 'client'), user('u-cleo', 'cleo@example.com', 'client'), user('u-dora', LOGINS.dora, 'advisor'), user('u-edgar', LOGINS.edgar, 'advisor'), user('u-audit', LOGINS.auditor, 'auditor')]);
  const client = (id: string, name: string, more: object = {}) => ({
    id, user: `u-${id}`, kind: 'individual' as const, fullName: name, firstName: name.split(' ')[0]!, lastName: name.split(' ')[1]!, taxResidence: 'DE', residence: 'DE', baseCurrency: 'EUR', riskProfile: 'growth' as const, riskScore: 70,
    objective: 'growth' as const, horizonYears: 15, experience: 'good' as const, lossCapacityFraction: 0.4, annualIncome: '90000', netWorth: '800000', liquidNetWorth: '400000', profileReviewedOn: isoDate('2026-09-01'), status: 'active' as const,
    segment: 'affluent' as const, createdAt: LONG_AGO, version: 1, ...more,
  });
  await em.insertMany(Client, [client('anna', 'Anna Keller'), client('bert', 'Bert Olsen'), client('carl', 'Carl Witt'), client('cleo', 'Cleo Brandt', { riskProfile: 'conservative', riskScore: 10, horizonYears: 2, experience: 'none', lossCapacityFraction: 0.05, objective: 'preservation' })]);
  const advisor = (id: string, name: string) => ({ id, user: `u-${id}`, fullName: name, title: 'Advisor', email: `${id}@firm.example`, phone: '+4930', office: 'Berlin', country: 'DE', licence: id, languages: 'de', joinedOn: OPENED, status: 'active' as const, version: 1 });
  await em.insertMany(Advisor, [advisor('dora', 'Dora Lind'), advisor('edgar', 'Edgar Moor')]);
  const care = (id: string, who: string, by: string) => ({ id, client: who, advisor: by, role: 'primary' as const, startsOn: OPENED, createdAt: LONG_AGO });
  await em.insertMany(AdvisorAssignment, [care('as1', 'anna', 'dora'), care('as2', 'bert', 'edgar'), care('as3', 'carl', 'dora'), care('as4', 'cleo', 'dora')]);
  const kyc = (id: string, who: string, expiresOn = '2028-06-03') => ({
    id, client: who, status: 'verified' as const, level: 'standard' as const, documentType: 'passport' as const, amlRisk: 'low' as const, isPoliticallyExposed: false, sanctionsCheckedOn: isoDate('2026-11-02'), submittedOn: isoDate('2025-06-01'),
    verifiedOn: isoDate('2025-06-03'), expiresOn: isoDate(expiresOn), createdAt: LONG_AGO, version: 1,
  });
  await em.insertMany(KycVerification, [kyc('k1', 'anna'), kyc('k2', 'bert'), kyc('k3', 'carl', '2026-10-01'), kyc('k4', 'cleo')]);
}

async function givenMarket(em: EntityManager): Promise<void> {
  const security = (id: string, assetClass: 'equity' | 'bond' | 'etf' | 'cash', currency: string, index: number) => ({
    id, ticker: id, name: `${id} Corporation`, assetClass, exposureClass: assetClass === 'etf' ? 'equity' as const : assetClass, isIndex: false, currency, unitSize: '1', quantityDecimals: 0, isRestricted: false, status: 'active' as const, version: 1,
    issuer: assetClass === 'cash' ? null : `${id} Corporation`, sector: assetClass === 'equity' ? ['Industrials', 'Energy', 'Health', 'Technology'][index % 4]! : null, country: assetClass === 'equity' ? (index % 2 ? 'DE' : 'FR') : null, averageDailyVolume: 2_000_000,
    ...(assetClass === 'etf' ? { expenseRatioFraction: 0.001, composition: { asOf: '2026-10-31', sectors: { Industrials: 0.25, Energy: 0.25, Health: 0.25, Technology: 0.25 }, countries: { DE: 0.3, FR: 0.3, US: 0.4 }, assetClasses: { equity: 1 } } } : {}),
  });
  await em.insertMany(Security, [...MARKET.map(([ticker, assetClass, currency], index) => security(ticker, assetClass, currency, index)), security('EUR', 'cash', 'EUR', 0), security('USD', 'cash', 'USD', 0)]);
  const days: IsoDate[] = [];
  for (let day = FIRST_PRICE; day <= ADVICE_DAY; day = addDays(day, 1)) if (!isWeekend(day)) days.push(day);
  await em.insertMany(MarketPrice, MARKET.flatMap(([ticker, , , first, drift, swing, weeks]) => days.map((priceDate, index) => ({
    security: ticker, priceDate, close: (first * Math.exp((drift * index) / 260) * (1 + swing * Math.sin((2 * Math.PI * index) / (5 * weeks)))).toFixed(2), isSplitAdjusted: false, source: 'test', recordedAt: new Date(`${priceDate}T00:00:00Z`),
  }))));
  await em.insertMany(CurrencyExchangeRate, days.map((rateDate, index) => ({ baseCurrency: 'EUR', quoteCurrency: 'USD', rateDate, rate: (1.08 + 0.02 * Math.sin(index / 40)).toFixed(4), source: 'test', recordedAt: new Date(`${rateDate}T00:00:00Z`) })));
}

async function givenBooks(em: EntityManager): Promise<void> {
  const portfolio = (id: string, owner: string, name: string) => ({
    id, client: owner, name, kind: 'taxable' as const, baseCurrency: 'EUR', mandate: 'advisory' as const, lotMethod: 'fifo' as const, cashFloorFraction: 0.02, maxPositionFraction: 0.3, driftToleranceFraction: 0.05, status: 'active' as const,
    openedOn: OPENED, createdAt: LONG_AGO, version: 1,
  });
  await em.insertMany(Portfolio, [portfolio('alpine', 'anna', 'Alpine Growth'), portfolio('baltic', 'bert', 'Baltic Income'), portfolio('core', 'carl', 'Carl Core'), portfolio('reserve', 'cleo', 'Cleo Reserve')]);
  const row = (id: string, owner: string, kind: Transaction['kind'], day: string, more: object) => ({
    id, portfolio: owner, kind, tradeDate: isoDate(day), sequence: 0, currency: 'EUR', security: null, quantity: null, price: null, grossAmount: null, fees: null, taxesWithheld: null, fxRateToBase: null, source: 'test', isSimulated: false,
    status: 'booked' as const, recordedAt: new Date(`${day}T18:00:00Z`), version: 1, ...more,
  });
  const bought = (id: string, owner: string, ticker: string, quantity: string, price: string) => row(id, owner, 'buy', '2025-01-07', { security: ticker, quantity, price });
  await em.insertMany(Transaction, [
    row('t1', 'alpine', 'deposit', '2025-01-06', { grossAmount: '100000' }), bought('t2', 'alpine', 'EURB', '600', '99.5'), bought('t3', 'alpine', 'BOLT', '120', '40'), bought('t4', 'alpine', 'CIRC', '80', '60'), bought('t5', 'alpine', 'FUND', '300', '50'),
    row('t6', 'baltic', 'deposit', '2025-01-06', { grossAmount: '50000' }), bought('t7', 'baltic', 'ACME', '300', '102'),
    row('t8', 'core', 'deposit', '2025-01-06', { grossAmount: '50000' }), bought('t9', 'core', 'FUND', '400', '50'), row('t10', 'reserve', 'deposit', '2025-01-06', { grossAmount: '50000' }), bought('t11', 'reserve', 'FUND', '900', '50'),
  ]);
  const target = (owner: string, assetClass: 'equity' | 'bond' | 'cash', targetFraction: number) => ({ portfolio: owner, assetClass, validFrom: OPENED, targetFraction, minFraction: targetFraction - 0.05, maxFraction: targetFraction + 0.05, version: 1 });
  await em.insertMany(AssetAllocationTarget, [target('alpine', 'equity', 0.5), target('alpine', 'bond', 0.45), target('alpine', 'cash', 0.05)]);
}
