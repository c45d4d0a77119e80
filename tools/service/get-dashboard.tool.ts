import { z } from 'zod';
import { loadDashboard } from '../../src/data/documents/load-documents.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';
import { quoted, recordsTable } from './records-table.ts';
export const getDashboard = defineTool({
  name: 'get_dashboard', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'The widgets on the signed-in person\u2019s own dashboard.',
  input: z.strictObject({ name: z.string().trim().min(1).max(80).optional() }),
  async run({ name }, { db, clock }) {
    const board = await loadDashboard(db, name);
    return answer({
      title: `Dashboard ${board.name}`, asOf: clock.today(), facts: [fact('name', 'Dashboard', board.name), quotedFact('description', 'Description', board.description)],
      tables: [recordsTable('widgets', 'Widgets', board.widgets, [['title', 'Widget', 'text', quoted], ['kind', 'Shown as'], ['tool', 'Tool'], ['arguments', 'Arguments']], 'widgets in their order on the board')],
    });
  },
});
