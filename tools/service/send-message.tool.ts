import { z } from 'zod';
import { loadClientSubject } from '../../src/data/clients/load-subject.ts';
import { saveMessage } from '../../src/data/communication/save-service.ts';
import { answer } from '../../src/shared/answer.ts';
import { withIds } from '../bound-names.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';

const input = z.strictObject({ client: z.string().trim().min(1).max(120), subject: z.string().trim().min(1).max(200).optional(), text: z.string().trim().min(1).max(4000) });
type Input = z.output<typeof input>;

export const sendMessage = defineTool({
  name: 'send_message', effect: 'write', version: 1, roles: ['advisor'], isReadByClient: true,
  purpose: 'Sends a client a message, shown to them in the product.',
  input,
  bind: withIds,
  async preview(asked, context) {
    return (await prepare(asked, context)).shown('Message to be sent', 'to be sent');
  },
  async run(asked, context) {
    const { message, shown } = await prepare(asked, context);
    const id = await saveMessage(context.db, message, context);
    return shown('Message sent', 'sent, unread', id);
  },
});

async function prepare(asked: Input, { db, clock }: ToolContext) {
  const subject = await loadClientSubject(db, { client: asked.client });
  const message = { clientId: subject.clientId, title: asked.subject ?? `Message from ${db.principal.displayName}`, body: asked.text };
  const shown = (title: string, state: string, id?: string) => answer({
    title, asOf: clock.today(),
    facts: [
      quotedFact('client', 'To', subject.label, 'name'), quotedFact('subject', 'Subject', message.title), quotedFact('text', 'Text', message.body), fact('before', 'Before', null), fact('after', 'After', `message ${state}`),
      ...(id === undefined ? [] : [fact('id', 'Id', id, 'id')]),
    ],
  });
  return { message, shown };
}
