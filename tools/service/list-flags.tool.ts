import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { resolveUser } from '../../src/data/audit-log/load-audit.ts';
import { loadFlags } from '../../src/data/compliance/load-checks.ts';
import { answer } from '../../src/shared/answer.ts';
import { addDays } from '../../src/shared/calendar.ts';
import { defineTool } from '../define-tool.ts';
import { period, whose } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable, spanFacts, type ColumnSpec } from './records-table.ts';

export const FLAG_COLUMNS: readonly ColumnSpec[] = [
  ['id', 'Id', 'id'], ['title', 'Flag', 'text', quoted], ['client', 'Client', 'name', quoted], ['severity', 'Severity'], ['detail', 'What was found', 'text', quoted], ['dueOn', 'Due', 'date'], ['status', 'Status'], ['assignedTo', 'Assigned to', 'name', quoted],
  ['openedOn', 'Opened', 'date'], ['portfolio', 'Portfolio', 'name', quoted], ['kind', 'Kind'], ['closedOn', 'Closed', 'date'],
];

/** What was due yesterday is overdue today. */
const DUE_WITHIN_DAYS = { overdue: -1, next_7D: 7, next_30D: 30 } as const;

export const listFlags = defineTool({
  name: 'list_flags', effect: 'read', version: 3, roles: ['advisor', 'auditor'],
  purpose: 'Regulatory flags (breaches, concerns, complaints) by client, portfolio, kind, person who deals with them, status, severity, period; overdue or due soon.',
  input: z.strictObject({
    ...whose, status: z.enum(['open', 'in_review', 'closed']).optional().describe('open = not closed'), severity: z.enum(['low', 'medium', 'high', 'critical']).optional(), period, orderBy: z.enum(['severity', 'date']).optional(),
    kind: z.string().regex(/^[a-z_]{2,40}$/).optional().describe('complaint, concentration, kyc, restricted_list ...'), assignedTo: z.string().trim().min(1).max(254).optional().describe('Name, e-mail address or id of a person; "me"'),
    due: z.enum(['overdue', 'next_7D', 'next_30D']).optional().describe('Open flags by the day they are due'),
  }),
  async run({ client, portfolio, assignedTo, due, ...query }, { db, clock }) {
    const dueBy = due === undefined ? undefined : addDays(clock.today(), DUE_WITHIN_DAYS[due]);
    const { label, clientId, portfolioId } = await loadSubject(db, { client, portfolio });
    const assignedToId = assignedTo === undefined ? undefined : assignedTo.toLowerCase() === 'me' ? db.principal.userId : await resolveUser(db, assignedTo);
    const found = await loadFlags(db, { ...query, dueBy, clientId, portfolioId, assignedToId }, clock.today());
    return answer({ title: `Regulatory flags of ${label}`, asOf: clock.today(), facts: spanFacts(query.period, clock.today()), figures: [countFigure('count', 'Flags', found.total, clock.today())], tables: [recordsTable('flags', 'Regulatory flags', found, FLAG_COLUMNS)] });
  },
});
