import { addDays, daysBetween } from '../../../shared/calendar.ts';
import { cannotTell, failed, passed, warning, type Finding, type Verdict } from '../rule.ts';
import type { SubjectView } from '../subject-view.ts';

export interface KycParameters {
  /** Days before the expiry from which it is worth a warning. */
  readonly warnBeforeExpiryDays: number;
}

/** The client's identity is verified today, through its last day of validity. */
export function judgeKyc({ state }: SubjectView, parameters: KycParameters): Verdict {
  const { kyc, asOf } = state;
  return {
    findings: [finding(state, parameters)],
    evidence: { status: kyc?.status ?? null, verifiedOn: kyc?.verifiedOn ?? null, expiresOn: kyc?.expiresOn ?? null, asOf, warnBeforeExpiryDays: parameters.warnBeforeExpiryDays },
    turns: kyc?.expiresOn ? [addDays(kyc.expiresOn, -parameters.warnBeforeExpiryDays), addDays(kyc.expiresOn, 1)] : [],
  };
}

function finding({ kyc, asOf }: SubjectView['state'], { warnBeforeExpiryDays }: KycParameters): Finding {
  if (!kyc) return cannotTell('There is no identity verification on record.');
  if (kyc.status === 'rejected') return failed('The identity verification was rejected.');
  if (kyc.status === 'pending') return failed('The identity verification is not finished.');
  if (kyc.status === 'expired' || (kyc.expiresOn !== null && kyc.expiresOn < asOf)) return failed(kyc.expiresOn === null ? 'The identity verification has expired.' : `The identity verification expired on ${kyc.expiresOn}.`);
  if (kyc.expiresOn === null) return cannotTell('The identity verification has no last day of validity on record.');
  const days = daysBetween(asOf, kyc.expiresOn);
  if (days <= warnBeforeExpiryDays) return warning(`The identity verification expires on ${kyc.expiresOn}, in ${days} ${days === 1 ? 'day' : 'days'}.`);
  return passed(`The identity is verified until ${kyc.expiresOn}.`);
}
