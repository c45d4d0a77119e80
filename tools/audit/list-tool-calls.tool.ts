import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadToolCalls, resolveUser } from '../../src/data/audit-log/load-audit.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { client, limit, period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable, spanFacts } from '../service/records-table.ts';

export const listToolCalls = defineTool({
  name: 'list_tool_calls', effect: 'read', version: 2, roles: ['auditor'],
  purpose: 'Tool calls with outcome; failed, refused, by tool, client, period, and how many.',
  input: z.strictObject({ period, tool: z.string().max(80).optional(), outcome: z.enum(['running', 'ok', 'failed', 'refused', 'pending_approval', 'approved', 'declined', 'expired', 'timeout']).optional().describe('failed includes timeout'), client, user: z.string().trim().min(1).max(254).optional().describe('Who asked: name, e-mail address or id'), orderBy: z.enum(['date', 'duration']).optional().describe('duration: slowest first'), limit }),
  async run({ client: named, user, ...query }, { db, clock }) {
    const { clientId } = await loadSubject(db, { client: named });
    const found = await loadToolCalls(db, { ...query, clientId, userId: user === undefined ? undefined : await resolveUser(db, user) }, clock.today());
    return answer({
      title: 'Tool calls', asOf: clock.today(), facts: spanFacts(query.period, clock.today()), figures: [countFigure('count', query.outcome === undefined ? 'Tool calls' : `Tool calls ${query.outcome.replaceAll('_', ' ')}`, found.total, clock.today(), 'calls begun in the period')],
      tables: [recordsTable('toolCalls', 'Tool calls', found, [
        ['at', 'When', 'date'], ['tool', 'Tool'], ['effect', 'Effect'], ['outcome', 'Outcome'], ['error', 'Error'], ['person', 'Person', 'name', quoted], ['client', 'Client', 'name', quoted], ['durationMs', 'Milliseconds', 'number'], ['turnId', 'Turn', 'id'],
      ])],
    });
  },
});
