import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadAuditEntries, resolveUser } from '../../src/data/audit-log/load-audit.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { client, limit, period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable, spanFacts } from '../service/records-table.ts';

export const listAuditEntries = defineTool({
  name: 'list_audit_entries', effect: 'read', version: 1, roles: ['auditor'],
  purpose: 'Entries of the audit log: who did what; by person, client, event, object, period, and how many.',
  input: z.strictObject({ period, user: z.string().trim().min(1).max(254).optional().describe('Name, e-mail address or id'), client, event: z.string().max(80).optional(), object: z.string().max(120).optional().describe('Id or table'), limit }),
  async run({ user, client: named, ...query }, { db, clock }) {
    const { clientId } = await loadSubject(db, { client: named });
    const found = await loadAuditEntries(db, { ...query, clientId, userId: user === undefined ? undefined : await resolveUser(db, user) }, clock.today());
    return answer({
      title: 'Audit log', asOf: clock.today(), facts: spanFacts(query.period, clock.today()), figures: [countFigure('count', 'Audit entries', found.total, clock.today(), 'entries in the period')],
      tables: [recordsTable('entries', 'Audit entries', found, [
        ['at', 'When', 'date'], ['actor', 'Person', 'name', quoted], ['role', 'Role'], ['event', 'Event'], ['decision', 'Decision'], ['object', 'Object'], ['client', 'Client', 'name', quoted], ['reason', 'Reason'], ['tool', 'Tool'], ['turnId', 'Turn', 'id'], ['requestId', 'Request', 'id'], ['place', 'Place', 'count'], ['id', 'Id', 'id'],
      ])],
    });
  },
});
