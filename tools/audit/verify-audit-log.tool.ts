import { z } from 'zod';
import { checkLedger } from '../../src/data/audit-log/check-ledger.ts';
import { provePlacedEntry, type PlacedEntry } from '../../src/data/audit-log/prove-placed-entry.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { period } from '../shared-inputs.ts';
import { fact } from '../portfolio/figures.ts';
import { countFigure, recordsTable, spanFacts } from '../service/records-table.ts';

export const verifyAuditLog = defineTool({
  name: 'verify_audit_log', effect: 'read', version: 2, roles: ['auditor'],
  purpose: 'Checks that the audit log of a period was not altered: hashes recomputed, gaps, head hash of the ledger, when it was last signed; with an entry also the proof that it is in the ledger.',
  input: z.strictObject({ period, entry: z.string().trim().min(1).max(60).optional().describe('Place or id of one entry to be proved') }),
  async run({ period: span, entry }, { db, clock }) {
    const found = await checkLedger(db, span, clock.today());
    const proved = entry === undefined ? undefined : await provePlacedEntry(db, entry);
    const today = clock.today();
    return answer({
      title: 'Integrity of the audit log', asOf: today,
      facts: [
        fact('intact', 'Intact', found.isIntact), ...(proved ? entryFacts(proved) : []), ...spanFacts(span, today), fact('lastEntryHash', 'Hash of the last entry checked', found.lastEntryHash), fact('headHash', 'Head hash of the ledger', found.headHash),
        fact('placedUpTo', 'Newest entry with a place', found.lastPlaced ? `number ${found.lastPlaced.place} of ${found.lastPlaced.at ?? 'an unknown moment'}` : null), fact('signedAt', 'Signing of the ledger last ran', found.signedAt, 'date'),
      ],
      figures: [
        countFigure('entriesChecked', 'Entries checked', found.entriesChecked, today, 'entries of the period hashed again (RFC 6962 leaf hash)'), countFigure('ledgerSize', 'Entries in the ledger', found.size, today, 'entries with a place'),
        countFigure('gapCount', 'Gaps and altered entries', found.gaps.total, today, 'places missing or entries whose content does not have its hash'),
      ],
      tables: [
        recordsTable('gaps', 'Gaps and altered entries', found.gaps, [['place', 'Place', 'count'], ['problem', 'Problem'], ['entry', 'Entry', 'id'], ['at', 'When', 'date']]),
        ...(proved?.path ? [recordsTable('path', 'Audit path of the entry', { rows: proved.path.map((hash, index) => ({ step: index + 1, hash })), total: proved.path.length }, [['step', 'Step', 'count'], ['hash', 'Hash']], 'RFC 6962, from the sibling of the entry up to the head')] : []),
      ],
      caveats: [
        ...(proved && proved.place === null ? ['This entry waits for its place in the ledger, so there is no path from it to the head yet.'] : []), ...(proved && proved.place !== null && !proved.path ? ['The ledger is too long to be hashed here: "npm run audit -- prove" prints the proof.'] : []),
        ...(found.waiting > 0 ? [`${found.waiting} entries wait for their place in the ledger: their content was checked, their order is not fixed yet.`] : []),
        'This checks the log against itself; the offline verification compares the head hash with the signed checkpoints kept outside the database.',
      ],
    });
  },
});

function entryFacts({ id, at, event, leafHash, isAsWritten, place }: PlacedEntry) {
  return [
    fact('entry', 'Entry', id, 'id'), fact('entryEvent', 'Event of the entry', event), fact('entryAt', 'Written', at, 'date'), fact('entryPlace', 'Place of the entry', place === null ? 'none yet' : `number ${place}`),
    fact('entryHash', 'Hash of the entry', leafHash), fact('entryAsWritten', 'Entry as written', isAsWritten),
  ];
}
