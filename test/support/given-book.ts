import type { EntityManager } from '@mikro-orm/core';
import { scopedDbs } from '../../src/access/scoped-dbs.ts';
import type { Principal } from '../../src/access/principal.ts';
import { rebuildDerived } from '../../src/data/derived/index.ts';
import { Advisor } from '../../src/entities/clients/advisor.entity.ts';
import { Client } from '../../src/entities/clients/client.entity.ts';
import { BillingInvoice } from '../../src/entities/income/billing-invoice.entity.ts';
import { ClientAccount } from '../../src/entities/income/client-account.entity.ts';
import { CurrencyExchangeRate } from '../../src/entities/markets/currency-exchange-rate.entity.ts';
import { GlobalMarket } from '../../src/entities/markets/global-market.entity.ts';
import { AssetAllocationTarget } from '../../src/entities/planning/asset-allocation-target.entity.ts';
import { InvestmentGoal } from '../../src/entities/planning/investment-goal.entity.ts';
import { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';
import { EsgRating } from '../../src/entities/trading/esg-rating.entity.ts';
import { MarketPrice } from '../../src/entities/trading/market-price.entity.ts';
import { SecurityRating } from '../../src/entities/trading/security-rating.entity.ts';
import { Security } from '../../src/entities/trading/security.entity.ts';
import { Transaction } from '../../src/entities/trading/transaction.entity.ts';
import type { Answer } from '../../src/shared/answer.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { fixedDayClock } from '../../src/shared/clock.ts';
import { TOOLS } from '../../tools/registry.ts';
import { givenDatabase } from './databases.ts';
import { GIVEN_AT } from './given-sequence.ts';

const EPOCH = new Date(0);
const OPENED = isoDate('2026-01-02');
export const BOOK_DAY = isoDate('2026-11-23');

/**
 * A small book whose numbers can be worked by hand. Anna holds 60 ACME (cost 5,810, worth 4,800 EUR), 20 GLOBEX (cost 1,800, worth 2,850 EUR)
 * and 4,230 EUR of cash: 11,880 EUR in all, of 11,840 paid in. Bert has a portfolio of his own; Cleo has none at all.
 */
export async function givenBook() {
  const database = await givenDatabase('sqlite');
  const em = database.orm.em.fork();
  await givenPeople(em);
  await givenMarket(em);
  await givenTrades(em);
  await givenPlans(em);
  await rebuildDerived(database.orm.em.fork(), { today: BOOK_DAY });
  const open = scopedDbs({ em: database.orm.em, onDenied: async () => undefined });
  const clock = fixedDayClock(BOOK_DAY, () => GIVEN_AT);
  /** Runs a tool as a person through its own input schema. */
  async function call(as: keyof typeof PEOPLE, name: string, args: unknown): Promise<Answer> {
    const tool = TOOLS.find((candidate) => candidate.name === name);
    if (!tool) throw new Error(`there is no tool ${name}`);
    const principal: Principal = PEOPLE[as];
    return tool.run(tool.input.parse(args), { db: open(principal), principal, clock, newId: () => 'id', modelVersionLabel: 'test' });
  }
  return { call, fork: () => database.orm.em.fork(), close: () => database.close() };
}

const PEOPLE = {
  anna: { userId: 'u-anna', role: 'client', displayName: 'Anna Keller', clientIds: ['anna'], clientId: 'anna' },
  bert: { userId: 'u-bert', role: 'client', displayName: 'Bert Olsen', clientIds: ['bert'], clientId: 'bert' },
  cleo: { userId: 'u-cleo', role: 'client', displayName: 'Cleo Brandt', clientIds: ['cleo'], clientId: 'cleo' },
  advisor: { userId: 'u-advisor', role: 'advisor', displayName: 'Dora Advisor', clientIds: ['anna', 'cleo'], advisorId: 'dora' },
  auditor: { userId: 'u-auditor', role: 'auditor', displayName: 'Emil Auditor', clientIds: [] },
} as const satisfies Record<string, Principal>;

async function givenPeople(em: EntityManager): Promise<void> {
  const client = (id: string, fullName: string) => ({
    id, kind: 'individual' as const, fullName, firstName: fullName.split(' ')[0] ?? '', lastName: fullName.split(' ')[1] ?? '', taxResidence: 'DE', residence: 'DE', baseCurrency: 'EUR', riskProfile: 'balanced' as const,
    riskScore: 50, objective: 'growth' as const, experience: 'good' as const, status: 'active' as const, segment: 'affluent' as const, createdAt: EPOCH, version: 1,
  });
  await em.insertMany(Client, [client('anna', 'Anna Keller'), client('bert', 'Bert Olsen'), client('cleo', 'Cleo Brandt')]);
  const portfolio = (id: string, owner: string, name: string) => ({
    id, client: owner, name, kind: 'taxable' as const, baseCurrency: 'EUR', mandate: 'advisory' as const, lotMethod: 'fifo' as const, maxPositionFraction: 0.3, status: 'active' as const, openedOn: OPENED, createdAt: EPOCH, version: 1,
  });
  await em.insertMany(Portfolio, [portfolio('alpha', 'anna', 'Alpine Growth'), portfolio('bravo', 'bert', 'Baltic Income')]);
  await em.insert(Advisor, { id: 'dora', fullName: 'Dora Advisor', title: 'Advisor', email: 'dora@firm.example', phone: '+491', office: 'Berlin', country: 'DE', licence: 'L1', languages: 'de', joinedOn: OPENED, status: 'active', version: 1 });
}

async function givenMarket(em: EntityManager): Promise<void> {
  await em.insert(GlobalMarket, {
    id: 'xetra', code: 'XETRA', name: 'Xetra Frankfurt', region: 'Europe', country: 'DE', currency: 'EUR', timezone: 'Europe/Berlin', opensAt: '09:00', closesAt: '17:30', tradingDays: '1,2,3,4,5', holidays: [],
    indexName: 'Germany 40', indexLevel: 23_000, indexChangeFraction: 0.01, status: 'active',
  });
  const security = (id: string, name: string, currency: string, more: object = {}) => ({
    id, ticker: id, name, assetClass: 'equity' as const, exposureClass: 'equity' as const, isIndex: false, currency, unitSize: '1', quantityDecimals: 0, isRestricted: false, status: 'active' as const, version: 1, sector: null, ...more,
  });
  const cash = (id: string) => security(id, `${id} cash`, id, { assetClass: 'cash', exposureClass: 'cash' });
  await em.insertMany(Security, [
    cash('EUR'), cash('USD'), security('ACME', 'Acme Machines AG', 'EUR', { sector: 'Industrials', exchange: 'xetra', isin: 'DE0001' }), security('GLBX', 'Globex Energy Corp', 'USD', { sector: 'Energy' }),
    security('RISK', 'Risky Ventures', 'EUR', { minRiskScore: 90, isRestricted: true, restrictedReason: 'pending deal' }),
  ]);
  const price = (id: string, day: string, close: string) => ({ security: id, priceDate: isoDate(day), close, isSplitAdjusted: false, source: 'test', recordedAt: EPOCH });
  await em.insertMany(MarketPrice, [
    price('ACME', '2026-01-05', '100'), price('ACME', '2026-11-10', '80'), price('ACME', '2026-11-23', '80'), price('GLBX', '2026-01-05', '100'), price('GLBX', '2026-11-23', '150'), price('RISK', '2026-11-23', '10'),
  ]);
  const rate = (day: string, value: string) => ({ baseCurrency: 'USD', quoteCurrency: 'EUR', rateDate: isoDate(day), rate: value, source: 'test', recordedAt: EPOCH });
  await em.insertMany(CurrencyExchangeRate, [rate('2026-01-02', '0.9'), rate('2026-11-23', '0.95')]);
  await em.insertMany(EsgRating, [{ security: 'ACME', agency: 'Verdant', ratedOn: isoDate('2026-03-01'), score: 40 }, { security: 'GLBX', agency: 'Verdant', ratedOn: isoDate('2026-03-01'), score: 20 }]);
  await em.insert(SecurityRating, { id: 'r1', security: 'ACME', agency: 'Harrow', kind: 'analyst', rating: 'Buy', action: 'new', ratedOn: isoDate('2026-10-01') });
}

async function givenTrades(em: EntityManager): Promise<void> {
  const row = (id: string, portfolio: string, kind: Transaction['kind'], day: string, more: object) => ({
    id, portfolio, kind, tradeDate: isoDate(day), sequence: 0, currency: 'EUR', security: null, quantity: null, price: null, grossAmount: null, fees: null, taxesWithheld: null, fxRateToBase: null, source: 'test',
    isSimulated: false, status: 'booked' as const, recordedAt: EPOCH, version: 1, ...more,
  });
  await em.insertMany(Transaction, [
    row('t1', 'alpha', 'deposit', '2026-01-02', { grossAmount: '10000' }), row('t2', 'alpha', 'deposit', '2026-01-02', { grossAmount: '2000', currency: 'USD', fxRateToBase: '0.9' }),
    row('t3', 'alpha', 'buy', '2026-01-05', { security: 'ACME', quantity: '50', price: '100', fees: '10' }),
    row('t4', 'alpha', 'buy', '2026-01-05', { security: 'GLBX', quantity: '20', price: '100', currency: 'USD', fxRateToBase: '0.9' }),
    row('t5', 'alpha', 'dividend', '2026-06-15', { security: 'ACME', grossAmount: '50', taxesWithheld: '10', exDate: isoDate('2026-06-12') }),
    row('t6', 'alpha', 'fee', '2026-07-01', { grossAmount: '40' }), row('t7', 'alpha', 'buy', '2026-11-10', { security: 'ACME', quantity: '10', price: '80' }),
    row('t8', 'bravo', 'deposit', '2026-01-02', { grossAmount: '7777' }), row('t9', 'alpha', 'deposit', '2026-07-01', { grossAmount: '40' }),
  ]);
}

async function givenPlans(em: EntityManager): Promise<void> {
  const target = (assetClass: 'equity' | 'cash', targetFraction: number) => ({ portfolio: 'alpha', assetClass, validFrom: OPENED, targetFraction, minFraction: targetFraction - 0.02, maxFraction: targetFraction + 0.02, version: 1 });
  await em.insertMany(AssetAllocationTarget, [target('equity', 0.7), target('cash', 0.3)]);
  await em.insert(InvestmentGoal, {
    id: 'goal', client: 'anna', portfolio: 'alpha', name: 'Lake House', kind: 'house', targetAmount: '20000', targetIsReal: false, currency: 'EUR', targetDate: isoDate('2027-11-23'), startedOn: OPENED, startAmount: '0', savedAmount: '1000',
    earmarkFraction: 0.5, monthlyContribution: '100', expectedReturnFraction: 0, priority: 'important', goalRank: 1, status: 'active', createdAt: EPOCH, version: 1,
  });
  await em.insert(ClientAccount, { id: 'account', client: 'anna', kind: 'savings', name: 'Savings', accountNumber: 'DE99', custodian: 'Bank', currency: 'EUR', cashBalance: '1000', balanceAsOf: BOOK_DAY, openedOn: OPENED, status: 'open', version: 1 });
  await em.insert(BillingInvoice, {
    id: 'invoice', number: 'INV-1', client: 'anna', description: 'Advisory fee', periodStart: isoDate('2026-04-01'), periodEnd: isoDate('2026-06-30'), amount: '40', taxAmount: '0', currency: 'EUR', issuedOn: isoDate('2026-07-01'), dueOn: isoDate('2026-07-31'),
    paidOn: isoDate('2026-07-01'), status: 'paid', createdAt: EPOCH, version: 1,
  });
}

/** A figure by key; fails the test when there is none. */
export function figureOf(answer: Answer, key: string): string | number | null {
  const found = answer.figures.find((figure) => figure.key === key);
  if (!found) throw new Error(`no figure ${key} among ${answer.figures.map((figure) => figure.key).join(', ')}`);
  return found.value;
}

export function factOf(answer: Answer, key: string): string | boolean | null | undefined {
  return answer.facts.find((fact) => fact.key === key)?.value;
}

/** Rows of a table as records. */
export function rowsOf(answer: Answer, key: string): Record<string, unknown>[] {
  const table = answer.tables.find((candidate) => candidate.key === key);
  if (!table) throw new Error(`no table ${key}`);
  return table.rows.map((row) => Object.fromEntries(table.columns.map((column, index) => [column.key, row[index]])));
}
