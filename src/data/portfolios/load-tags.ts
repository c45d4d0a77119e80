import type { ScopedDb } from '../../access/scoped-db.ts';
import { PortfolioTag } from '../../entities/tagging/portfolio-tag.entity.ts';
import { TagAssignment } from '../../entities/tagging/tag-assignment.entity.ts';
import { resolveTag } from '../names/resolve.ts';
import type { PortfolioScope } from './load-scope.ts';

/** Names of the tags on each portfolio; portfolios without any are absent. */
export async function loadTagsOfPortfolios(db: ScopedDb, portfolioIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = portfolioIds.length === 0 ? [] : await db.find(PortfolioTag, { portfolio: { $in: [...portfolioIds] } }, { populate: ['tag'] });
  const tags = new Map<string, string[]>();
  for (const { portfolio, tag } of rows) tags.set(portfolio.id, [...(tags.get(portfolio.id) ?? []), tag.name]);
  return tags;
}

/** Of a scope only the portfolios that carry a tag, or whose client does; the tag is named loosely. @throws not-found when there is no such tag in reach. */
export async function keepTagged(db: ScopedDb, scope: PortfolioScope, tag: string): Promise<PortfolioScope> {
  const tagId = await resolveTag(db, tag);
  const onPortfolios = await db.find(PortfolioTag, { tag: tagId, portfolio: { $in: scope.portfolios.map(({ id }) => id) } });
  const onClients = await db.find(TagAssignment, { tag: tagId, client: { $in: [...new Set(scope.portfolios.map(({ clientId }) => clientId))] } });
  const portfolios = new Set(onPortfolios.map(({ portfolio }) => portfolio.id));
  const clients = new Set(onClients.map(({ client }) => client.id));
  return { ...scope, label: `the portfolios tagged "${tag}", or of clients tagged so, in ${scope.label}`, portfolios: scope.portfolios.filter(({ id, clientId }) => portfolios.has(id) || clients.has(clientId)) };
}
