import type { StateSecurity } from '../../portfolio-state/portfolio-state.ts';
import { cannotTell, failed, passed, warning, type Finding, type Verdict } from '../rule.ts';
import { tradedSecurities, type SubjectView } from '../subject-view.ts';
import { isOfCompany } from '../weights.ts';

export interface JurisdictionParameters {
  /** Where the firm may serve clients. */
  readonly servedCountries: readonly string[];
  /** Countries under sanctions: nobody may be served there and nothing of there may be bought. */
  readonly sanctionedCountries: readonly string[];
  /** What may not be held in portfolios of a kind under a tax residence. */
  readonly forbidden: readonly { readonly taxResidence: string; readonly portfolioKind: string; readonly exposureClass: string; readonly because: string }[];
}

/** The firm may serve the client where the client lives, and the products may be sold there. */
export function judgeJurisdiction(view: SubjectView, parameters: JurisdictionParameters): Verdict {
  const { client, portfolio } = view.state;
  const findings: Finding[] = [];
  for (const [what, country] of [['lives', client.residence], ['is taxed', client.taxResidence]] as const) {
    if (parameters.sanctionedCountries.includes(country)) findings.push(failed(`The client ${what} in ${country}, which is under sanctions.`, { severity: 'critical', override: 'none' }));
  }
  if (!parameters.servedCountries.includes(client.residence)) findings.push(failed(`The firm may not serve clients who live in ${client.residence}.`));
  const held = view.before.lines.filter(({ quantity }) => !quantity.isZero()).map(({ security }) => security);
  findings.push(...productFindings(view, parameters, held));
  return {
    findings: [...findings, passed(`The firm may serve a client in ${client.residence} with these products.`)],
    evidence: { residence: client.residence, taxResidence: client.taxResidence, portfolioKind: portfolio.kind, isServed: parameters.servedCountries.includes(client.residence), sanctionedCountries: parameters.sanctionedCountries },
  };
}

function productFindings(view: SubjectView, { sanctionedCountries, forbidden }: JurisdictionParameters, held: readonly StateSecurity[]): Finding[] {
  const { client, portfolio } = view.state;
  const bought = tradedSecurities(view, 'buy');
  const boughtIds = new Set(bought.map(({ id }) => id));
  const rules = forbidden.filter(({ taxResidence, portfolioKind }) => taxResidence === client.taxResidence && portfolioKind === portfolio.kind);
  const findings: Finding[] = [];
  for (const security of [...bought, ...held.filter(({ id }) => !boughtIds.has(id))]) {
    const isBought = boughtIds.has(security.id);
    if (security.country !== null && sanctionedCountries.includes(security.country)) {
      const says = `${security.ticker} is of ${security.country}, which is under sanctions`;
      findings.push(isBought ? failed(`${says}: it may not be bought.`, { severity: 'critical', override: 'none' }) : warning(`${says}, and is held.`, { severity: 'high' }));
    }
    if (isBought && security.country === null && isOfCompany(security)) findings.push(cannotTell(`The country of ${security.ticker} is not on record, so sanctions cannot be ruled out.`));
    for (const { exposureClass, because } of rules) {
      if (security.exposureClass === exposureClass) findings.push(isBought ? failed(`${security.ticker} may not be bought here: ${because}.`, { override: 'none' }) : warning(`${security.ticker} is held here although ${because}.`, { severity: 'high' }));
    }
  }
  return findings;
}
