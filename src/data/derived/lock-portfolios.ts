import type { EntityManager } from '@mikro-orm/core';
import { SqlitePlatform } from '@mikro-orm/sql';
import { SqlRows } from './sql-rows.ts';

/**
 * Takes the portfolios' rows for this transaction, so that two changes of one portfolio follow one another. Before any other read of them,
 * and always in the order of their ids, so that two who take several do not wait for each other.
 */
export async function lockPortfolios(em: EntityManager, portfolioIds: readonly string[]): Promise<void> {
  if (em.getPlatform() instanceof SqlitePlatform || portfolioIds.length === 0) return; // SQLite has one writer anyway
  const sql = new SqlRows(em);
  await sql.select(`select id from Portfolios where id in (${sql.marks(portfolioIds)}) order by id for update`, portfolioIds);
}
