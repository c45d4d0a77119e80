import { z } from 'zod';
import { loadPendingConsents, titleOf } from '../../src/data/compliance/second-consent.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { countFigure, quoted, recordsTable } from '../service/records-table.ts';

export const listPendingConsents = defineTool({
  name: 'list_pending_consents', effect: 'read', version: 1, roles: ['advisor', 'admin'],
  purpose: 'Overrides of compliance results that wait for the consent of a second person, the longest waiting first.',
  input: z.strictObject({}),
  async run(_asked, { db, clock }) {
    const today = clock.today();
    const rows = (await loadPendingConsents(db)).map((row) => ({ ...row, rule: titleOf(row.rule), result: row.result.replaceAll('_', ' ') }));
    return answer({
      title: 'Overrides that wait for a second consent', asOf: today,
      figures: [countFigure('count', 'Overrides that wait', rows.length, today), countFigure('yours', 'For you to look at', rows.filter(({ isYours }) => isYours).length, today)],
      tables: [recordsTable('consents', 'Waiting for a second consent', { rows, total: rows.length }, [
        ['id', 'Id', 'id'], ['isYours', 'For you', 'boolean'], ['rule', 'Rule'], ['message', 'What was found', 'text', quoted], ['reason', 'Reason', 'text', quoted], ['client', 'Client', 'name', quoted], ['portfolio', 'Portfolio', 'name', quoted], ['overriddenBy', 'Overridden by', 'name', quoted],
        ['overriddenOn', 'When', 'date'], ['result', 'Result'], ['severity', 'Severity'], ['consentOf', 'Consent asked of'],
      ])],
    });
  },
});
