import { z } from 'zod';
import { loadAdvisorLogin } from '../../src/data/clients/load-profile.ts';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { saveTicket } from '../../src/data/communication/save-service.ts';
import { answer } from '../../src/shared/answer.ts';
import { withIds } from '../bound-names.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { client } from '../shared-inputs.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';

const input = z.strictObject({
  subject: z.string().trim().min(1).max(200), body: z.string().trim().min(1).max(4000), client, priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
  category: z.enum(['account', 'billing', 'trading', 'tax', 'technical', 'complaint', 'other']).optional(),
});
type Input = z.output<typeof input>;

export const openTicket = defineTool({
  name: 'open_ticket', effect: 'write', version: 1, roles: ['client', 'advisor'], isReadByClient: true,
  purpose: 'Opens a support ticket.',
  input,
  bind: withIds,
  async preview(asked, context) {
    return (await prepare(asked, context)).shown('Ticket to be opened', 'to be opened');
  },
  async run(asked, context) {
    const { ticket, shown } = await prepare(asked, context);
    const number = await saveTicket(context.db, ticket, context);
    return shown('Ticket opened', 'open', number);
  },
});

async function prepare(asked: Input, { db, clock }: ToolContext) {
  const subject = asked.client !== undefined || db.principal.role === 'client' ? await loadSubject(db, { client: asked.client }) : undefined;
  const priority = asked.priority ?? 'normal';
  const category = asked.category ?? 'other';
  const assigneeId = subject?.clientId ? await loadAdvisorLogin(db, subject.clientId, clock.today()) : undefined;
  const ticket = { subject: asked.subject, body: asked.body, clientId: subject?.clientId, category, priority, assigneeId };
  const shown = (title: string, state: string, number?: number) => answer({
    title, asOf: clock.today(),
    facts: [
      quotedFact('subject', 'Subject', asked.subject), quotedFact('body', 'Text', asked.body), quotedFact('client', 'Client', subject?.label ?? null, 'name'), fact('priority', 'Priority', priority), fact('category', 'Category', category),
      fact('before', 'Before', null), fact('after', 'After', `ticket ${state}`), ...(number === undefined ? [] : [fact('number', 'Number', String(number), 'id')]),
    ],
  });
  return { ticket, shown };
}
