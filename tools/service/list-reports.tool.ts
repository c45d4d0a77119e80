import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadReports } from '../../src/data/documents/load-documents.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { period, whose } from '../shared-inputs.ts';
import { quoted, recordsTable } from './records-table.ts';
import { reportKind, storedReportKind } from './report-kinds.ts';
export const listReports = defineTool({
  name: 'list_reports', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Reports and statements asked for or produced, newest first.',
  input: z.strictObject({ ...whose, kind: reportKind.optional(), period }),
  async run({ kind, period: span, ...query }, { db, clock }) {
    const { label, clientId, portfolioId } = await loadSubject(db, query);
    const found = await loadReports(db, { clientId, portfolioId, kind: kind && storedReportKind(kind), period: span }, clock.today());
    return answer({
      title: `Reports of ${label}`, asOf: clock.today(),
      tables: [recordsTable('reports', 'Reports', found, [
        ['title', 'Report', 'text', quoted], ['kind', 'Kind'], ['client', 'Client', 'name', quoted], ['portfolio', 'Portfolio', 'name', quoted], ['period', 'Period'], ['status', 'Status'], ['requestedAt', 'Asked for', 'date'],
        ['generatedOn', 'Produced', 'date'], ['id', 'Id', 'id'],
      ])],
    });
  },
});
