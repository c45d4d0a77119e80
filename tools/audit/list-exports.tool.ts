import { z } from 'zod';
import { loadExports, resolveUser } from '../../src/data/audit-log/load-audit.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable, spanFacts } from '../service/records-table.ts';

export const listExports = defineTool({
  name: 'list_exports', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'Data exports: who took what out, when, how many rows and why.',
  input: z.strictObject({ period, user: z.string().trim().min(1).max(254).optional().describe('Name, e-mail address or id'), minRows: z.int().min(0).optional(), format: z.enum(['csv', 'json', 'pdf', 'xlsx', 'xml', 'markdown', 'html']).optional() }),
  async run({ user, ...query }, { db, clock }) {
    const found = await loadExports(db, { ...query, userId: user === undefined ? undefined : await resolveUser(db, user) }, clock.today());
    return answer({
      title: 'Data exports', asOf: clock.today(), facts: spanFacts(query.period, clock.today()), figures: [countFigure('count', 'Exports', found.total, clock.today())],
      tables: [recordsTable('exports', 'Exports', found, [
        ['at', 'When', 'date'], ['user', 'Person', 'name', quoted], ['dataset', 'Dataset'], ['rows', 'Rows', 'count'], ['format', 'Format'], ['destination', 'Destination'], ['personal', 'Personal data', 'boolean'], ['approvedBy', 'Approved by', 'name', quoted],
        ['reason', 'Reason', 'text', quoted],
      ])],
    });
  },
});
