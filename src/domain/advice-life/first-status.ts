import type { Advice } from '../advice/advice-snapshot.ts';
import type { ChecksStanding } from './standing-checks.ts';

/** Firm policy on what may reach a client without a person's review. Fractions of the portfolio value. */
export interface ReleasePolicy {
  readonly version: string;
  readonly minimumConfidence: number;
  readonly maximumTurnoverFraction: number;
}

export const RELEASE_POLICY: ReleasePolicy = { version: 'release-1', minimumConfidence: 0.6, maximumTurnoverFraction: 0.25 };

export interface FirstStatus {
  readonly act: 'block' | 'send_to_review' | 'release';
  readonly reason: string;
}

/**
 * Where a recommendation goes right after its checks: blocked when a rule stops it, to the advisor when a rule warns or the policy wants a
 * person to look, otherwise to the client. Doing nothing needs no review beyond the rules.
 */
export function firstStatus(advice: Pick<Advice, 'trades' | 'confidence' | 'before'>, { blocking, warning }: ChecksStanding, policy: ReleasePolicy = RELEASE_POLICY): FirstStatus {
  if (blocking.length > 0) return { act: 'block', reason: `Stopped by ${namesOf(blocking)}.` };
  if (warning.length > 0) return { act: 'send_to_review', reason: `Waits for the advisor: ${namesOf(warning)} warned.` };
  if (advice.trades.length === 0) return { act: 'release', reason: 'No rule stands against it and nothing is traded.' };
  if (advice.confidence < policy.minimumConfidence) return { act: 'send_to_review', reason: `Waits for the advisor: the confidence is below ${percent(policy.minimumConfidence)}.` };
  const turnover = turnoverFraction(advice);
  if (turnover === null || turnover > policy.maximumTurnoverFraction) return { act: 'send_to_review', reason: `Waits for the advisor: more than ${percent(policy.maximumTurnoverFraction)} of the portfolio would be traded.` };
  return { act: 'release', reason: 'No rule stands against it.' };
}

/** The larger of bought and sold over the value before; `null` when there is no value. */
export function turnoverFraction({ trades, before }: Pick<Advice, 'trades' | 'before'>): number | null {
  const value = Number(before.valueBase);
  if (!(value > 0)) return null;
  const of = (side: 'buy' | 'sell') => trades.filter((trade) => trade.side === side).reduce((sum, { amountBase }) => sum + Number(amountBase), 0);
  return Math.max(of('buy'), of('sell')) / value;
}

function namesOf(rules: readonly string[]): string {
  return [...new Set(rules)].map((rule) => rule.replaceAll('_', ' ')).join(', ').slice(0, 300);
}

function percent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}
