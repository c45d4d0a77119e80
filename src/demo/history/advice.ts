import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import { addDays } from '../../shared/calendar.ts';
import { at, type DemoContext } from '../context.ts';
import { advisorOf, lastDayOf, type Firm } from '../firm.ts';
import { planAdvice, type AdvicePlan } from './advice-plans.ts';
import { addReview } from './advice-review.ts';
import { sha256, type AuditHistory } from './audit-history.ts';
import { addConversation, type PastToolCall } from './chat.ts';
import type { ModelFact, Models } from './model-versions.ts';

export interface AdviceFact {
  readonly id: string;
  readonly number: number;
  readonly plan: AdvicePlan;
  readonly title: string;
  readonly createdAt: Date;
  readonly releasedAt: Date | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: { readonly userId: string; readonly role: 'client' | 'advisor' } | null;
}

/** All recommendations of the past, in the order in which they were made, with the talk they came from, their checks, review and decisions. */
export function addAdvice(context: DemoContext, firm: Firm, models: Models, audit: AuditHistory): AdviceFact[] {
  const facts: AdviceFact[] = [];
  for (const plan of planAdvice(firm, context.random('advice'))) {
    const fact = factOf(context, firm, plan, facts.length + 1);
    addRecommendation(context, firm, fact, models, audit);
    addReview(context, firm, fact, audit);
    facts.push(fact);
  }
  return facts;
}

const RELEASED = ['released', 'accepted', 'declined', 'expired', 'executed', 'measured'];

function factOf({ newId }: DemoContext, firm: Firm, plan: AdvicePlan, number: number): AdviceFact {
  const created = firm.market.calendar.day(plan.day);
  const released = RELEASED.includes(plan.status);
  const decided = ['declined', 'executed', 'measured'].includes(plan.status);
  const byAdvisor = plan.isOverride || plan.client.cast.kind === 'trust';
  const verb = { rebalance: 'Rebalance', reduce_concentration: 'Reduce the largest position of', harvest_losses: 'Harvest losses in', deploy_cash: 'Invest idle cash of' }[plan.strategy as 'rebalance'] ?? 'Review'; // the four that the plans use
  return {
    id: newId(), number, plan, title: `${verb} ${plan.history.plan.portfolio.name}`, createdAt: at(created, '10:00'),
    releasedAt: released ? at(addDays(created, 1), '09:30') : null, decidedAt: decided ? at(addDays(created, 2), '14:10') : null,
    decidedBy: decided ? { userId: byAdvisor ? advisorOf(firm, plan.client).userId : plan.client.userId, role: byAdvisor ? 'advisor' : 'client' } : null,
  };
}

function addRecommendation(context: DemoContext, firm: Firm, fact: AdviceFact, models: Models, audit: AuditHistory): void {
  const { plan } = fact;
  const { history, client, state } = plan;
  const advisor = advisorOf(firm, client);
  const model = modelOn(firm, models, plan.day);
  const dataAsOf = firm.market.calendar.day(plan.day);
  const inputs = inputsOf(plan, dataAsOf);
  const summary = summaryOf(plan);
  const talk = addConversation(context, audit, {
    userId: advisor.userId, role: 'advisor', clientId: client.clientId, title: fact.title, startedAt: new Date(fact.createdAt.getTime() - 3_000), modelVersionId: model.id, modelLabel: model.label,
    turns: [{ question: `What do you suggest for ${history.plan.portfolio.name} of ${client.cast.fullName}?`, answer: `Recommendation ${fact.number}: ${summary}`, tools: toolsOf(plan, fact, inputs), recommendationId: fact.id }],
  });
  const top = state.positions[0];
  context.writer.add(AiRecommendation, {
    id: fact.id, number: fact.number, client: client.clientId, portfolio: history.plan.id, strategy: plan.strategy, title: fact.title, summary, rationale: rationaleOf(plan),
    reasons: [
      { key: 'largestPosition', label: `Weight of ${top?.ticker ?? 'the largest position'}`, value: top?.weightFraction ?? 0, unit: 'fraction', asOf: dataAsOf, method: 'Market value over portfolio value' },
      { key: 'cash', label: 'Cash', value: state.cashFraction, unit: 'fraction', asOf: dataAsOf, method: 'Cash over portfolio value' },
    ],
    trades: plan.trades, tradesHash: sha256(plan.trades), before: { valueBase: state.valueBase.toFixed(2), cashFraction: state.cashFraction, largestWeightFraction: top?.weightFraction ?? 0 }, after: afterOf(plan),
    alternatives: [{ strategy: 'do_nothing', reason: 'The distance from the mandate would remain.' }],
    warnings: plan.status === 'blocked' ? [{ text: blockReason(plan) }] : [], constraints: { objective: plan.strategy, maxTurnoverFraction: 0.2 },
    confidence: plan.confidence, confidenceParts: { freshness: 0.98, coverage: 1, signal: plan.confidence, estimationError: Number((1 - plan.confidence).toFixed(3)) }, modelVersion: model.id,
    conversationId: talk.conversationId, messageId: talk.answerIds[0] ?? null, inputs, inputHash: sha256(inputs), dataAsOf, provenance: { tools: toolsOf(plan, fact, inputs).map(({ toolName }) => toolName), model: model.label },
    createdBy: advisor.userId, createdAt: fact.createdAt, status: plan.status, statusReason: statusReasonOf(plan), ...timesOf(firm, fact, advisor.userId), isOverride: plan.isOverride,
    decisionReason: plan.declineReason ?? (fact.decidedAt ? 'Agreed as proposed.' : null), validUntil: new Date(fact.createdAt.getTime() + 30 * 86_400_000), outcome: outcomeOf(firm, plan),
    outcomeMeasuredAt: plan.status === 'measured' ? at(addDays(context.today, -3)) : null,
  });
}

