import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadRefusals, resolveUser } from '../../src/data/audit-log/load-audit.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { client, period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable, spanFacts } from '../service/records-table.ts';

export const listRefusals = defineTool({
  name: 'list_refusals', effect: 'read', version: 2, roles: ['auditor'],
  purpose: 'Requests that the assistant refused, from whom and for what reason.',
  input: z.strictObject({ period, persona: z.enum(['client', 'advisor', 'auditor']).optional(), reason: z.string().regex(/^[a-z_]{3,64}$/).optional(), client, user: z.string().trim().min(1).max(254).optional().describe('Who asked: name, e-mail address or id') }),
  async run({ client: named, user, ...query }, { db, clock }) {
    const { clientId } = await loadSubject(db, { client: named });
    const found = await loadRefusals(db, { ...query, clientId, userId: user === undefined ? undefined : await resolveUser(db, user) }, clock.today());
    return answer({
      title: 'Refused requests', asOf: clock.today(), facts: spanFacts(query.period, clock.today()), figures: [countFigure('count', 'Refusals', found.total, clock.today())],
      tables: [recordsTable('refusals', 'Refused requests', found, [['request', 'Request', 'text', quoted], ['reason', 'Reason'], ['at', 'When', 'date'], ['person', 'Person', 'name', quoted], ['role', 'Role'], ['client', 'Client', 'name', quoted], ['turnId', 'Turn', 'id']])],
    });
  },
});
