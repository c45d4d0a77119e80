import { z } from 'zod';
import { loadFlag } from '../../src/data/compliance/load-flag.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';
import { quoted, recordsTable } from '../service/records-table.ts';

export const getFlag = defineTool({
  name: 'get_flag', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'One regulatory flag: what was found, who deals with it, until when, how it was closed, and the check that raised it.',
  input: z.strictObject({ flag: z.string().trim().min(1).max(36).describe('Id, from list_flags') }),
  async run({ flag: flagId }, { db, clock }) {
    const flag = await loadFlag(db, flagId);
    return answer({
      title: `Flag: ${flag.title}`, asOf: clock.today(),
      facts: [
        fact('status', 'Status', flag.status.replaceAll('_', ' ')), fact('severity', 'Severity', flag.severity), quotedFact('detail', 'What was found', flag.detail), quotedFact('client', 'Client', flag.client, 'name'), quotedFact('portfolio', 'Portfolio', flag.portfolio, 'name'),
        fact('kind', 'Kind', flag.kind.replaceAll('_', ' ')), fact('openedOn', 'Opened', flag.openedOn, 'date'), fact('dueOn', 'Due', flag.dueOn, 'date'), quotedFact('assignedTo', 'Assigned to', flag.assignedTo, 'name'),
        fact('closedOn', 'Closed', flag.closedOn, 'date'), quotedFact('closedBy', 'Closed by', flag.closedBy, 'name'), quotedFact('closeReason', 'Why it was closed', flag.closeReason), fact('id', 'Id', flag.id, 'id'),
      ],
      tables: [recordsTable('checks', 'The check that raised it', { rows: flag.checks, total: flag.checks.length }, [
        ['rule', 'Rule'], ['result', 'Result'], ['message', 'What was found', 'text', quoted], ['checkedOn', 'Checked', 'date'], ['id', 'Id', 'id'],
      ])],
    });
  },
});
