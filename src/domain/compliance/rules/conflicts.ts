import { cannotTell, failed, passed, warning, type Finding, type Verdict } from '../rule.ts';
import { tradedSecurities, type SubjectView } from '../subject-view.ts';

export interface ConflictParameters {
  /** Product families from which the firm or an affiliate earns more, by the beginning of the issuer's name. */
  readonly affiliates: readonly { readonly issuerStartsWith: string; readonly relation: string }[];
  /** Classes that have no issuer. */
  readonly withoutIssuer: readonly string[];
}

/** Products of the firm's own house are bought only with the conflict disclosed, and a person looks. */
export function judgeConflicts(view: SubjectView, { affiliates, withoutIssuer }: ConflictParameters): Verdict {
  const findings: Finding[] = [];
  const affiliated: Readonly<Record<string, string>>[] = [];
  for (const { ticker, issuer, assetClass } of tradedSecurities(view, 'buy')) {
    if (issuer === null) {
      if (!withoutIssuer.includes(assetClass)) findings.push(cannotTell(`The issuer of ${ticker} is not on record, so a conflict of interest cannot be ruled out.`));
      continue;
    }
    const found = affiliates.find(({ issuerStartsWith }) => issuer.startsWith(issuerStartsWith));
    if (!found) continue;
    affiliated.push({ ticker, issuer, relation: found.relation });
    const isDisclosed = view.subject.bestInterest?.conflictsDisclosed;
    findings.push(isDisclosed === false ? failed(`${ticker} is of an affiliate (${found.relation}) and the conflict is not disclosed.`) : warning(`${ticker} is of an affiliate: ${found.relation}.`));
  }
  return { findings: [...findings, passed('Nothing of an affiliate of the firm is bought.')], evidence: { affiliated, conflictsDisclosed: view.subject.bestInterest?.conflictsDisclosed ?? null } };
}