function modelOn(firm: Firm, { retired, active }: Models, day: number): ModelFact {
  return firm.market.calendar.day(day) >= addDays(firm.market.calendar.today, -active.releasedDaysAgo) ? active : retired;
}

function timesOf(firm: Firm, { plan, createdAt, releasedAt, decidedAt, decidedBy }: AdviceFact, advisorUserId: string) {
  const executedAt = plan.carriedOutDay === null ? null : at(firm.market.calendar.day(plan.carriedOutDay), '16:30');
  const expiredAt = plan.status === 'expired' ? new Date(createdAt.getTime() + 30 * 86_400_000) : null;
  return {
    releasedAt, releasedBy: releasedAt ? advisorUserId : null, decidedAt, decidedBy: decidedBy?.userId ?? null, executedAt,
    statusChangedAt: executedAt ?? expiredAt ?? decidedAt ?? releasedAt ?? new Date(createdAt.getTime() + 2_000),
  };
}

function inputsOf({ state, history, strategy }: AdvicePlan, asOf: string): Record<string, unknown> {
  return {
    asOf, strategy, portfolioId: history.plan.id, baseCurrency: history.plan.baseCurrency, valueBase: state.valueBase.toFixed(2), cashFraction: Number(state.cashFraction.toFixed(6)), lotMethod: 'as set on the portfolio',
    positions: state.positions.map(({ ticker, units, valueBase }) => ({ ticker, units, valueBase: valueBase.toFixed(2) })),
  };
}

function toolsOf({ history, state, strategy, trades }: AdvicePlan, fact: AdviceFact, inputs: Record<string, unknown>): PastToolCall[] {
  const portfolio = history.plan.portfolio.name;
  return [
    { toolName: 'list_holdings', arguments: { portfolio }, result: { positions: inputs['positions'] } },
    { toolName: 'get_drift', arguments: { portfolio }, result: { cashFraction: state.cashFraction } },
    { toolName: strategy === 'harvest_losses' ? 'find_tax_losses' : 'get_concentration', arguments: { portfolio }, result: { largest: state.positions.slice(0, 3).map(({ ticker, weightFraction }) => ({ ticker, weightFraction })) } },
    { toolName: 'propose_recommendation', effect: 'draft', arguments: { portfolio, objective: strategy }, result: { number: fact.number, trades } },
    { toolName: 'run_compliance_check', effect: 'draft', arguments: { portfolio }, result: { passed: fact.plan.status !== 'blocked' } },
  ];
}

function summaryOf({ trades, history }: AdvicePlan): string {
  const parts = trades.map(({ side, quantity, ticker, amountBase }) => `${side} ${quantity} ${ticker} for about ${amountBase} ${history.plan.baseCurrency}`);
  return parts.length > 0 ? `In ${history.plan.portfolio.name}: ${parts.join('; ')}.`.slice(0, 990) : `Leave ${history.plan.portfolio.name} as it is.`;
}

function rationaleOf({ strategy, state }: AdvicePlan): string {
  const top = state.positions[0];
  const weight = ((top?.weightFraction ?? 0) * 100).toFixed(1);
  switch (strategy) {
    case 'harvest_losses': return `The position stands at a loss that can be set against realised gains of this tax year. The largest position is ${top?.ticker} with ${weight} % of the value.`;
    case 'reduce_concentration': return `A single name carries much of the risk: ${top?.ticker} alone is ${weight} % of the value. Selling part of it lowers what one company can do to the portfolio.`;
    case 'deploy_cash': return `Cash is ${(state.cashFraction * 100).toFixed(1)} % of the value, above the target of the mandate, and earns less than the core holdings are expected to.`;
    default: return `The weights have moved away from the targets of the mandate; the largest position is ${top?.ticker} with ${weight} % of the value. The trades bring it back within the tolerance.`;
  }
}

function afterOf({ trades, state }: AdvicePlan): Record<string, unknown> {
  const moved = trades.reduce((sum, { side, amountBase }) => sum + (side === 'sell' ? Number(amountBase) : -Number(amountBase)), 0);
  return { cashFraction: Number((state.cashFraction + moved / state.valueBase).toFixed(6)), turnoverFraction: Number((trades.reduce((sum, { amountBase }) => sum + Number(amountBase), 0) / 2 / state.valueBase).toFixed(6)) };
}

function blockReason({ client }: AdvicePlan): string {
  return client.cast.stories.includes('restricted') ? 'A security on the restricted list is held: no trade in it may be proposed.' : 'The identity verification has expired.';
}

function statusReasonOf(plan: AdvicePlan): string | null {
  switch (plan.status) {
    case 'blocked': return blockReason(plan);
    case 'in_review': return 'Waits for the advisor.';
    case 'expired': return 'Nobody decided in time.';
    case 'declined': return plan.isOverride ? 'Overridden by the advisor.' : 'Declined by the client.';
    default: return null;
  }
}

/** What became of it: the sold and bought names since, against doing nothing. Only for advice that is old enough. */
function outcomeOf(firm: Firm, { status, carriedOutDay, trades }: AdvicePlan): Record<string, unknown> | null {
  if (status !== 'measured' || carriedOutDay === null) return null;
  const end = Math.min(carriedOutDay + 63, lastDayOf(firm));
  const gain = trades.reduce((sum, { side, ticker, amountBase }) => {
    const change = firm.market.close(ticker, end) / firm.market.close(ticker, carriedOutDay) - 1;
    return sum + (side === 'buy' ? 1 : -1) * Number(amountBase) * change;
  }, 0);
  return { afterDays: 90, gainAgainstDoingNothingBase: gain.toFixed(2), cameTrue: gain > 0, method: 'Price change of the traded names, without income and cost' };
}
