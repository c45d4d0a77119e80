import type { IsoDate } from '../../shared/calendar.ts';
import type { PortfolioState, ProposedTrade, StateSecurity } from '../portfolio-state/portfolio-state.ts';

export type CheckResult = 'passed' | 'warning' | 'failed' | 'cannot_tell';
export type CheckSeverity = 'low' | 'medium' | 'high' | 'critical';

/** What a best-interest record must hold (US SEC Regulation Best Interest, 17 CFR 240.15l-1, care obligation). */
export interface BestInterestRecord {
  readonly reasonCount: number;
  readonly alternativeCount: number;
  /** Cost of carrying the trades out, base currency; `null` when it was not estimated. */
  readonly estimatedCostBase: string | null;
  readonly confidence: number | null;
  readonly conflictsDisclosed: boolean;
}

/** What the rules judge: a portfolio as it stands (no trades), or as it would stand after trades. */
export interface ComplianceSubject {
  readonly state: PortfolioState;
  readonly trades: readonly ProposedTrade[];
  /** Securities of the trades that the portfolio does not hold. */
  readonly securities: readonly StateSecurity[];
  /** Present when a recommendation is judged. */
  readonly bestInterest?: BestInterestRecord;
}

/** One rule's word on one subject. The same subject and rule version give the same result, bit for bit. */
export interface RuleResult {
  readonly ruleId: string;
  readonly ruleVersion: string;
  readonly result: CheckResult;
  readonly severity: CheckSeverity;
  /** One sentence for people, with its figures. */
  readonly message: string;
  /** Figures, limits and facts on which the result rests. */
  readonly evidence: Readonly<Record<string, unknown>>;
  /** What a person may do about it: `none` = nothing releases it; `release` = an advisor with a reason; `two_persons` = needs a second person's consent. */
  readonly override: 'none' | 'release' | 'two_persons';
  /** First day on which time alone may change the result of the portfolio as it stands; absent when there is none. */
  readonly turnsOn?: IsoDate;
}

/** `blocked` when a rule failed or cannot tell, `needs_review` when one warns, otherwise `passed`. */
export type ComplianceOutcome = 'passed' | 'needs_review' | 'blocked';
