import { addDays } from '../../shared/calendar.ts';
import { ClientSentiment } from '../../entities/behavior/client-sentiment.entity.ts';
import { ClientSurvey } from '../../entities/behavior/client-survey.entity.ts';
import { MarketingInteraction } from '../../entities/outreach/marketing-interaction.entity.ts';
import { ReferralProgram } from '../../entities/outreach/referral-program.entity.ts';
import { PortfolioTag } from '../../entities/tagging/portfolio-tag.entity.ts';
import { TagAssignment } from '../../entities/tagging/tag-assignment.entity.ts';
import { Tag } from '../../entities/tagging/tag.entity.ts';
import { at, type DemoContext } from '../context.ts';
import { advisorOf, historiesOf, type Firm } from '../firm.ts';
import { RISK_SCORES, type ClientPerson } from '../people/seed-people.ts';
import type { AuditHistory } from './audit-history.ts';

/** Surveys, sentiment, marketing, referrals and tags. */
export function addOutreach(context: DemoContext, firm: Firm, audit: AuditHistory): void {
  for (const [index, client] of firm.people.clients.entries()) {
    addSurveys(context, firm, client, audit);
    addSentiment(context, client);
    addMarketing(context, client, index);
    addReferrals(context, client, index);
  }
  addTags(context, firm);
}

const BEFORE = { conservative: 'moderate', moderate: 'conservative', balanced: 'moderate', growth: 'balanced', aggressive: 'growth' } as const;

/** The risk questionnaire sets the profile; where the newest one changed it, the change is in the audit trail. */
function addSurveys({ writer, newId, today, random }: DemoContext, firm: Firm, client: ClientPerson, audit: AuditHistory): void {
  const draw = random(`surveys ${client.cast.key}`);
  const changed = client.cast.stories.includes('risk_changed');
  const before = changed ? BEFORE[client.cast.risk] : client.cast.risk;
  const risk = (setsRiskProfile: keyof typeof RISK_SCORES, score: number, daysAgo: number) => writer.add(ClientSurvey, {
    id: newId(), client: client.clientId, kind: 'risk_questionnaire', questionnaireVersion: 'risk-3', score, maxScore: 100, setsRiskProfile, completedOn: addDays(today, -daysAgo), recordedAt: at(addDays(today, -daysAgo), '16:00'),
    answers: { horizon: draw.integer(1, 5), reaction_to_loss: draw.integer(1, 5), knowledge: draw.integer(1, 5), income_stability: draw.integer(1, 5) },
  });
  const daysAgo = changed ? draw.integer(25, 110) : draw.integer(130, 320);
  risk(before, RISK_SCORES[before], daysAgo + 500);
  risk(client.cast.risk, client.riskScore, daysAgo);
  if (changed) {
    audit.change({
      occurredAt: at(addDays(today, -daysAgo), '16:05'), actorId: advisorOf(firm, client).userId, actorRole: 'advisor', tableName: 'Clients', rowKey: client.clientId, clientId: client.clientId, operation: 'update',
      changes: [{ field: 'riskProfile', before, after: client.cast.risk }, { field: 'riskScore', before: RISK_SCORES[before], after: client.riskScore }], reason: 'New risk questionnaire',
    }, 'client.risk_profile_changed');
  }
  const sour = client.cast.stories.includes('sour');
  for (const [kind, ago, maxScore] of [['satisfaction', 70, 5], ['nps', 160, 10]] as const) {
    const score = sour ? Math.ceil(maxScore * 0.3) : draw.integer(Math.ceil(maxScore * 0.7), maxScore);
    writer.add(ClientSurvey, { id: newId(), client: client.clientId, kind, questionnaireVersion: `${kind}-2`, answers: { overall: score }, score, maxScore, setsRiskProfile: null, completedOn: addDays(today, -ago), recordedAt: at(addDays(today, -ago), '12:00') });
  }
}

function addSentiment({ writer, newId, today, random }: DemoContext, client: ClientPerson): void {
  const draw = random(`sentiment ${client.cast.key}`);
  const sour = client.cast.stories.includes('sour');
  for (let daysAgo = 186; daysAgo > 0; daysAgo -= 14) {
    const drift = sour ? 0.45 - (186 - daysAgo) * 0.006 : 0.3;
    const score = Number(Math.max(-1, Math.min(1, drift + draw.normal() * 0.12)).toFixed(3));
    writer.add(ClientSentiment, {
      id: newId(), client: client.clientId, measuredOn: addDays(today, -daysAgo), score, label: score > 0.15 ? 'positive' : score < -0.15 ? 'negative' : 'neutral', source: draw.pick(['chat', 'email', 'call'] as const),
      excerpt: score < -0.15 ? 'I am tired of waiting for an answer.' : null, method: 'word list 1', recordedAt: at(addDays(today, -daysAgo), '23:00'),
    });
  }
}

