import { z } from 'zod';
import { loadAdvisorLogin } from '../../src/data/clients/load-profile.ts';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { findAssignee, saveTask } from '../../src/data/workflow/save-work.ts';
import { answer } from '../../src/shared/answer.ts';
import { withIds } from '../bound-names.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { client, day } from '../shared-inputs.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';

const input = z.strictObject({ title: z.string().trim().min(1).max(200), client, dueOn: day.optional(), detail: z.string().trim().max(4000).optional(), assignee: z.string().trim().min(1).max(120).optional().describe('Advisor; else the person, for a client their advisor') });
type Input = z.output<typeof input>;

export const createTask = defineTool({
  name: 'create_task', effect: 'write', version: 1, roles: ['client', 'advisor'],
  purpose: 'Creates a task with a due day, for the advisor or about a client.',
  input,
  bind: withIds,
  async preview(asked, context) {
    return (await prepare(asked, context)).shown('Task to be created', 'to be created');
  },
  async run(asked, context) {
    const { task, shown } = await prepare(asked, context);
    const id = await saveTask(context.db, task, context);
    return shown('Task created', 'created', id);
  },
});

async function prepare(asked: Input, { db, clock }: ToolContext) {
  const today = clock.today();
  const isClient = db.principal.role === 'client';
  if (asked.dueOn !== undefined && asked.dueOn < today) throw invalidInput(`${asked.dueOn} is in the past.`, { hint: 'Give a day from today on.' });
  const subject = asked.client !== undefined || isClient ? await loadSubject(db, { client: asked.client }) : undefined;
  const assignee = await findAssignee(db, asked.assignee, isClient && subject?.clientId ? await loadAdvisorLogin(db, subject.clientId, today) : undefined);
  const task = { title: asked.title, detail: asked.detail, clientId: subject?.clientId, dueOn: asked.dueOn, assigneeId: assignee.userId };
  const shown = (title: string, state: string, id?: string) => answer({
    title, asOf: today,
    facts: [
      quotedFact('title', 'Task', asked.title), quotedFact('client', 'Client', subject?.label ?? null, 'name'), fact('dueOn', 'Due', asked.dueOn ?? null, 'date'), quotedFact('assignee', 'Assigned to', assignee.name, 'name'),
      quotedFact('detail', 'Detail', asked.detail ?? null), fact('before', 'Before', null), fact('after', 'After', `task ${state}, open`), ...(id === undefined ? [] : [fact('id', 'Id', id, 'id')]),
    ],
  });
  return { task, shown };
}
