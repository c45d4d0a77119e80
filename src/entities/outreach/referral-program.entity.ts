import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { controlled, currency, day, id, money, oneOf, text, version } from '../columns.ts';
import { clientOwned, describeTable } from '../table.ts';

export const REFERRAL_STATUSES = ['offered', 'invited', 'signed_up', 'completed', 'rewarded', 'expired'] as const;

const ReferralProgramSchema = defineEntity({
  name: 'ReferralProgram',
  tableName: 'ReferralPrograms',
  comment: 'One referral by a client with the terms that hold for it.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    programName: text(120).comment('Name of the program'),
    terms: text(1000).comment('Terms in words: what is earned and when'),
    rewardAmount: money().comment('Reward for a completed referral, in the currency of the row'),
    currency: currency().comment('Currency of the reward, ISO 4217'),
    referrer: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Client who refers'),
    refereeName: text(160).nullable().comment('Person referred; empty while only the terms are offered'),
    status: controlled(REFERRAL_STATUSES).comment('offered, invited, signed_up, completed, rewarded or expired'),
    invitedOn: day().nullable().comment('Day of the invitation'),
    signedUpOn: day().nullable().comment('Day on which the person signed up'),
    completedOn: day().nullable().comment('Day on which the reward was earned'),
    version: version().comment('Optimistic lock'),
  },
  checks: [
    oneOf('ReferralPrograms', 'status', REFERRAL_STATUSES),
  ],
  indexes: [
    { name: 'referral_programs_referrer', properties: ['referrer', 'status'] },
  ],
});

export class ReferralProgram extends ReferralProgramSchema.class {}
ReferralProgramSchema.setClass(ReferralProgram);

export const referralPrograms = describeTable(ReferralProgram, ReferralProgramSchema, {
  access: clientOwned('referrer'),
  personal: ['refereeName'],
});
