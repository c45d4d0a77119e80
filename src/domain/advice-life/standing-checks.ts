/** A check as it counts for a recommendation: what the rule said and what people have done about it. */
export interface CountedCheck {
  readonly ruleId: string;
  readonly result: 'passed' | 'warning' | 'failed' | 'cannot_tell';
  /** What may be done about it: `none` = nothing releases it, `release` = one person with a reason, `two_persons` = a second person's consent too. */
  readonly override: 'none' | 'release' | 'two_persons';
  readonly isOverridden: boolean;
  readonly hasSecondConsent: boolean;
}

export interface ChecksStanding {
  /** Rules that stop it now: failed or cannot tell, without an override that counts. */
  readonly blocking: readonly string[];
  /** Rules that ask for an advisor's release with a reason: warnings, and what an override turned into one. */
  readonly warning: readonly string[];
}

/**
 * What stands against a recommendation. A failed rule and one that cannot tell block; an override counts when the rule allows one and as
 * many persons agreed as it asks for, and then the rule still asks for an advisor's release.
 */
export function standingOf(checks: readonly CountedCheck[]): ChecksStanding {
  const stops = ({ result }: CountedCheck): boolean => result === 'failed' || result === 'cannot_tell';
  const isLifted = ({ override, isOverridden, hasSecondConsent }: CountedCheck): boolean => isOverridden && (override === 'release' || (override === 'two_persons' && hasSecondConsent));
  return {
    blocking: checks.filter((check) => stops(check) && !isLifted(check)).map(({ ruleId }) => ruleId),
    warning: checks.filter((check) => check.result === 'warning' || (stops(check) && isLifted(check))).map(({ ruleId }) => ruleId),
  };
}
