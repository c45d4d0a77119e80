import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { resolveUser } from '../../src/data/audit-log/load-audit.ts';
import { loadMessages } from '../../src/data/communication/load-service.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { client, limit, period } from '../shared-inputs.ts';
import { quoted, recordsTable } from './records-table.ts';
export const listMessages = defineTool({
  name: 'list_messages', effect: 'read', version: 2, roles: ['client', 'advisor', 'auditor'],
  purpose: 'What was asked and answered in earlier conversations, newest first; topic looks for words.',
  input: z.strictObject({ client, user: z.string().trim().min(1).max(254).optional().describe('Who spoke: name, e-mail address or id'), period, from: z.enum(['user', 'assistant']).optional().describe('Only questions or only answers'), topic: z.string().trim().min(1).max(120).optional(), limit }),
  async run({ client: named, user, ...query }, { db, clock }) {
    const { label, clientId } = await loadSubject(db, { client: named });
    const found = await loadMessages(db, { ...query, clientId: db.principal.role === 'client' ? undefined : clientId, userId: user === undefined ? undefined : await resolveUser(db, user) }, clock.today());
    return answer({
      title: `Messages of ${label}`, asOf: clock.today(),
      tables: [recordsTable('messages', 'Messages', found, [['at', 'When', 'date'], ['from', 'From'], ['text', 'Text', 'text', quoted], ['conversation', 'Conversation', 'text', quoted], ['refused', 'Refused because']])],
    });
  },
});
