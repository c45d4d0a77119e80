import { z } from 'zod';
import { loadNameIndex } from '../../src/data/names/load-names.ts';
import { NAME_KINDS, type NameKind } from '../../src/data/names/named-thing.ts';
import type { NameMatch } from '../../src/data/names/name-index.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { column } from '../portfolio/figures.ts';

/** Below this, a match is noise even for somebody who asks back. */
const LEAST = 0.5;

export const findNames = defineTool({
  name: 'find_names', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Finds clients, portfolios, securities, goals, tags, benchmarks and advisors that a text mentions, misspelt or partial names too. Takes a whole question.',
  input: z.strictObject({ text: z.string().min(1).max(4000), kinds: z.array(z.enum(NAME_KINDS)).optional() }),
  async run({ text, kinds }, { db, clock }) {
    const found: NameMatch[] = [];
    for (const kind of new Set<NameKind>(kinds ?? NAME_KINDS)) {
      const index = await loadNameIndex(db, kind);
      found.push(...index.findAll(text).filter(({ score }) => score >= LEAST));
    }
    const sorted = found.toSorted((left, right) => right.score - left.score || left.start - right.start);
    const shown = sorted.slice(0, 60);
    return answer({
      title: `Names in the text: ${sorted.length}`, asOf: clock.today(),
      tables: [{
        key: 'matches', title: 'Matches', total: sorted.length, method: 'words of names against words of the text, misspellings included; 1 is the exact name',
        columns: [
          column('kind', 'Kind', 'text'), column('id', 'Id', 'id'), column('name', 'Name', 'name', { untrusted: true }), column('detail', 'Detail', 'text', { untrusted: true }),
          column('matchedText', 'In the text', 'text'), column('score', 'Score', 'score'), column('clientId', 'Client id', 'id'), column('clientName', 'Client', 'name', { untrusted: true }),
        ],
        rows: shown.map(({ thing, matchedText, score }) => [thing.kind, thing.id, thing.name, thing.detail, matchedText, score, thing.clientId, thing.clientName]),
      }],
    });
  },
});
