import { z } from 'zod';
import { loadSecurityEvents } from '../../src/data/system/load-system.ts';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { client, period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable, spanFacts } from '../service/records-table.ts';

export const listSecurityEvents = defineTool({
  name: 'list_security_events', effect: 'read', version: 1, roles: ['auditor'],
  purpose: 'Security events by severity, status and period, newest first.',
  input: z.strictObject({ period, severity: z.enum(['low', 'medium', 'high', 'critical']).optional().describe('high includes critical'), status: z.enum(['open', 'investigating', 'resolved', 'dismissed']).optional(), client }),
  async run({ client: named, ...query }, { db, clock }) {
    const { clientId } = await loadSubject(db, { client: named });
    const found = await loadSecurityEvents(db, { ...query, clientId }, clock.today());
    return answer({
      title: 'Security events', asOf: clock.today(), facts: spanFacts(query.period, clock.today()), figures: [countFigure('count', 'Security events', found.total, clock.today())],
      tables: [recordsTable('events', 'Security events', found, [
        ['title', 'Event', 'text', quoted], ['severity', 'Severity'], ['status', 'Status'], ['at', 'When', 'date'], ['kind', 'Kind'], ['person', 'Login', 'name', quoted], ['ipAddress', 'Address'], ['resolution', 'Resolution', 'text', quoted],
      ])],
    });
  },
});
