import type { CheckSeverity, RuleResult } from './compliance-subject.ts';
import type { AnyRule, RuleSet } from './rule-set.ts';

/** A flag that is open or in review, or that a person closed lately although the breach may last. */
export interface StandingFlag {
  readonly id: string;
  readonly kind: string;
  readonly clientId: string;
  readonly portfolioId: string | null;
  /** False for one that a person raised: only a person closes it. */
  readonly isFromCheck: boolean;
  /** Closed by a person: the same breach is not raised again, a graver one is. */
  readonly settledAt?: CheckSeverity | undefined;
}

const GRAVITY: readonly CheckSeverity[] = ['low', 'medium', 'high', 'critical'];

export interface CheckedPortfolio {
  readonly clientId: string;
  readonly portfolioId: string;
  readonly portfolioName: string;
  readonly asOf: string;
  readonly results: readonly Pick<RuleResult, 'ruleId' | 'result' | 'severity' | 'message'>[];
}

export interface FlagToOpen {
  readonly kind: string;
  readonly ruleId: string;
  readonly clientId: string;
  /** `null` for a breach that is about the client. */
  readonly portfolioId: string | null;
  /** The portfolio whose check found it. */
  readonly foundIn: string;
  readonly severity: CheckSeverity;
  readonly title: string;
  readonly detail: string;
}

export interface FlagToClose {
  readonly id: string;
  readonly clientId: string;
  readonly reason: string;
}

export interface FlagChanges {
  readonly open: readonly FlagToOpen[];
  readonly close: readonly FlagToClose[];
}

/** Kind of the flags of a rule. Those of the money-laundering rule bear another name, or they would keep that rule failing: it looks at flags. */
export function flagKindOf(ruleId: string): string {
  return ruleId === 'aml' ? 'aml_check' : ruleId;
}

/** What is worth a flag: a rule that failed or cannot tell, and a grave warning. */
export function isBreach({ result, severity }: Pick<RuleResult, 'result' | 'severity'>): boolean {
  return result === 'failed' || result === 'cannot_tell' || (result === 'warning' && (severity === 'high' || severity === 'critical'));
}

/**
 * What a run changes in the flags: a breach without an open flag opens one, a flag of a check whose rule no longer finds a breach closes
 * with the reason, and everything else stays. The same breach is never flagged twice.
 */
export function flagChanges(checked: readonly CheckedPortfolio[], standing: readonly StandingFlag[], { rules }: RuleSet): FlagChanges {
  const byId = new Map<string, AnyRule>(rules.map((rule) => [rule.id, rule]));
  const open: FlagToOpen[] = [];
  const close = new Map<string, FlagToClose>();
  const flagged = new Map<string, StandingFlag[]>();
  for (const flag of standing) {
    const key = keyOf(flag.kind, flag.clientId, flag.portfolioId);
    flagged.set(key, [...(flagged.get(key) ?? []), flag]);
  }
  for (const { clientId, portfolioId, portfolioName, asOf, results } of checked) {
    for (const result of results) {
      const rule = byId.get(result.ruleId);
      if (!rule) continue;
      const about = rule.about === 'client' ? null : portfolioId;
      const kind = flagKindOf(rule.id);
      const key = keyOf(kind, clientId, about);
      const there = flagged.get(key) ?? [];
      if (isBreach(result)) {
        if (there.some(({ settledAt }) => settledAt === undefined || GRAVITY.indexOf(result.severity) <= GRAVITY.indexOf(settledAt))) continue;
        open.push({ kind, ruleId: rule.id, clientId, portfolioId: about, foundIn: portfolioId, severity: result.severity, title: about === null ? rule.title : `${rule.title}: ${portfolioName}`, detail: result.message });
        flagged.set(key, [{ id: '', kind, clientId, portfolioId: about, isFromCheck: true }]);
      } else {
        for (const flag of there) if (flag.isFromCheck && flag.id && flag.settledAt === undefined) close.set(flag.id, { id: flag.id, clientId, reason: `The rule "${rule.title}" found no breach any more on ${asOf}.` });
      }
    }
  }
  return { open, close: [...close.values()] };
}

function keyOf(kind: string, clientId: string, portfolioId: string | null): string {
  return `${kind} ${clientId} ${portfolioId ?? ''}`;
}
