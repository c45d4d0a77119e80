import type { CheckResult, CheckSeverity } from '../compliance/compliance-subject.ts';

/** What an override was given for, and what the same rule says now. */
export interface Breach {
  readonly result: CheckResult;
  readonly severity: CheckSeverity;
  readonly override: 'none' | 'release' | 'two_persons';
  /** Null on a check that was kept without words. */
  readonly message: string | null;
  readonly evidence: Readonly<Record<string, unknown>>;
}

const RESULTS: readonly CheckResult[] = ['passed', 'warning', 'cannot_tell', 'failed'];
const SEVERITIES: readonly CheckSeverity[] = ['low', 'medium', 'high', 'critical'];
const STRICTNESS: readonly Breach['override'][] = ['release', 'two_persons', 'none'];

/** Measures in the evidence of the rules of which more, or less, is worse. Everything else there is a limit, a fact or a label. */
const WORSE_ABOVE: readonly string[] = ['weightFraction', 'riskyFraction', 'badYearLossFraction', 'volatilityFraction', 'turnoverFraction', 'yearlyTurnover', 'costFraction'];
const WORSE_BELOW: readonly string[] = ['cashFraction'];
/** Prices move every day: half a hundredth of the value is not another breach. */
const ROOM = 0.005;

/**
 * Whether an override still covers what a rule says now. It does not when the result, the severity or who must agree is graver, when the rule says
 * something that it did not say then (figures aside), or when a measure is worse by more than half a percentage point or no longer known.
 */
export function isStillCovered(then: Breach, now: Breach): boolean {
  const isGraver = RESULTS.indexOf(now.result) > RESULTS.indexOf(then.result) || SEVERITIES.indexOf(now.severity) > SEVERITIES.indexOf(then.severity) || STRICTNESS.indexOf(now.override) > STRICTNESS.indexOf(then.override);
  return !isGraver && saysNothingNew(then.message, now.message) && isNoWorse(then.evidence, now.evidence);
}

function saysNothingNew(then: string | null, now: string | null): boolean {
  if (then === null || now === null) return false;
  const known = counted(then);
  return [...counted(now)].every(([sentence, times]) => times <= (known.get(sentence) ?? 0));
}

/** Sentences without their figures; a word at the head of a sentence stays, it may be the ticker of a security. How many findings were left out stays too. */
function counted(message: string): Map<string, number> {
  const times = new Map<string, number>();
  for (const sentence of message.split(/(?<=\.)\s+(?=\S)/)) {
    const words = /^And \d+ more\.$/.test(sentence) ? sentence : sentence.replaceAll(/(?<=\s)-?\d[\d.,-]*(?=\s|[.,;]|$)/g, '#');
    times.set(words, (times.get(words) ?? 0) + 1);
  }
  return times;
}

/** A measure that was within its limit then is not compared: should it be beyond it now, the rule says so in a new sentence. */
function isNoWorse(then: Breach['evidence'], now: Breach['evidence']): boolean {
  const measured = new Map(measuresOf(now).map(({ path, value }) => [path, value]));
  return measuresOf(then).every(({ path, value, limit }) => value <= limit || (measured.get(path) ?? Infinity) <= value + ROOM);
}

interface Measure {
  readonly path: string;
  /** Turned so that more is worse. */
  readonly value: number;
  /** The soft limit that is stated beside it. */
  readonly limit: number;
}

function measuresOf(evidence: Breach['evidence'], within = '', limit = -Infinity): Measure[] {
  return Object.entries(evidence).flatMap(([key, value]): Measure[] => {
    const path = `${within}${key}`;
    if (typeof value === 'number' && WORSE_ABOVE.includes(key)) return [{ path, value, limit }];
    if (typeof value === 'number' && WORSE_BELOW.includes(key)) return [{ path, value: -value, limit }];
    return isRecord(value) && key !== 'limits' ? measuresOf(value, `${path}.`, softLimitOf(evidence, key)) : [];
  });
}

function softLimitOf({ limits }: Breach['evidence'], key: string): number {
  const own = isRecord(limits) ? limits[key] : undefined;
  return isRecord(own) && typeof own['softFraction'] === 'number' ? own['softFraction'] : -Infinity;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
