import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { resolveTag } from '../../src/data/names/resolve.ts';
import { loadTagged, loadTags } from '../../src/data/tagging/load-tags.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { whose } from '../shared-inputs.ts';
import { quoted, recordsTable } from './records-table.ts';
export const listTags = defineTool({
  name: 'list_tags', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'Tags of a client or portfolio, or who carries a tag; without either, every tag.',
  input: z.strictObject({ ...whose, tag: z.string().trim().min(1).max(60).optional() }),
  async run({ tag, ...query }, { db, clock }) {
    const { label, clientId, portfolioId } = await loadSubject(db, query);
    const tagId = tag === undefined ? undefined : await resolveTag(db, tag);
    const narrowed = clientId !== undefined || tagId !== undefined;
    const found = narrowed ? await loadTagged(db, { clientId, portfolioId, tagId }) : undefined;
    return answer({
      title: tag === undefined ? `Tags of ${label}` : `Tagged "${tag}" in ${label}`, asOf: clock.today(),
      tables: found ? [
        ...(portfolioId ? [] : [recordsTable('clients', 'Tagged clients', found.clients, [['client', 'Client', 'name', quoted], ['tag', 'Tag', 'text', quoted], ['since', 'Since', 'date']])]),
        recordsTable('portfolios', 'Tagged portfolios', found.portfolios, [['portfolio', 'Portfolio', 'name', quoted], ['client', 'Client', 'name', quoted], ['tag', 'Tag', 'text', quoted], ['since', 'Since', 'date']]),
      ] : [recordsTable('tags', 'Tags', await loadTags(db), [['tag', 'Tag', 'text', quoted], ['description', 'Meaning', 'text', quoted]])],
    });
  },
});
