import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Client } from '../../src/entities/clients/client.entity.ts';
import { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';
import { Security } from '../../src/entities/trading/security.entity.ts';
import type { LotMethod } from '../../src/domain/lots/lot-rules.ts';
import { isoDate } from '../../src/shared/calendar.ts';

const EPOCH = new Date(0);

/** A client and a portfolio in dollars. */
export async function givenPortfolio(em: EntityManager, { id = 'p1', lotMethod = 'fifo' as LotMethod } = {}): Promise<string> {
  await em.insert(Client, {
    id: `client-${id}`, kind: 'individual', fullName: `Owner of ${id}`, taxResidence: 'US', residence: 'US', baseCurrency: 'USD', riskProfile: 'moderate',
    objective: 'growth', experience: 'good', status: 'active', segment: 'affluent', createdAt: EPOCH, version: 1,
  });
  await em.insert(Portfolio, {
    id, client: `client-${id}`, name: id, kind: 'taxable', baseCurrency: 'USD', mandate: 'advisory', lotMethod, status: 'active',
    openedOn: isoDate('2025-01-01'), createdAt: EPOCH, version: 1,
  });
  return id;
}

/** Cash in dollars and euro, and one equity for each ticker. */
export async function givenSecurities(em: EntityManager, equities: Readonly<Record<string, string>>): Promise<void> {
  const security = (ticker: string, currency: string, assetClass: 'equity' | 'cash') => ({
    id: ticker, ticker, name: ticker, assetClass, exposureClass: assetClass, isIndex: false, currency, unitSize: '1', quantityDecimals: 4,
    isRestricted: false, status: 'active' as const, version: 1,
  });
  const cash = [...new Set(['USD', 'EUR', ...Object.values(equities)])].map((currency) => security(currency, currency, 'cash'));
  await em.insertMany(Security, [...cash, ...Object.entries(equities).map(([ticker, currency]) => security(ticker, currency, 'equity'))]);
}

const DERIVED: Readonly<Record<string, string>> = {
  Holdings: 'portfolio_id, security_id', PortfolioSnapshots: 'portfolio_id, snapshot_date', ActualAllocations: 'portfolio_id, dimension, bucket, as_of',
  DividendPayouts: 'id', TaxRecords: 'portfolio_id, tax_year', PerformanceMetrics: 'portfolio_id, metric, period_code, as_of',
};

/** Every derived row as stored, without the instants at which it was derived. */
export async function derivedRows(em: EntityManager): Promise<Record<string, unknown[]>> {
  const dump: Record<string, unknown[]> = {};
  for (const [table, order] of Object.entries(DERIVED)) {
    const rows = await (em as SqlEntityManager).execute<Record<string, unknown>[]>(`select * from ${table} order by ${order}`); // both engines are SQL
    dump[table] = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => !['updated_at', 'created_at', 'computed_at'].includes(column))));
  }
  return dump;
}
