import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadReferrals } from '../../src/data/outreach/load-outreach.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { decimal } from '../../src/shared/decimal.ts';
import { fact, moneyFigure } from '../portfolio/figures.ts';
import { client, period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable } from './records-table.ts';
export const getReferrals = defineTool({
  name: 'get_referrals', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Referral program: the reward\u2019s terms, people referred and who signed up (status completed).',
  input: z.strictObject({ client, status: z.enum(['completed', 'pending', 'expired']).optional(), period }),
  async run({ client: named, ...query }, { db, clock }) {
    const { label, clientId } = await loadSubject(db, { client: named });
    const found = await loadReferrals(db, { ...query, clientId }, clock.today());
    return answer({
      title: `Referrals of ${label}`, asOf: clock.today(), facts: [fact('terms', 'Terms', found.offer?.terms ?? null)],
      figures: [...(found.offer?.rewardAmount ? [moneyFigure('rewardAmount', 'Reward for a referral', decimal(found.offer.rewardAmount), { asOf: clock.today(), currency: found.offer.currency, method: 'as offered by the program' })] : []), countFigure('referralCount', query.status === 'completed' ? 'Referrals that signed up' : 'Referrals', found.total, clock.today(), query.status === 'completed' ? 'people who signed up, completed or rewarded' : 'people invited')],
      tables: [recordsTable('referrals', 'Referrals', found, [
        ['referee', 'Referred', 'name', quoted], ['client', 'By', 'name', quoted], ['status', 'Status'], ['invitedOn', 'Invited', 'date'], ['signedUpOn', 'Signed up', 'date'], ['completedOn', 'Completed', 'date'],
      ])],
    });
  },
});
