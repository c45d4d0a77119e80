import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { resolveUser } from '../../src/data/audit-log/load-audit.ts';
import { loadConversations } from '../../src/data/communication/load-service.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { client, period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable, spanFacts } from './records-table.ts';
export const listConversations = defineTool({
  name: 'list_conversations', effect: 'read', version: 2, roles: ['client', 'advisor', 'auditor'],
  purpose: 'How many conversations with the assistant began in a period, and which.',
  input: z.strictObject({ client, user: z.string().trim().min(1).max(254).optional().describe('Who spoke: name, e-mail address or id'), period, orderBy: z.enum(['date', 'messages']).optional().describe('messages: longest first') }),
  async run({ client: named, user, period: span, orderBy }, { db, clock }) {
    const { label, clientId } = await loadSubject(db, { client: named });
    const found = await loadConversations(db, { clientId: db.principal.role === 'client' ? undefined : clientId, userId: user === undefined ? undefined : await resolveUser(db, user), period: span, orderBy }, clock.today());
    return answer({
      title: `Conversations of ${label}`, asOf: clock.today(), facts: spanFacts(span, clock.today()), figures: [countFigure('count', 'Conversations', found.total, clock.today(), 'conversations begun in the period')],
      tables: [recordsTable('conversations', 'Conversations', found, [
        ['title', 'Title', 'text', quoted], ['person', 'Person', 'name', quoted], ['role', 'Role'], ['client', 'Client', 'name', quoted], ['channel', 'Channel'], ['startedAt', 'Begun', 'date'], ['lastMessageAt', 'Last message', 'date'], ['messages', 'Messages', 'count'], ['id', 'Id', 'id'],
      ])],
    });
  },
});
