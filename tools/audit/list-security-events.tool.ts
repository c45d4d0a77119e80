import { z } from 'zod';
import { loadSecurityEvents } from '../../src/data/system/load-system.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable } from '../service/records-table.ts';

export const listSecurityEvents = defineTool({
  name: 'list_security_events', effect: 'read', version: 1, roles: ['auditor'],
  purpose: 'Security events by severity, status and period, newest first.',
  input: z.strictObject({ period, severity: z.enum(['low', 'medium', 'high', 'critical']).optional().describe('high includes critical'), status: z.enum(['open', 'investigating', 'resolved', 'dismissed']).optional() }),
  async run(input, { db, clock }) {
    const found = await loadSecurityEvents(db, input, clock.today());
    return answer({
      title: 'Security events', asOf: clock.today(), figures: [countFigure('count', 'Security events', found.total, clock.today())],
      tables: [recordsTable('events', 'Security events', found, [
        ['title', 'Event', 'text', quoted], ['severity', 'Severity'], ['status', 'Status'], ['at', 'When', 'date'], ['kind', 'Kind'], ['person', 'Login', 'name', quoted], ['ipAddress', 'Address'], ['resolution', 'Resolution', 'text', quoted],
      ])],
    });
  },
});
