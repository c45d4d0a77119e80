import { z } from 'zod';
import { loadResponders } from '../../src/data/outreach/load-outreach.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact } from '../portfolio/figures.ts';
import { period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable } from './records-table.ts';
export const listMarketing = defineTool({
  name: 'list_marketing', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'Who responded to a marketing campaign: a named one, the latest, or in a period.',
  input: z.strictObject({ campaign: z.string().trim().min(1).max(120).optional(), which: z.literal('latest').optional(), period }),
  async run(input, { db, clock }) {
    const found = await loadResponders(db, input, clock.today());
    return answer({
      title: 'Responses to marketing', asOf: clock.today(), facts: [fact('campaign', 'Campaign', found.campaign)], figures: [countFigure('count', 'Responses', found.total, clock.today())],
      tables: [recordsTable('responders', 'Responders', found, [['client', 'Client', 'name', quoted], ['campaign', 'Campaign'], ['channel', 'Channel'], ['sentOn', 'Sent', 'date'], ['respondedOn', 'Responded', 'date'], ['response', 'Response', 'text', quoted]])],
    });
  },
});
