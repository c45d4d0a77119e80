import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadInteractions } from '../../src/data/workflow/load-work.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact } from '../portfolio/figures.ts';
import { client, limit, period } from '../shared-inputs.ts';
import { quoted, recordsTable } from './records-table.ts';
export const listInteractions = defineTool({
  name: 'list_interactions', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'Contacts with clients (calls, meetings, e-mails), newest first, with what was said; kind note for notes.',
  input: z.strictObject({ client, kind: z.enum(['call', 'meeting', 'email', 'video', 'note']).optional(), period, limit }),
  async run({ client: named, ...query }, { db, clock }) {
    const { label, clientId } = await loadSubject(db, { client: named });
    const found = await loadInteractions(db, { ...query, clientId }, clock.today());
    return answer({
      title: `Contacts with ${label}`, asOf: clock.today(), facts: [fact('lastDate', 'Latest', found.rows[0]?.date ?? null, 'date')],
      tables: [recordsTable('interactions', 'Contacts', found, [
        ['date', 'Date', 'date'], ['kind', 'Kind'], ['client', 'Client', 'name', quoted], ['subject', 'Subject', 'text', quoted], ['notes', 'Notes', 'text', quoted], ['outcome', 'Outcome', 'text', quoted], ['followUpOn', 'Follow up', 'date'],
        ['advisor', 'Advisor', 'name'],
      ], 'contacts on record; notes are not contacts')],
    });
  },
});
