import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadDocuments } from '../../src/data/documents/load-documents.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';
import { client } from '../shared-inputs.ts';
import { quoted, recordsTable } from './records-table.ts';
export const listDocuments = defineTool({
  name: 'list_documents', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Documents on file (investment policy statement, contract, KYC, tax \u2026): latest version, date and who changed it.',
  input: z.strictObject({ client, kind: z.string().max(60).optional(), which: z.literal('latest').optional() }),
  async run({ client: named, kind, which }, { db, clock }) {
    const { label, clientId } = await loadSubject(db, { client: named });
    const found = await loadDocuments(db, { clientId, kind, ...(which ? { limit: 1 } : {}) });
    const [first] = found.rows;
    const isOne = which !== undefined || found.total === 1 || kind !== undefined;
    return answer({
      title: `Documents of ${label}`, asOf: clock.today(),
      facts: isOne ? [quotedFact('documentTitle', 'Document', first?.title ?? null), fact('documentDate', 'Last changed', first?.changedOn ?? null, 'date'), fact('changedBy', 'Changed by', first?.changedBy ?? null, 'name')] : [],
      tables: [recordsTable('documents', 'Documents', found, [
        ['title', 'Document', 'text', quoted], ['kind', 'Kind'], ['client', 'Client', 'name', quoted], ['changedOn', 'Last changed', 'date'], ['changedBy', 'Changed by', 'name'], ['version', 'Version', 'count'],
        ['changeNote', 'What changed', 'text', quoted], ['id', 'Id', 'id'],
      ])],
    });
  },
});
