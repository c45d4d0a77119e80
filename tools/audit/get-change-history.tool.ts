import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadChanges, resolveUser } from '../../src/data/audit-log/load-audit.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';
import { client, period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable } from '../service/records-table.ts';

export const getChangeHistory = defineTool({
  name: 'get_change_history', effect: 'read', version: 2, roles: ['auditor'],
  purpose: 'Who changed what and when, with the value before and after; by client, object (table, id or portfolio), person, field, period.',
  input: z.strictObject({ client, user: z.string().trim().min(1).max(254).optional().describe('Who changed it: name, e-mail address or id'), object: z.string().trim().min(1).max(160).optional(), field: z.string().trim().min(1).max(60).optional(), period, which: z.literal('latest').optional() }),
  async run({ client: named, user, which, ...query }, { db, clock }) {
    const { label, clientId } = await loadSubject(db, { client: named });
    const found = await loadChanges(db, { ...query, clientId, userId: user === undefined ? undefined : await resolveUser(db, user), ...(which ? { limit: 1 } : {}) }, clock.today());
    const [latest] = found.rows;
    return answer({
      title: `Changes to ${label}`, asOf: clock.today(), figures: [countFigure('count', 'Changes', found.total, clock.today(), 'changed fields on record')],
      facts: latest ? [
        fact('field', 'Field', latest.field), quotedFact('changedBy', 'Changed by', latest.by, 'name'), fact('changedAt', 'Changed', latest.at, 'date'), quotedFact('oldValue', 'Before', latest.before), quotedFact('newValue', 'After', latest.after),
        quotedFact('reason', 'Reason', latest.reason),
      ] : [],
      caveats: latest ? [] : ['No such change is on record.'],
      tables: [recordsTable('changes', 'Changes', found, [
        ['at', 'When', 'date'], ['client', 'Client', 'name', quoted], ['field', 'Field'], ['before', 'Before', 'text', quoted], ['after', 'After', 'text', quoted], ['by', 'By', 'name', quoted], ['role', 'Role'], ['table', 'Table'], ['operation', 'Operation'],
        ['reason', 'Reason', 'text', quoted],
      ])],
    });
  },
});
