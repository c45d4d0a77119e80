import { z } from 'zod';
import { loadKycStates, screenKyc } from '../../src/data/clients/load-profile.ts';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact } from '../portfolio/figures.ts';
import { client, period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable, spanFacts } from './records-table.ts';

const METHOD = 'newest verification of each client; expired once its last day has passed';

export const getKyc = defineTool({
  name: 'get_kyc', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Identity verification of a client: status and expiry; for staff without a client, who expires in a period (next_90D) or has a status.',
  input: z.strictObject({ client, period, status: z.enum(['pending', 'verified', 'expired', 'rejected']).optional() }),
  async run(input, { db, clock }) {
    const today = clock.today();
    const subject = await loadSubject(db, input);
    if (subject.clientId === undefined) {
      const found = await screenKyc(db, input, today);
      return answer({
        title: `Identity verifications of ${subject.label}`, asOf: today, facts: spanFacts(input.period, today), figures: [countFigure('count', 'Clients', found.total, today)],
        tables: [recordsTable('clients', 'Clients', found, [['clientId', 'Id', 'id'], ['client', 'Client', 'name', quoted], ['status', 'Status'], ['expiresOn', 'Expires', 'date'], ['verifiedOn', 'Verified', 'date'], ['level', 'Level']], METHOD)],
      });
    }
    const [state] = await loadKycStates(db, subject.clientId, today);
    return answer({
      title: `Identity verification of ${subject.label}`, asOf: today, caveats: state ? [] : ['No verification is on record.'],
      facts: [fact('status', 'Status', state?.status ?? null), fact('expiryDate', 'Expires', state?.expiresOn ?? null, 'date'), fact('verifiedOn', 'Verified', state?.verifiedOn ?? null, 'date'), fact('level', 'Level', state?.level ?? null)],
    });
  },
});
