import type { EntityKind, Mention } from '../types.ts';
import { isQuestion, named, type Plan, type PlanBuilder, type Scene } from './scene.ts';

/** Topics whose tool answers for one at a time; those that compare or rank take several names themselves. */
const ONE_AT_A_TIME: ReadonlySet<string> = new Set([
  'portfolio_value', 'holdings_list', 'largest_holding', 'holding_detail', 'value_history', 'account_overview', 'performance_return', 'gain_loss', 'risk_metrics', 'benchmark_comparison', 'allocation_breakdown',
  'allocation_drift', 'performance_ranking', 'performance_drivers', 'concentration_check', 'rebalance_history', 'transaction_search', 'dividend_income', 'fees_costs', 'billing_subscription', 'tax_gains', 'tax_loss_harvest',
  'goal_progress', 'goal_projection', 'stress_test', 'fx_exposure', 'esg_profile', 'security_facts', 'security_rating', 'market_price', 'client_profile', 'client_sentiment', 'interaction_history', 'kyc_status',
  'advisor_relationship', 'document_lookup', 'referral', 'task_list', 'risk_alerts', 'compare_portfolios',
]);
/** The first kind of which several are named decides. */
const SEVERAL: readonly EntityKind[] = ['portfolio', 'client', 'goal', 'security'];
const MOST = 4;

/** "The risk of A compared with B", "prices of X, Y and Z": the same question about each; anything else is planned as it is. */
export function eachOfSeveral(scene: Scene, plan: PlanBuilder): Plan {
  const kind = ONE_AT_A_TIME.has(scene.ask.topic) ? SEVERAL.find((one) => named(scene, one).length > 1) : undefined;
  if (!kind || (scene.ask.topic === 'compare_portfolios' && kind === 'portfolio')) return plan(scene);
  const plans = named(scene, kind).slice(0, MOST).map(({ id }) => plan({ ...scene, ask: { ...scene.ask, mentions: scene.ask.mentions.filter((mention) => meansOnly(mention, kind, id)) } }));
  const question = plans.find(isQuestion);
  return question ?? plans.flatMap((one) => (isQuestion(one) ? [] : one));
}

/** Mentions of other kinds stay: a portfolio is asked about with its benchmark. */
function meansOnly({ candidates }: Mention, kind: EntityKind, id: string): boolean {
  const [first] = candidates;
  return first?.kind !== kind || first.id === id;
}
