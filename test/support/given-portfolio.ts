import type { EntityManager } from '@mikro-orm/core';
import type { Client } from '../../src/entities/clients/client.entity.ts';
import { givenRow } from './given-row.ts';
import { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';

/** An empty portfolio of a client, in euro. */
export async function givenPortfolio(em: EntityManager, client: Client, overrides: Partial<Pick<Portfolio, 'id' | 'name' | 'baseCurrency'>> = {}): Promise<Portfolio> {
  return givenRow(em, Portfolio, { client: client.id, baseCurrency: 'EUR', ...overrides });
}
