import { z } from 'zod';
import { checkLedger } from '../../src/data/audit-log/check-ledger.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { period } from '../shared-inputs.ts';
import { fact } from '../portfolio/figures.ts';
import { countFigure, recordsTable } from '../service/records-table.ts';

export const verifyAuditLog = defineTool({
  name: 'verify_audit_log', effect: 'read', version: 1, roles: ['auditor'],
  purpose: 'Checks that the audit log of a period was not altered: hashes recomputed, gaps, head hash of the ledger.',
  input: z.strictObject({ period }),
  async run({ period: span }, { db, clock }) {
    const found = await checkLedger(db, span, clock.today());
    const today = clock.today();
    return answer({
      title: 'Integrity of the audit log', asOf: today, facts: [fact('intact', 'Intact', found.isIntact), fact('lastEntryHash', 'Hash of the last entry checked', found.lastEntryHash), fact('headHash', 'Head hash of the ledger', found.headHash)],
      figures: [
        countFigure('entriesChecked', 'Entries checked', found.entriesChecked, today, 'entries of the period hashed again (RFC 6962 leaf hash)'), countFigure('ledgerSize', 'Entries in the ledger', found.size, today, 'entries with a place'),
        countFigure('gapCount', 'Gaps and altered entries', found.gaps.total, today, 'places missing or entries whose content does not have its hash'),
      ],
      tables: [recordsTable('gaps', 'Gaps and altered entries', found.gaps, [['place', 'Place', 'count'], ['problem', 'Problem'], ['entry', 'Entry', 'id'], ['at', 'When', 'date']])],
      caveats: [
        ...(found.waiting > 0 ? [`${found.waiting} entries wait for their place in the ledger: their content was checked, their order is not fixed yet.`] : []),
        'This checks the log against itself; the offline verification compares the head hash with the signed checkpoints kept outside the database.',
      ],
    });
  },
});
