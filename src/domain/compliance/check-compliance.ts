import type { IsoDate } from '../../shared/calendar.ts';
import type { CheckResult, CheckSeverity, ComplianceOutcome, ComplianceSubject, RuleResult } from './compliance-subject.ts';
import type { Finding, Override } from './rule.ts';
import { CURRENT_RULE_SET } from './rule-set-2026-4.ts';
import { JUDGES, type AnyRule, type RuleDefinition, type RuleId, type RuleSet } from './rule-set.ts';
import { viewOf, type SubjectView } from './subject-view.ts';

export { CURRENT_RULE_SET };

const GRAVITY: readonly CheckResult[] = ['passed', 'warning', 'cannot_tell', 'failed'];
const SEVERITIES: readonly CheckSeverity[] = ['low', 'medium', 'high', 'critical'];
const OVERRIDES: readonly Override[] = ['release', 'two_persons', 'none'];
/** The column of the message. */
const MESSAGE_LENGTH = 500;

/** Every rule in force on the day of the subject, in the order of the set. The same subject and rule set give the same results, bit for bit. */
export function checkCompliance(subject: ComplianceSubject, ruleSet: RuleSet = CURRENT_RULE_SET): RuleResult[] {
  const view = viewOf(subject);
  return ruleSet.rules.filter((rule) => isInForce(rule, subject.state.asOf)).map((rule) => resultOf(view, rule));
}

/** `blocked` when a rule failed or cannot tell, `needs_review` when one warns, otherwise `passed`. */
export function outcomeOf(results: readonly Pick<RuleResult, 'result'>[]): ComplianceOutcome {
  if (results.some(({ result }) => result === 'failed' || result === 'cannot_tell')) return 'blocked';
  return results.some(({ result }) => result === 'warning') ? 'needs_review' : 'passed';
}

function isInForce({ effectiveFrom, effectiveTo }: AnyRule, day: IsoDate): boolean {
  return effectiveFrom <= day && (effectiveTo === null || day <= effectiveTo);
}

function resultOf<K extends RuleId>(view: SubjectView, rule: RuleDefinition<K>): RuleResult {
  const { findings, evidence, turns = [] } = JUDGES[rule.id](view, rule.parameters);
  const turnsOn = turns.filter((day) => day > view.state.asOf).toSorted()[0];
  const result = highest(GRAVITY, findings.map((finding) => finding.result));
  const decisive = findings.filter((finding) => finding.result === result);
  // What blocks may be failures and unknowns together: the strictest of them says who may release it.
  const blocking = findings.filter((finding) => finding.result === 'failed' || finding.result === 'cannot_tell');
  return {
    ruleId: rule.id, ruleVersion: rule.version, result,
    severity: result === 'passed' ? 'low' : highest(SEVERITIES, decisive.map(({ severity }) => severity ?? (result === 'warning' ? 'medium' : rule.severity))),
    message: sentence(result === 'passed' ? decisive.slice(-1) : [...findings].filter((finding) => finding.result !== 'passed').toSorted((left, right) => GRAVITY.indexOf(right.result) - GRAVITY.indexOf(left.result))),
    evidence, ...(turnsOn === undefined ? {} : { turnsOn }), override: result === 'passed' ? 'none' : result === 'warning' ? 'release' : highest(OVERRIDES, blocking.map(({ override }) => override ?? rule.override)),
  };
}

function highest<T>(order: readonly T[], values: readonly T[]): T {
  const [lowest] = order;
  if (lowest === undefined || values.length === 0) throw new Error('a rule must say something');
  return values.reduce((top, value) => (order.indexOf(value) > order.indexOf(top) ? value : top), lowest);
}

/** The gravest findings in full, the rest as a count. */
function sentence(findings: readonly Finding[]): string {
  const shown: string[] = [];
  let length = 0;
  for (const { message } of findings) {
    if (shown.length === 4 || length + message.length > MESSAGE_LENGTH - 40) break;
    shown.push(message);
    length += message.length + 1;
  }
  const more = findings.length - shown.length;
  return more > 0 ? `${shown.join(' ')} And ${more} more.` : shown.join(' ');
}
