import { checkCompliance } from '../compliance/check-compliance.ts';
import type { AdviceBook } from './advice-book.ts';
import type { Filled } from './fill-wishes.ts';

/** Rules that judge the trades themselves. Those about the client's papers fail or pass whatever is traded, and block the recommendation later. */
const OF_TRADES: readonly string[] = ['suitability', 'client_preferences', 'restricted_list', 'mandate_limits', 'concentration', 'cash_floor', 'turnover_cost', 'wash_sale', 'tradable'];

/**
 * The first rule that the trades would fail, in its own words; undefined when they fail none. The engine keeps the limits that it knows by
 * itself; this is the firm's whole rule set, so that it does not advise what the firm would block. The check that counts is made again, and
 * recorded, when the advice is stored.
 */
export function brokenRule({ snapshot, assets }: AdviceBook, { trades, costBase }: Filled): string | undefined {
  const held = new Set(snapshot.state.positions.map(({ security }) => security.id));
  const securities = trades.flatMap(({ securityId }) => (held.has(securityId) ? [] : [assets.get(securityId)!.security]));
  const subject = { state: snapshot.state, trades, securities, bestInterest: { reasonCount: 1, alternativeCount: 1, estimatedCostBase: costBase.toFixed(), confidence: 1, conflictsDisclosed: true } };
  return checkCompliance(subject).find(({ ruleId, result }) => result === 'failed' && OF_TRADES.includes(ruleId))?.message;
}
