import type { ScopedDb } from '../../access/scoped-db.ts';
import { PortfolioTag } from '../../entities/tagging/portfolio-tag.entity.ts';
import { TagAssignment } from '../../entities/tagging/tag-assignment.entity.ts';
import { Tag } from '../../entities/tagging/tag.entity.ts';
import { dayText, wanted } from '../records/listed.ts';

export interface TagsQuery {
  readonly clientId?: string | undefined;
  readonly portfolioId?: string | undefined;
  readonly tagId?: string | undefined;
}

/** Labels on clients and on portfolios. A portfolio's list leaves out the labels of its client. */
export async function loadTagged(db: ScopedDb, { clientId, portfolioId, tagId }: TagsQuery) {
  const clients = portfolioId ? [] : await db.find(TagAssignment, wanted<TagAssignment>({ client: clientId, tag: tagId }), { populate: ['client', 'tag'], orderBy: [{ assignedAt: 'asc' }] });
  const portfolios = await db.find(PortfolioTag, wanted<PortfolioTag>({ portfolio: portfolioId ?? (clientId ? { client: clientId } : undefined), tag: tagId }), { populate: ['portfolio', 'portfolio.client', 'tag'], orderBy: [{ assignedAt: 'asc' }] });
  return {
    clients: { total: clients.length, rows: clients.map((row) => ({ client: row.client.fullName, tag: row.tag.name, since: dayText(row.assignedAt) })) },
    portfolios: { total: portfolios.length, rows: portfolios.map((row) => ({ portfolio: row.portfolio.name, client: row.portfolio.client.fullName, tag: row.tag.name, since: dayText(row.assignedAt) })) },
  };
}

/** Every label there is. */
export async function loadTags(db: ScopedDb) {
  const rows = await db.find(Tag, {}, { orderBy: { name: 'asc' } });
  return { total: rows.length, rows: rows.map((row) => ({ tag: row.name, description: row.description ?? null })) };
}
