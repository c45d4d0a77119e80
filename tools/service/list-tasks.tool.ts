import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadTasks } from '../../src/data/workflow/load-work.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { client, period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable } from './records-table.ts';
export const listTasks = defineTool({
  name: 'list_tasks', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Tasks by due day: undone ones unless a status is given; an advisor without a client sees the own ones.',
  input: z.strictObject({ client, status: z.enum(['open', 'in_progress', 'done', 'cancelled']).optional(), period: period.describe('When they are due: this_week, next_7D \u2026'), overdueOnly: z.boolean().optional() }),
  async run({ client: named, ...query }, { db, clock }) {
    const { label, clientId } = await loadSubject(db, { client: named });
    const found = await loadTasks(db, { ...query, clientId }, clock.today());
    return answer({
      title: db.principal.role === 'advisor' && clientId === undefined ? 'Your tasks' : `Tasks of ${label}`, asOf: clock.today(), figures: [countFigure('overdueCount', 'Overdue tasks', found.overdue, clock.today(), 'undone and due before today')],
      tables: [recordsTable('tasks', 'Tasks', found, [
        ['title', 'Task', 'text', quoted], ['client', 'Client', 'name', quoted], ['dueOn', 'Due', 'date'], ['status', 'Status'], ['priority', 'Priority'], ['overdue', 'Overdue', 'boolean'], ['assignedTo', 'Assigned to', 'name', quoted],
        ['detail', 'Detail', 'text', quoted], ['id', 'Id', 'id'],
      ])],
    });
  },
});
