import type { ScopedDb } from '../../access/scoped-db.ts';
import { PortfolioTag } from '../../entities/tagging/portfolio-tag.entity.ts';
import { TagAssignment } from '../../entities/tagging/tag-assignment.entity.ts';
import { Tag } from '../../entities/tagging/tag.entity.ts';
import { AppError } from '../../shared/errors.ts';
import type { SaveTools } from '../workflow/save-work.ts';

export interface Tagging {
  readonly tag: string;
  /** The portfolio when one is meant, otherwise the client. */
  readonly clientId: string;
  readonly portfolioId: string | undefined;
}

/** The label as it is on record, whatever its case; undefined when it would be a new one. */
export async function findTag(db: ScopedDb, name: string): Promise<{ readonly id: string; readonly name: string } | undefined> {
  const tags = await db.find(Tag, {}, { fields: ['id', 'name'] });
  return tags.find((tag) => tag.name.toLowerCase() === name.trim().toLowerCase());
}

/** Whether the client or portfolio carries the label already. */
export async function isTagged(db: ScopedDb, { tag, clientId, portfolioId }: Tagging): Promise<boolean> {
  const known = await findTag(db, tag);
  if (!known) return false;
  return (portfolioId ? await db.count(PortfolioTag, { tag: known.id, portfolio: portfolioId }) : await db.count(TagAssignment, { tag: known.id, client: clientId })) > 0;
}

/** Puts a label on a client or portfolio; a new label is made first. @throws AppError conflict when it is there already. */
export async function saveTagging(db: ScopedDb, tagging: Tagging, { clock, newId }: SaveTools): Promise<void> {
  const known = await findTag(db, tagging.tag);
  // Asked before the transaction: inside it only its own writer may touch the one connection.
  if (known && (await isTagged(db, tagging))) throw new AppError('conflict', `The tag "${known.name}" is there already.`);
  const assigned = { assignedBy: db.principal.userId, assignedAt: clock.now() };
  await db.transaction(async (writer) => {
    const tag = known?.id ?? newId();
    if (!known) await writer.create(Tag, { id: tag, name: tagging.tag.trim() });
    if (tagging.portfolioId) await writer.create(PortfolioTag, { tag, portfolio: tagging.portfolioId, ...assigned });
    else await writer.create(TagAssignment, { tag, client: tagging.clientId, ...assigned });
  });
}
