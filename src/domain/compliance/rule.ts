import type { IsoDate } from '../../shared/calendar.ts';
import type { CheckResult, CheckSeverity, RuleResult } from './compliance-subject.ts';
import type { SubjectView } from './subject-view.ts';

export type Override = RuleResult['override'];

/** One thing that a rule looked at. A rule's result is that of its gravest finding. */
export interface Finding {
  readonly result: CheckResult;
  /** One sentence for people, with its figures. */
  readonly message: string;
  /** Where it differs from what the rule set says of the rule. */
  readonly severity?: CheckSeverity;
  readonly override?: Override;
}

/** What a rule says: its findings, and the figures and limits on which they rest. */
export interface Verdict {
  readonly findings: readonly Finding[];
  readonly evidence: Readonly<Record<string, unknown>>;
  /**
   * Days on which time alone may change what the rule says of a portfolio as it stands; those that are over do not matter. Not those of prices and
   * rates: they are new every day, and when they stop, the nightly run sees how old they get.
   */
  readonly turns?: readonly IsoDate[];
}

/** A rule is a pure function of what it judges and of its parameters in the rule set. */
export type Judge<P> = (view: SubjectView, parameters: P) => Verdict;

export const passed = (message: string): Finding => ({ result: 'passed', message });
export const warning = (message: string, more: Omit<Finding, 'result' | 'message'> = {}): Finding => ({ result: 'warning', message, ...more });
export const failed = (message: string, more: Omit<Finding, 'result' | 'message'> = {}): Finding => ({ result: 'failed', message, ...more });
export const cannotTell = (message: string, more: Omit<Finding, 'result' | 'message'> = {}): Finding => ({ result: 'cannot_tell', message, ...more });

/** "15 %", "16.25 %": at most two places. */
export function percent(fraction: number): string {
  return `${Number((fraction * 100).toFixed(2))} %`;
}

/** A fraction as evidence keeps it: to a millionth, so that the last bits of a float do not matter. */
export function rounded(fraction: number): number {
  return Number(fraction.toFixed(6));
}
