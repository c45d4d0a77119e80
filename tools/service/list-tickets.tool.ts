import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadTickets } from '../../src/data/communication/load-service.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact } from '../portfolio/figures.ts';
import { client, period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable } from './records-table.ts';
export const listTickets = defineTool({
  name: 'list_tickets', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Support tickets, newest first; by status, priority, period.',
  input: z.strictObject({ client, status: z.enum(['open', 'pending', 'resolved', 'closed']).optional().describe('open includes pending'), priority: z.enum(['low', 'normal', 'high', 'urgent']).optional().describe('high includes urgent'), period }),
  async run({ client: named, ...query }, { db, clock }) {
    const { label, clientId } = await loadSubject(db, { client: named });
    // A client may have opened tickets that name no client: their own reach already is the list.
    const found = await loadTickets(db, { ...query, clientId: db.principal.role === 'client' ? undefined : clientId }, clock.today());
    return answer({
      title: `Support tickets of ${label}`, asOf: clock.today(), figures: [countFigure('count', 'Tickets', found.total, clock.today())],
      facts: [fact('latestStatus', 'Status of the latest ticket', found.rows[0]?.status ?? null)],
      tables: [recordsTable('tickets', 'Support tickets', found, [
        ['number', 'Number', 'count'], ['subject', 'Subject', 'text', quoted], ['body', 'Text', 'text', quoted], ['client', 'Client', 'name', quoted], ['status', 'Status'], ['priority', 'Priority'], ['openedOn', 'Opened', 'date'],
        ['assignedTo', 'Assigned to', 'name'], ['resolution', 'Resolution', 'text', quoted], ['resolvedOn', 'Resolved', 'date'],
      ])],
    });
  },
});
