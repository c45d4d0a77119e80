import { signLedger } from '../audit/sign-ledger.ts';
import { sequenceEntries } from '../audit/ledger.ts';
import type { Job } from './job.ts';

export const signLedgerJob: Job = {
  name: 'sign_ledger', description: 'Signs the size and root of the audit ledger into a checkpoint outside the database', cron: '7 * * * *',
  async run({ fork, clock, checkpoints }) {
    await sequenceEntries(fork(), clock);
    const signed = await signLedger(fork(), checkpoints);
    return signed ? `${signed.size} entries signed, root ${signed.root.toString('hex')}.` : 'The ledger is empty: nothing to sign.';
  },
};
