import type { ScopedDb } from '../../access/scoped-db.ts';
import { PortfolioTag } from '../../entities/tagging/portfolio-tag.entity.ts';

/** Names of the tags on each portfolio; portfolios without any are absent. */
export async function loadTagsOfPortfolios(db: ScopedDb, portfolioIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = portfolioIds.length === 0 ? [] : await db.find(PortfolioTag, { portfolio: { $in: [...portfolioIds] } }, { populate: ['tag'] });
  const tags = new Map<string, string[]>();
  for (const { portfolio, tag } of rows) tags.set(portfolio.id, [...(tags.get(portfolio.id) ?? []), tag.name]);
  return tags;
}
