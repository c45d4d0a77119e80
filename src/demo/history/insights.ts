import { addDays } from '../../shared/calendar.ts';
import { AiInsight, type INSIGHT_KINDS } from '../../entities/analytics/ai-insight.entity.ts';
import { at, type DemoContext } from '../context.ts';
import { advisorOf, historiesOf, lastDayOf, type Firm } from '../firm.ts';
import type { ClientPerson } from '../people/seed-people.ts';
import type { PortfolioHistory } from '../portfolios/simulate-portfolio.ts';
import { exposureWeights } from '../portfolios/rebalance.ts';
import { STRATEGIES } from '../portfolios/strategies.ts';
import { sha256 } from './audit-history.ts';
import type { Models } from './model-versions.ts';
import { stateOn } from './past-positions.ts';

interface Finding {
  readonly kind: (typeof INSIGHT_KINDS)[number];
  readonly severity: 'info' | 'low' | 'medium' | 'high' | 'critical';
  readonly title: string;
  readonly detail: string;
  readonly value: number;
  readonly daysAgo: number;
  readonly ticker?: string;
}

/** What the engine noticed: each finding is read off the positions of the day on which it was made. */
export function addInsights(context: DemoContext, firm: Firm, models: Models): void {
  for (const client of firm.people.clients) {
    for (const history of historiesOf(firm, client)) for (const finding of findingsOf(firm, client, history)) addInsight(context, firm, models, client, history, finding);
  }
}

function findingsOf(firm: Firm, client: ClientPerson, history: PortfolioHistory): Finding[] {
  const { name } = history.plan.portfolio;
  const tickers = new Map([...firm.ids.securities].map(([ticker, id]) => [id, ticker]));
  const state = stateOn(history, firm.market, tickers, lastDayOf(firm));
  const findings: Finding[] = [];
  const top = state.positions.find(({ ticker }) => ['equity', 'crypto'].includes(firm.market.path(ticker).listing.assetClass));
  if (top && top.weightFraction > 0.1) {
    const severity = top.weightFraction > 0.25 ? 'critical' as const : top.weightFraction > 0.15 ? 'high' as const : 'medium' as const;
    findings.push({ kind: 'concentration', severity, title: `${top.ticker} is ${percent(top.weightFraction)} of ${name}`, detail: 'A single name carries much of the risk of this portfolio.', value: top.weightFraction, daysAgo: 2, ticker: top.ticker });
  }
  if (state.cashFraction > 0.08) findings.push({ kind: 'idle_cash', severity: 'low', title: `${percent(state.cashFraction)} of ${name} is cash`, detail: 'More cash than the target of the mandate.', value: state.cashFraction, daysAgo: 9 });
  const equity = exposureWeights(history.ledger, firm.market, lastDayOf(firm)).get('equity') ?? 0;
  const target = client.cast.stories.includes('under_target') && history.plan.index === 0 ? 0.78 : STRATEGIES[history.plan.portfolio.strategy].equity ?? 0;
  if (Math.abs(equity - target) > 0.05) findings.push({ kind: 'drift', severity: Math.abs(equity - target) > 0.12 ? 'high' : 'medium', title: `Shares in ${name} are ${percent(equity - target)} off target`, detail: 'The class stands outside its tolerance.', value: equity - target, daysAgo: 4 });
  if (history.plan.index === 0 && client.cast.stories.includes('risk_breach')) findings.push({ kind: 'risk_spike', severity: 'critical', title: `${name} moves more than its mandate allows`, detail: 'Volatility is above the limit of the mandate.', value: 1, daysAgo: 1 });
  if (history.plan.index === 0 && client.cast.stories.includes('sour')) findings.push({ kind: 'churn_risk', severity: 'high', title: `${client.cast.fullName} may leave`, detail: 'Sentiment has fallen for half a year and a complaint is open.', value: 1, daysAgo: 6 });
  if (history.plan.index === 0 && client.cast.stories.includes('far_goal')) findings.push({ kind: 'goal_slippage', severity: 'medium', title: 'The goal is far off', detail: 'What is saved is a small part of the target.', value: 1, daysAgo: 12 });
  findings.push({ kind: 'fee_drag', severity: 'info', title: `Fees of ${name}`, detail: `The advisory fee is ${history.plan.feeBps} basis points a year.`, value: history.plan.feeBps / 10_000, daysAgo: 45 });
  return findings;
}

const percent = (fraction: number) => `${(fraction * 100).toFixed(1)} %`;

function addInsight({ writer, newId, today }: DemoContext, firm: Firm, models: Models, client: ClientPerson, history: PortfolioHistory, finding: Finding): void {
  const detectedAt = at(addDays(today, -finding.daysAgo), '05:30');
  const handled = finding.daysAgo > 30;
  const asOf = firm.market.calendar.day(firm.market.calendar.onOrBefore(addDays(today, -finding.daysAgo)));
  writer.add(AiInsight, {
    id: newId(), client: client.clientId, portfolio: history.plan.id, security: finding.ticker ? firm.ids.securities.get(finding.ticker) ?? null : null, kind: finding.kind, severity: finding.severity,
    title: finding.title, detail: finding.detail, figures: [{ name: finding.kind, value: finding.value, unit: 'fraction', asOf, method: 'Market values and targets of the day' }], confidence: 0.8, modelVersion: models.active.id,
    inputHash: sha256({ portfolio: history.plan.id, finding }), dataAsOf: asOf, detectedAt, status: handled ? 'resolved' : 'open', statusReason: handled ? 'Explained to the client.' : null,
    handledBy: handled ? advisorOf(firm, client).userId : null, handledAt: handled ? at(addDays(today, -finding.daysAgo + 3)) : null, sharedAt: handled || finding.severity === 'info' ? at(addDays(today, -finding.daysAgo + 3)) : null,
  });
}