const CAMPAIGNS = [['Year-end tax check', 16], ['Sustainable investing', 95], ['Retirement webinar', 210]] as const;

function addMarketing({ writer, newId, today, random }: DemoContext, client: ClientPerson, index: number): void {
  const draw = random(`marketing ${client.cast.key}`);
  for (const [campaign, daysAgo] of CAMPAIGNS) {
    const responds = client.cast.stories.includes('campaign') || draw.chance(0.2);
    const opens = responds || draw.chance(0.5);
    const sentAt = at(addDays(today, -daysAgo), '08:00');
    writer.add(MarketingInteraction, {
      id: newId(), client: client.clientId, campaign, channel: index % 6 === 5 ? 'post' : 'email', sentAt, openedAt: opens ? at(addDays(today, -(daysAgo - 1)), '20:00') : null,
      respondedAt: responds ? at(addDays(today, -(daysAgo - 2)), '09:00') : null, response: responds ? draw.pick(['Please call me.', 'I would like to take part.', 'Send me the details.']) : null, status: responds ? 'responded' : opens ? 'opened' : 'sent',
    });
  }
}

const TERMS = 'When a person you refer opens a portfolio of at least 100,000 and keeps it for six months, you are credited the reward on your next invoice.';

function addReferrals({ writer, newId, today, random }: DemoContext, client: ClientPerson, index: number): void {
  const draw = random(`referrals ${client.cast.key}`);
  const base = { programName: 'Refer a friend', terms: TERMS, rewardAmount: client.cast.currency === 'JPY' ? '60000' : '400', currency: client.cast.currency, referrer: client.clientId };
  writer.add(ReferralProgram, { id: newId(), ...base, refereeName: null, status: 'offered', invitedOn: null, signedUpOn: null, completedOn: null });
  if (index % 3 !== 0) return;
  const invitedOn = addDays(today, -draw.integer(40, 340));
  const completed = index % 2 === 0;
  writer.add(ReferralProgram, {
    id: newId(), ...base, refereeName: draw.pick(['Paul Novak', 'Carla Mendes', 'Henrik Lund', 'Aisha Karim', 'Tom Becker']), status: completed ? 'completed' : 'invited', invitedOn,
    signedUpOn: completed ? addDays(invitedOn, 9) : null, completedOn: completed ? addDays(invitedOn, 30) : null,
  });
}

const TAGS = [
  ['VIP', '#b8860b', 'Treated first'], ['Tax review', '#2e6f95', 'Tax situation to be looked at before the end of the year'], ['At risk', '#b3261e', 'Might leave'], ['ESG', '#2e7d32', 'Wants sustainable investments'],
  ['Next generation', '#6a4c93', 'Heirs to be involved'], ['Rebalance soon', '#e07a1f', 'Away from its target'], ['Entrepreneur', '#455a64', 'Owns a business'],
] as const;

function addTags({ writer, newId, today, random }: DemoContext, firm: Firm): void {
  const draw = random('tags');
  const ids = new Map(TAGS.map(([name, colour, description]) => {
    const id = newId();
    writer.add(Tag, { id, name, colour, description });
    return [name as string, id] as const;
  }));
  for (const client of firm.people.clients) {
    const { stories, wealthUsd } = client.cast;
    const advisor = advisorOf(firm, client).userId;
    const assignedAt = () => at(addDays(today, -draw.integer(10, 500)));
    const names = new Set<string>([
      ...(wealthUsd > 1_200_000 ? ['VIP'] : []), ...(stories.includes('sour') || stories.includes('not_contacted') ? ['At risk'] : []), ...(stories.includes('harvest') || stories.includes('wash_sale') ? ['Tax review'] : []),
      ...(stories.includes('esg') ? ['ESG'] : []), ...(draw.chance(0.3) ? ['Entrepreneur'] : []), ...(draw.chance(0.2) ? ['Next generation'] : []),
    ]);
    for (const name of names) writer.add(TagAssignment, { tag: ids.get(name)!, client: client.clientId, assignedBy: advisor, assignedAt: assignedAt() });
    for (const [index, { plan }] of historiesOf(firm, client).entries()) {
      const own = new Set<string>([
        ...(stories.includes('under_target') && index === 0 ? ['Rebalance soon'] : []), ...(plan.portfolio.name.includes('Sustainable') ? ['ESG'] : []), ...(names.has('Tax review') && index === 0 ? ['Tax review'] : []),
        ...(names.has('VIP') && index === 0 ? ['VIP'] : []), ...(draw.chance(0.15) ? ['Next generation'] : []),
      ]);
      for (const name of own) writer.add(PortfolioTag, { tag: ids.get(name)!, portfolio: plan.id, assignedBy: advisor, assignedAt: assignedAt() });
    }
  }
}
