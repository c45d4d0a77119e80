import { afterAll, beforeAll, expect, test } from 'vitest';
import { scopedDbs, SERVICE_PRINCIPAL } from '../../src/access/scoped-dbs.ts';
import { checkEnteredTrades, findEnteredTrades } from '../../src/data/compliance/check-entered-trades.ts';
import { bookTransactions } from '../../src/data/transactions/index.ts';
import type { Database } from '../../src/db/open-database.ts';
import { CURRENT_RULE_SET } from '../../src/domain/compliance/check-compliance.ts';
import { ComplianceCheck } from '../../src/entities/compliance/compliance-check.entity.ts';
import { RegulatoryFlag } from '../../src/entities/compliance/regulatory-flag.entity.ts';
import { MarketPrice } from '../../src/entities/trading/market-price.entity.ts';
import { Security } from '../../src/entities/trading/security.entity.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { givenPortfolio, givenSecurities } from '../data/given-derived.ts';
import { givenDatabase } from '../support/databases.ts';

const TODAY = isoDate('2026-11-23');
const NOW = new Date('2026-11-23T12:00:00Z');

let database: Database;
let ids = 0;
const newId = () => `id-${String((ids += 1)).padStart(4, '0')}`;
const tools = { clock: { now: () => NOW, today: () => TODAY }, newId };

beforeAll(async () => {
  database = await givenDatabase('sqlite');
  const em = database.orm.em.fork();
  await givenSecurities(em, { ACME: 'USD', LEMN: 'USD' });
  await givenPortfolio(em, { id: 'p1' });
  await em.nativeUpdate(Security, { id: 'LEMN' }, { isRestricted: true, restrictedFrom: isoDate('2026-11-01') });
  for (const security of ['ACME', 'LEMN']) await em.insert(MarketPrice, { security, priceDate: TODAY, close: '10', isSplitAdjusted: false, source: 'test', recordedAt: NOW });
  const common = { portfolioId: 'p1', currency: 'USD', source: 'import' };
  await bookTransactions(database.orm.em.fork(), [
    { ...common, id: 'old', kind: 'deposit', tradeDate: isoDate('2026-01-05'), grossAmount: '10000' }, { ...common, id: 'past', kind: 'buy', tradeDate: isoDate('2026-11-16'), securityId: 'LEMN', quantity: '10', price: '10' },
    { ...common, id: 'today', kind: 'buy', tradeDate: TODAY, securityId: 'LEMN', quantity: '20', price: '10' }, { ...common, id: 'advice', kind: 'buy', tradeDate: TODAY, securityId: 'ACME', quantity: '5', price: '10', source: 'execution' },
  ], { now: NOW, today: TODAY, newId });
});
afterAll(() => database?.close());

test('what was entered is found once, without history and without what a recommendation brought', async () => {
  const db = scopedDbs({ em: database.orm.em, onDenied: async () => undefined })(SERVICE_PRINCIPAL);
  expect(await findEnteredTrades(db, new Date(NOW.getTime() - 1), tools)).toEqual(new Map([['p1', ['today']]]));
  expect(await findEnteredTrades(db, NOW, tools)).toEqual(new Map());

  expect(await checkEnteredTrades(database.orm.em.fork(), db, { portfolioId: 'p1', transactionIds: ['today'] }, tools)).toBeGreaterThan(0);
  const checks = await db.find(ComplianceCheck, { transaction: 'today' });
  expect(checks).toHaveLength(CURRENT_RULE_SET.rules.length);
  const restricted = checks.find(({ ruleId }) => ruleId === 'restricted_list');
  expect(restricted).toMatchObject({ result: 'failed', triggerKind: 'trade', message: 'LEMN is on the restricted list of the firm: it may not be bought.' });
  expect(checks.find(({ ruleId }) => ruleId === 'cash_floor')?.evidence).toMatchObject({ cashBase: '9650' }); // 10,000 less 100, 200 and 50
  const [flag, second] = await db.find(RegulatoryFlag, { kind: 'restricted_list' });
  expect([flag?.complianceCheck?.id, second]).toEqual([restricted?.id, undefined]);

  await checkEnteredTrades(database.orm.em.fork(), db, { portfolioId: 'p1', transactionIds: ['today'] }, tools);
  expect(await db.count(RegulatoryFlag, { kind: 'restricted_list' })).toBe(1);
});
