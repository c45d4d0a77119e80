import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadComplianceChecks } from '../../src/data/compliance/load-checks.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { limit, period, whose } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable, spanFacts } from './records-table.ts';

export const listComplianceChecks = defineTool({
  name: 'list_compliance_checks', effect: 'read', version: 2, roles: ['advisor', 'auditor'],
  purpose: 'Results of compliance rules that were run, newest first; by result, rule, client, portfolio, period.',
  input: z.strictObject({ ...whose, period, result: z.enum(['passed', 'warning', 'failed', 'cannot_tell', 'not_passed']).optional(), rule: z.string().max(64).optional(), limit }),
  async run({ period: span, result, rule, limit: most, ...query }, { db, clock }) {
    const subject = await loadSubject(db, query);
    const found = await loadComplianceChecks(db, { clientId: subject.clientId, portfolioId: subject.portfolioId, period: span, result, rule, limit: most }, clock.today());
    return answer({
      title: `Compliance checks of ${subject.label}`, asOf: clock.today(), facts: spanFacts(span, clock.today()), figures: [countFigure('count', 'Checks', found.total, clock.today())],
      tables: [recordsTable('checks', 'Compliance checks', found, [
        ['id', 'Id', 'id'], ['client', 'Client', 'name', quoted], ['portfolio', 'Portfolio', 'name', quoted], ['rule', 'Rule'], ['result', 'Result'], ['message', 'Message', 'text', quoted], ['severity', 'Severity'],
        ['checkedOn', 'Checked', 'date'], ['trigger', 'Set off by'], ['overridden', 'Overridden', 'boolean'],
      ])],
    });
  },
});
