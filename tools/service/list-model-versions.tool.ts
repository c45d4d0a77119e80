import { z } from 'zod';
import { loadModelVersions } from '../../src/data/advice/load-recommendations.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact } from '../portfolio/figures.ts';
import { recordsTable } from './records-table.ts';

export const listModelVersions = defineTool({
  name: 'list_model_versions', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'Model versions: which is in production, when each was released, with what prompt, tools and engine.',
  input: z.strictObject({ label: z.string().max(80).optional(), status: z.enum(['candidate', 'active', 'retired']).optional() }),
  async run(input, { db, clock }) {
    const found = await loadModelVersions(db, input);
    const shown = input.label === undefined ? found.rows.find(({ isCurrent }) => isCurrent) : found.rows[0];
    // Several may answer at once: the one that advises and the one that talks.
    const active = await loadModelVersions(db, { status: 'active' });
    return answer({
      title: 'Model versions', asOf: clock.today(),
      facts: [fact('current', 'In production', active.rows.map(({ label }) => label).join(', ') || null), ...(input.label === undefined || !shown ? [] : [fact('isInProduction', `${shown.label} in production`, shown.status === 'active', 'boolean')]), fact('releasedOn', `Release of ${shown?.label ?? 'the version'}`, shown?.releasedOn ?? null, 'date')],
      tables: [recordsTable('versions', 'Model versions', found, [
        ['label', 'Version'], ['status', 'Status'], ['releasedOn', 'Released', 'date'], ['retiredOn', 'Retired', 'date'], ['provider', 'Provider'], ['modelId', 'Model'], ['prompt', 'Prompt'], ['engineVersion', 'Engine'], ['notes', 'Notes'],
        ['promptHash', 'Prompt hash'], ['catalogueHash', 'Tools hash'],
      ], 'newest release first; in production is what is active')],
    });
  },
});
