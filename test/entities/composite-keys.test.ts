import { MikroORM, NodeSqliteDialect, SqliteDriver } from '@mikro-orm/sql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from '../../src/entities/clients/client.entity.ts';
import { ENTITIES } from '../../src/entities/index.ts';
import { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';
import { MarketPrice } from '../../src/entities/trading/market-price.entity.ts';
import { Security } from '../../src/entities/trading/security.entity.ts';
import { Transaction } from '../../src/entities/trading/transaction.entity.ts';
import { isoDate } from '../../src/shared/calendar.ts';

let orm: MikroORM<SqliteDriver>;

beforeAll(async () => {
  orm = await MikroORM.init({
    driver: SqliteDriver,
    driverOptions: new NodeSqliteDialect(':memory:'),
    dbName: ':memory:',
    entities: ENTITIES,
    timezone: 'Z',
    forceUtcTimezone: true,
  });
  await orm.schema.create();
});

afterAll(() => orm.close(true));

const NOW = new Date('2026-11-23T12:00:00.000Z');

function addShare() {
  const em = orm.em.fork();
  const share = em.create(Security, {
    id: 's1', ticker: 'ACME', name: 'Acme', assetClass: 'equity', exposureClass: 'equity', isIndex: false, currency: 'USD',
    unitSize: '1', quantityDecimals: 0, isRestricted: false, status: 'active',
  });
  return { em, share };
}

test('a price is found and corrected by its security and day, to the last digit', async () => {
  const { em, share } = addShare();
  em.create(MarketPrice, {
    security: share, priceDate: isoDate('2026-11-20'), close: '123456789012.12345678', isSplitAdjusted: false, source: 'file', recordedAt: NOW,
  });
  await em.flush();

  const later = orm.em.fork();
  const found = await later.findOneOrFail(MarketPrice, { security: 's1', priceDate: isoDate('2026-11-20') });
  expect(found.close).toBe('123456789012.12345678');
  found.corrections = [{ close: found.close, recordedAt: NOW.toISOString(), source: found.source }];
  found.close = '1.5';
  await later.flush();

  const corrected = await orm.em.fork().findOneOrFail(MarketPrice, { security: 's1', priceDate: isoDate('2026-11-20') });
  expect([corrected.close, corrected.corrections?.[0]?.close]).toEqual(['1.5', '123456789012.12345678']);
});

test('a correction points to the transaction that it replaces', async () => {
  const em = orm.em.fork();
  const client = em.create(Client, {
    id: 'c1', kind: 'individual', fullName: 'Ada Byron', taxResidence: 'GB', residence: 'GB', baseCurrency: 'GBP',
    riskProfile: 'balanced', objective: 'growth', experience: 'good', status: 'active', segment: 'affluent', createdAt: NOW,
  });
  const portfolio = em.create(Portfolio, {
    id: 'p1', client, name: 'Core', kind: 'taxable', baseCurrency: 'GBP', mandate: 'advisory', lotMethod: 'fifo', status: 'active',
    openedOn: isoDate('2020-01-02'), createdAt: NOW,
  });
  const row = {
    portfolio, kind: 'deposit', tradeDate: isoDate('2026-11-20'), sequence: 0, netAmount: '10', currency: 'GBP', source: 'import', isSimulated: false,
    recordedAt: NOW,
  } as const;
  const wrong = em.create(Transaction, { ...row, id: 't1', status: 'cancelled', cancelledAt: NOW });
  em.create(Transaction, { ...row, id: 't2', netAmount: '12', status: 'booked', supersedes: wrong });
  await em.flush();

  const right = await orm.em.fork().findOneOrFail(Transaction, { id: 't2' }, { populate: ['supersedes'] });
  expect([right.supersedes?.id, right.netAmount, right.tradeDate]).toEqual(['t1', '12', '2026-11-20']);
});
