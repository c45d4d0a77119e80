import { z } from 'zod';
import { resolveUser } from '../../src/data/audit-log/load-audit.ts';
import { loadSessions } from '../../src/data/system/load-system.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable, spanFacts } from '../service/records-table.ts';

export const listSessions = defineTool({
  name: 'list_sessions', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Sign-in sessions; active = open right now; others than the auditor see their own.',
  input: z.strictObject({ status: z.enum(['active', 'ended', 'expired']).optional(), user: z.string().trim().min(1).max(254).optional().describe('Name, e-mail address or id'), period }),
  async run({ user, ...query }, { db, clock }) {
    const found = await loadSessions(db, { ...query, userId: user === undefined ? undefined : await resolveUser(db, user) }, clock);
    return answer({
      title: 'Sessions', asOf: clock.today(), facts: spanFacts(query.period, clock.today()), figures: [countFigure('count', query.status === 'active' ? 'Open sessions' : 'Sessions', found.total, clock.today())],
      tables: [recordsTable('sessions', 'Sessions', found, [['person', 'Person', 'name', quoted], ['status', 'Status'], ['startedAt', 'Begun', 'date'], ['lastSeenAt', 'Last seen', 'date'], ['expiresAt', 'Runs out', 'date'], ['ipAddress', 'Address'], ['userAgent', 'Program', 'text', quoted]])],
    });
  },
});
