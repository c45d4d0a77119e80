import { z } from 'zod';
import { loadClientSubject } from '../../src/data/clients/load-subject.ts';
import { saveInteraction } from '../../src/data/workflow/save-work.ts';
import { answer } from '../../src/shared/answer.ts';
import { withIds } from '../bound-names.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';

const input = z.strictObject({ client: z.string().trim().min(1).max(120), text: z.string().trim().min(1).max(4000) });
type Input = z.output<typeof input>;

export const addNote = defineTool({
  name: 'add_note', effect: 'write', version: 1, roles: ['advisor'],
  purpose: 'Adds a note to a client\u2019s file, dated today.',
  input,
  bind: withIds,
  async preview(asked, context) {
    return (await prepare(asked, context)).shown('Note to be added', 'to be added');
  },
  async run(asked, context) {
    const { note, shown } = await prepare(asked, context);
    const id = await saveInteraction(context.db, note, context);
    return shown('Note added', 'added', id);
  },
});

async function prepare(asked: Input, { db, clock }: ToolContext) {
  const subject = await loadClientSubject(db, { client: asked.client });
  const note = { clientId: subject.clientId, kind: 'note' as const, occurredOn: clock.today(), subject: 'Note', notes: asked.text };
  const shown = (title: string, state: string, id?: string) => answer({
    title, asOf: clock.today(),
    facts: [
      quotedFact('client', 'Client', subject.label, 'name'), quotedFact('text', 'Note', asked.text), fact('occurredOn', 'Day', clock.today(), 'date'), fact('before', 'Before', null), fact('after', 'After', `note ${state}`),
      ...(id === undefined ? [] : [fact('id', 'Id', id, 'id')]),
    ],
  });
  return { note, shown };
}
