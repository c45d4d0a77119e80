import { failed, passed, warning, type Finding, type Verdict } from '../rule.ts';
import type { SubjectView } from '../subject-view.ts';

export interface RestrictedListParameters {
  /** A sale may be let through by two persons, so that a holding can be given up; a purchase never. */
  readonly sellOverride: 'none' | 'two_persons';
}

/** No trade in a security on the restricted list of the firm. The reason of a restriction stays in the evidence: it may be inside information. */
export function judgeRestrictedList(view: SubjectView, { sellOverride }: RestrictedListParameters): Verdict {
  const findings: Finding[] = [];
  const traded = new Set<string>();
  for (const { side, securityId } of view.trades) {
    const security = view.securityOf(securityId);
    if (!security?.isRestricted) continue;
    traded.add(security.id);
    findings.push(failed(`${security.ticker} is on the restricted list of the firm: it may not be ${side === 'buy' ? 'bought' : 'sold'}.`, { override: side === 'buy' ? 'none' : sellOverride }));
  }
  const held = view.before.lines.filter(({ security, quantity }) => security.isRestricted && !quantity.isZero());
  for (const { security } of held) {
    if (!traded.has(security.id)) findings.push(warning(`${security.ticker} is held and on the restricted list of the firm: no trade in it may be made.`, { severity: 'high' }));
  }
  return {
    findings: [...findings, passed('Nothing on the restricted list is held or traded.')],
    evidence: { held: held.map(({ security }) => ({ ticker: security.ticker, reason: security.restrictedReason })), traded: [...traded].toSorted() },
  };
}
