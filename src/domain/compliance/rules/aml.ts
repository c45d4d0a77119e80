import { addDays, daysBetween } from '../../../shared/calendar.ts';
import { cannotTell, failed, passed, warning, type Finding, type Verdict } from '../rule.ts';
import type { SubjectView } from '../subject-view.ts';

export interface AmlParameters {
  /** Calendar days since the last sanctions screening. */
  readonly screeningWarnAfterDays: number;
  readonly screeningFailAfterDays: number;
  /** Kinds of regulatory flag that count here, and those that nothing releases. */
  readonly flagKinds: readonly string[];
  readonly sanctionKinds: readonly string[];
  readonly blockingSeverities: readonly string[];
}

/**
 * Nothing speaks of money laundering: enhanced due diligence where the law asks for it, a recent sanctions screening, no open flag.
 * A client must never learn of a finding here (tipping off).
 */
export function judgeAml(view: SubjectView, parameters: AmlParameters): Verdict {
  const { kyc, openFlags, asOf } = view.state;
  const flags = openFlags.filter(({ kind }) => parameters.flagKinds.includes(kind));
  const findings = [...(kyc ? dueDiligence(view, kyc, parameters) : [cannotTell('Without an identity verification there is no screening to judge.')]), ...flagFindings(flags, parameters)];
  return {
    findings: [...findings, passed('Due diligence and screening are in order and no flag is open.')],
    evidence: {
      asOf, level: kyc?.level ?? null, amlRisk: kyc?.amlRisk ?? null, isPoliticallyExposed: kyc?.isPoliticallyExposed ?? null, sanctionsCheckedOn: kyc?.sanctionsCheckedOn ?? null,
      openFlags: flags.map(({ id, kind, severity }) => ({ id, kind, severity })), screeningWarnAfterDays: parameters.screeningWarnAfterDays, screeningFailAfterDays: parameters.screeningFailAfterDays,
    },
    turns: kyc?.sanctionsCheckedOn ? [addDays(kyc.sanctionsCheckedOn, parameters.screeningWarnAfterDays + 1), addDays(kyc.sanctionsCheckedOn, parameters.screeningFailAfterDays + 1)] : [],
  };
}

function dueDiligence({ state: { asOf }, hasTrades }: SubjectView, kyc: NonNullable<SubjectView['state']['kyc']>, { screeningWarnAfterDays, screeningFailAfterDays }: AmlParameters): Finding[] {
  const findings: Finding[] = [];
  const isHighRisk = kyc.amlRisk === 'high';
  if ((kyc.isPoliticallyExposed || isHighRisk) && kyc.level !== 'enhanced') {
    findings.push(failed(`${kyc.isPoliticallyExposed ? 'A politically exposed person' : 'A client of high risk'} needs enhanced due diligence; on record is ${kyc.level}.`));
  } else if ((kyc.isPoliticallyExposed || isHighRisk) && hasTrades) {
    findings.push(warning(`${kyc.isPoliticallyExposed ? 'The client is a politically exposed person' : 'The client is of high money-laundering risk'}: a person must look at the trades.`));
  }
  if (kyc.sanctionsCheckedOn === null) return [...findings, cannotTell('The client was never screened against sanctions lists.')];
  const age = daysBetween(kyc.sanctionsCheckedOn, asOf);
  if (age > screeningFailAfterDays) findings.push(failed(`The last sanctions screening was ${age} days ago.`));
  else if (age > screeningWarnAfterDays) findings.push(warning(`The last sanctions screening was ${age} days ago.`));
  return findings;
}

function flagFindings(flags: SubjectView['state']['openFlags'], { sanctionKinds, blockingSeverities }: AmlParameters): Finding[] {
  return flags.map(({ kind, severity }) => {
    if (sanctionKinds.includes(kind)) return failed('A possible sanctions hit is open.', { severity: 'critical', override: 'none' });
    const says = `A ${severity} flag of kind ${kind.replaceAll('_', ' ')} is open.`;
    return blockingSeverities.includes(severity) ? failed(says) : warning(says);
  });
}
