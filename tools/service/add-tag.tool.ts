import { z } from 'zod';
import { loadClientSubject } from '../../src/data/clients/load-subject.ts';
import { loadTagged } from '../../src/data/tagging/load-tags.ts';
import { findTag, isTagged, saveTagging } from '../../src/data/tagging/save-tag.ts';
import { answer } from '../../src/shared/answer.ts';
import { withIds } from '../bound-names.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { AppError } from '../../src/shared/errors.ts';
import { whose } from '../shared-inputs.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';

const input = z.strictObject({ tag: z.string().trim().min(1).max(60), ...whose });
type Input = z.output<typeof input>;

export const addTag = defineTool({
  name: 'add_tag', effect: 'write', version: 1, roles: ['advisor'],
  purpose: 'Puts a tag on a client or portfolio; a new tag is made.',
  input,
  bind: withIds,
  async preview(asked, context) {
    return (await prepare(asked, context)).shown('Tag to be added');
  },
  async run(asked, context) {
    const { tagging, shown } = await prepare(asked, context);
    await saveTagging(context.db, tagging, context);
    return shown('Tag added');
  },
});

async function prepare({ tag, ...query }: Input, { db, clock }: ToolContext) {
  const subject = await loadClientSubject(db, query);
  const known = await findTag(db, tag);
  const tagging = { tag: known?.name ?? tag, clientId: subject.clientId, portfolioId: subject.portfolioId };
  if (await isTagged(db, tagging)) throw new AppError('conflict', `The tag "${tagging.tag}" is there already.`);
  const found = await loadTagged(db, { clientId: subject.clientId, portfolioId: subject.portfolioId });
  const before = (subject.portfolioId ? found.portfolios.rows : found.clients.rows).map((row) => row.tag);
  const shown = (title: string) => answer({
    title, asOf: clock.today(), caveats: known ? [] : ['This tag is new.'],
    facts: [
      quotedFact('tag', 'Tag', tagging.tag), quotedFact(subject.portfolioId ? 'portfolio' : 'client', subject.portfolioId ? 'Portfolio' : 'Client', subject.label, 'name'), quotedFact('before', 'Tags before', before.join(', ') || null),
      quotedFact('after', 'Tags after', [...before, tagging.tag].join(', ')), fact('isNew', 'New tag', !known),
    ],
  });
  return { tagging, shown };
}
