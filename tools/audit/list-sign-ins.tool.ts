import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { resolveUser } from '../../src/data/audit-log/load-audit.ts';
import { loadSignIns } from '../../src/data/system/load-system.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { client, period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable, spanFacts } from '../service/records-table.ts';

export const listSignIns = defineTool({
  name: 'list_sign_ins', effect: 'read', version: 2, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Sign-in attempts by account, failed and successful; others than the auditor see their own.',
  input: z.strictObject({ period, succeeded: z.boolean().optional(), user: z.string().trim().min(1).max(254).optional().describe('Name, e-mail address or id'), client }),
  async run({ user, client: named, ...query }, { db, clock }) {
    const clientId = named === undefined ? undefined : (await loadSubject(db, { client: named })).clientId;
    const userId = user !== undefined ? await resolveUser(db, user) : clientId === undefined ? undefined : await resolveUser(db, clientId);
    const found = await loadSignIns(db, { ...query, userId }, clock.today());
    return answer({
      title: 'Sign-in attempts', asOf: clock.today(), facts: spanFacts(query.period, clock.today()), figures: [countFigure('failedCount', 'Failed sign-ins', found.failed, clock.today(), 'attempts without a session'), countFigure('succeededCount', 'Successful sign-ins', found.succeeded, clock.today())],
      tables: [recordsTable('accounts', 'By account', found, [['account', 'Account', 'name', quoted], ['failed', 'Failed', 'count'], ['succeeded', 'Successful', 'count'], ['latest', 'Latest', 'date']]), recordsTable('attempts', 'Attempts', found.attempts, [
        ['at', 'When', 'date'], ['account', 'Account', 'name', quoted], ['succeeded', 'Successful', 'boolean'], ['reason', 'Reason'], ['ipAddress', 'Address'], ['userAgent', 'Program', 'text', quoted],
      ])],
    });
  },
});
