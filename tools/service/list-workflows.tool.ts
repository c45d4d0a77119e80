import { z } from 'zod';
import { loadWorkflows } from '../../src/data/workflow/load-work.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { countFigure, quoted, recordsTable } from './records-table.ts';
export const listWorkflows = defineTool({
  name: 'list_workflows', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'Unfinished workflow runs, the longest without progress first; idleDays finds those that are stuck.',
  input: z.strictObject({ idleDays: z.int().min(0).max(3650).optional(), status: z.enum(['running', 'waiting', 'completed', 'failed', 'cancelled']).optional() }),
  async run(input, { db, clock }) {
    const found = await loadWorkflows(db, input, clock.today());
    return answer({
      title: 'Workflows', asOf: clock.today(), figures: [countFigure('count', 'Workflows', found.total, clock.today())],
      tables: [recordsTable('workflows', 'Workflows', found, [
        ['name', 'Workflow'], ['subject', 'Subject', 'name', quoted], ['step', 'Step'], ['status', 'Status'], ['startedOn', 'Started', 'date'], ['lastProgress', 'Last progress', 'date'], ['id', 'Id', 'id'],
      ])],
    });
  },
});
