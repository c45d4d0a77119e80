import type { ScopedDb } from '../../access/scoped-db.ts';
import { MarketingInteraction } from '../../entities/outreach/marketing-interaction.entity.ts';
import { ReferralProgram } from '../../entities/outreach/referral-program.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { dayText, daysIn, instantsIn, listed, wanted } from '../records/listed.ts';

const SIGNED_UP = ['signed_up', 'completed', 'rewarded'];

export interface ReferralsQuery {
  readonly clientId?: string | undefined;
  readonly status?: 'completed' | 'pending' | 'expired' | undefined;
  readonly period?: string | undefined;
}

/** Terms of the program and the people referred. `completed` counts everyone who signed up. */
export async function loadReferrals(db: ScopedDb, { clientId, status, period }: ReferralsQuery, today: IsoDate) {
  const statuses = status === 'completed' ? SIGNED_UP : status === 'pending' ? ['invited'] : status === 'expired' ? ['expired'] : ['invited', 'expired', ...SIGNED_UP];
  const days = daysIn(period, today);
  const where = wanted<ReferralProgram>({ referrer: clientId, status: { $in: statuses }, ...(days ? (status === 'completed' ? { signedUpOn: days } : { invitedOn: days }) : {}) });
  const rows = await db.find(ReferralProgram, where, { populate: ['referrer'], orderBy: [{ invitedOn: 'desc' }, { id: 'asc' }] });
  const offer = await db.findOne(ReferralProgram, wanted<ReferralProgram>({ referrer: clientId }), { fields: ['terms', 'programName', 'rewardAmount', 'currency'], orderBy: [{ invitedOn: 'desc' }, { id: 'desc' }] });
  return {
    offer, total: rows.length,
    rows: rows.map((row) => ({ referee: row.refereeName ?? null, client: row.referrer.fullName, status: row.status.replaceAll('_', ' '), invitedOn: row.invitedOn ?? null, signedUpOn: row.signedUpOn ?? null, completedOn: row.completedOn ?? null })),
  };
}

/** Who responded to a campaign: the named one, the latest, or all in a period. */
export async function loadResponders(db: ScopedDb, { campaign, which, period, limit = 50 }: { readonly campaign?: string | undefined; readonly which?: 'latest' | undefined; readonly period?: string | undefined; readonly limit?: number | undefined }, today: IsoDate) {
  const latest = which === 'latest' && !campaign ? await db.findOne(MarketingInteraction, {}, { fields: ['campaign'], orderBy: [{ sentAt: 'desc' }, { id: 'desc' }] }) : undefined;
  const named = campaign ? { $like: `%${campaign.replaceAll(/[%_\\]/g, ' ').trim()}%` } : latest?.campaign;
  const where = wanted<MarketingInteraction>({ campaign: named, respondedAt: instantsIn(period, today) ?? { $ne: null } });
  const rows = await db.find(MarketingInteraction, where, { populate: ['client'], orderBy: [{ respondedAt: 'desc' }, { id: 'desc' }], limit });
  const list = await listed(rows, limit, () => db.count(MarketingInteraction, where), (row) => ({
    client: row.client.fullName, campaign: row.campaign, channel: row.channel, sentOn: dayText(row.sentAt), respondedOn: dayText(row.respondedAt), response: row.response ?? null,
  }));
  return { ...list, campaign: latest?.campaign ?? rows[0]?.campaign ?? null };
}
