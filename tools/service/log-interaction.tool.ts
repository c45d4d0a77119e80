import { z } from 'zod';
import { loadClientSubject } from '../../src/data/clients/load-subject.ts';
import { saveInteraction } from '../../src/data/workflow/save-work.ts';
import { answer } from '../../src/shared/answer.ts';
import { withIds } from '../bound-names.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { day } from '../shared-inputs.ts';
import { addDays } from '../../src/shared/calendar.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';

/** A contact is recorded while it is fresh: older entries would rewrite the file. */
const MOST_DAYS_BACK = 31;

const input = z.strictObject({ client: z.string().trim().min(1).max(120), kind: z.enum(['call', 'meeting', 'email', 'video']), occurredOn: day, notes: z.string().trim().min(1).max(4000) });
type Input = z.output<typeof input>;

export const logInteraction = defineTool({
  name: 'log_interaction', effect: 'write', version: 1, roles: ['advisor'],
  purpose: 'Records a call, meeting, e-mail or video call with a client.',
  input,
  bind: withIds,
  async preview(asked, context) {
    return (await prepare(asked, context)).shown('Contact to be recorded', 'to be recorded');
  },
  async run(asked, context) {
    const { contact, shown } = await prepare(asked, context);
    const id = await saveInteraction(context.db, contact, context);
    return shown('Contact recorded', 'recorded', id);
  },
});

async function prepare(asked: Input, { db, clock }: ToolContext) {
  const today = clock.today();
  if (asked.occurredOn > today) throw invalidInput(`${asked.occurredOn} is in the future.`, { hint: 'A contact is recorded after it took place.' });
  if (asked.occurredOn < addDays(today, -MOST_DAYS_BACK)) throw invalidInput(`Contacts can be recorded up to ${MOST_DAYS_BACK} days back.`, { hint: 'Write a note about older ones.' });
  const subject = await loadClientSubject(db, { client: asked.client });
  const sentence = asked.notes.split(/(?<=[.!?])\s/)[0] ?? asked.notes;
  const contact = { clientId: subject.clientId, kind: asked.kind, occurredOn: asked.occurredOn, subject: sentence.slice(0, 200), notes: asked.notes };
  const shown = (title: string, state: string, id?: string) => answer({
    title, asOf: today,
    facts: [
      quotedFact('client', 'Client', subject.label, 'name'), fact('kind', 'Kind', asked.kind), fact('occurredOn', 'Day', asked.occurredOn, 'date'), quotedFact('notes', 'Notes', asked.notes), fact('before', 'Before', null),
      fact('after', 'After', `${asked.kind} ${state}`), ...(id === undefined ? [] : [fact('id', 'Id', id, 'id')]),
    ],
  });
  return { contact, shown };
}
