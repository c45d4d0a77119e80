import { z } from 'zod';
import { loadAdvisorsOf, loadClientPreferences, loadClientProfile } from '../../src/data/clients/load-profile.ts';
import { loadClientSubject } from '../../src/data/clients/load-subject.ts';
import { answer } from '../../src/shared/answer.ts';
import { decimal } from '../../src/shared/decimal.ts';
import { undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { fact, fractionFigure, moneyFigure, plainFigure, quotedFact } from '../portfolio/figures.ts';
import { client } from '../shared-inputs.ts';
import { quoted, recordsTable } from './records-table.ts';

const unstated = undefinedBecause('not on record');

export const getClientProfile = defineTool({
  name: 'get_client_profile', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Risk profile, objective, horizon, wealth, client since, advisor, and the client\u2019s own rules (exclusions, limits).',
  input: z.strictObject({ client }),
  async run(input, { db, clock }) {
    const today = clock.today();
    const subject = await loadClientSubject(db, input);
    const profile = await loadClientProfile(db, subject.clientId);
    const [advisor] = await loadAdvisorsOf(db, subject.clientId, today);
    const basis = { asOf: today, method: 'as stated by the client and on record', currency: profile.baseCurrency };
    const money = (text: string | null | undefined) => (text ? decimal(text) : unstated);
    return answer({
      title: `Profile of ${profile.fullName}`, asOf: today,
      facts: [
        fact('riskProfile', 'Risk profile', profile.riskProfile), fact('objective', 'Objective', profile.objective), fact('clientSince', 'Client since', profile.onboardedOn ?? null, 'date'),
        fact('advisorName', 'Advisor', advisor?.name ?? null, 'name'), fact('profileReviewedOn', 'Profile last reviewed', profile.profileReviewedOn ?? null, 'date'), fact('experience', 'Investment experience', profile.experience),
        fact('status', 'Relationship', profile.status), fact('segment', 'Segment', profile.segment.replaceAll('_', ' ')), fact('kind', 'Kind', profile.kind), fact('residence', 'Residence', profile.residence),
        fact('taxResidence', 'Tax residence', profile.taxResidence), fact('baseCurrency', 'Base currency', profile.baseCurrency), quotedFact('email', 'E-mail', profile.email ?? null), quotedFact('phone', 'Phone', profile.phone ?? null),
        quotedFact('address', 'Address', profile.address ?? null),
      ],
      figures: [
        plainFigure('riskScore', 'Score of the risk questionnaire', profile.riskScore ?? unstated, 'score', basis), plainFigure('horizonYears', 'Investment horizon', profile.horizonYears ?? unstated, 'years', basis),
        fractionFigure('lossCapacityFraction', 'Loss the client can bear', profile.lossCapacityFraction ?? unstated, basis), moneyFigure('annualIncome', 'Yearly income', money(profile.annualIncome), basis),
        moneyFigure('netWorth', 'Net worth', money(profile.netWorth), basis), moneyFigure('liquidNetWorth', 'Liquid net worth', money(profile.liquidNetWorth), basis),
      ],
      tables: [recordsTable('preferences', 'Rules in force', await loadClientPreferences(db, subject.clientId, today), [['kind', 'Rule'], ['ticker', 'Security'], ['value', 'Of', 'text', quoted], ['limit', 'Limit', 'number'], ['reason', 'Reason', 'text', quoted], ['since', 'Since', 'date']])],
    });
  },
});
