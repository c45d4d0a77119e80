import type { ClientRules, SecurityTraits } from '../../src/data/planning/load-client-rules.ts';
import type { Decimal } from '../../src/shared/decimal.ts';
import { isSameLabel } from '../portfolio/labels.ts';

export type CheckResult = 'pass' | 'warn' | 'fail' | 'unknown';

export interface OrderCheck {
  readonly rule: string;
  readonly result: CheckResult;
  readonly detail: string;
}

export interface OrderFacts {
  readonly side: 'buy' | 'sell';
  readonly security: SecurityTraits;
  readonly rules: ClientRules;
  /** In the base currency of the portfolio. */
  readonly value: Decimal;
  readonly cash: Decimal;
  readonly cashFloor: Decimal;
  readonly held: Decimal;
  readonly quantity: Decimal;
  /** Weight after the order. */
  readonly weightAfter: number;
  readonly maxWeight: number;
  /** Whether the reader may see why a security is restricted: it may be inside information. */
  readonly isForStaff: boolean;
}

/** What the order would breach. A first look for the person who drafts it: the binding checks run when it is submitted. */
export function orderChecks(facts: OrderFacts): OrderCheck[] {
  const { side, security, rules } = facts;
  const checks: OrderCheck[] = [
    security.isRestricted ? { rule: 'restricted list', result: 'fail', detail: (facts.isForStaff ? security.restrictedReason : null) ?? 'on the restricted list of the firm' } : { rule: 'restricted list', result: 'pass', detail: 'not restricted' },
  ];
  if (security.status !== 'active' || security.isIndex) checks.push({ rule: 'tradable', result: 'fail', detail: security.isIndex ? 'an index cannot be traded' : `the security is ${security.status}` });
  if (side === 'sell') {
    checks.push(facts.quantity.lte(facts.held) ? { rule: 'holding', result: 'pass', detail: 'enough units are held' } : { rule: 'holding', result: 'fail', detail: `only ${facts.held.toFixed()} units are held` });
    return checks;
  }
  const left = facts.cash.minus(facts.value);
  checks.push(left.lt(0) ? { rule: 'cash', result: 'fail', detail: 'the cash of the portfolio does not cover it' } : left.lt(facts.cashFloor) ? { rule: 'cash', result: 'warn', detail: 'cash would fall below the floor of the mandate' } : { rule: 'cash', result: 'pass', detail: 'covered' });
  checks.push(facts.weightAfter > facts.maxWeight
    ? { rule: 'concentration', result: 'warn', detail: `the position would be ${(facts.weightAfter * 100).toFixed(1)} % of the portfolio, above ${(facts.maxWeight * 100).toFixed(1)} %` }
    : { rule: 'concentration', result: 'pass', detail: `${(facts.weightAfter * 100).toFixed(1)} % of the portfolio after the order` });
  checks.push(riskCheck(security, rules), ...exclusions(security, rules));
  return checks;
}

function riskCheck({ minRiskScore }: SecurityTraits, { riskScore, riskProfile }: ClientRules): OrderCheck {
  const rule = 'risk profile';
  if (minRiskScore === null) return { rule, result: 'pass', detail: 'the product suits every profile' };
  if (riskScore === null) return { rule, result: 'unknown', detail: 'there is no risk questionnaire on record' };
  return riskScore >= minRiskScore ? { rule, result: 'pass', detail: `${riskProfile}, score ${riskScore}, needs ${minRiskScore}` } : { rule, result: 'fail', detail: `${riskProfile}, score ${riskScore}, but the product needs ${minRiskScore}` };
}

function exclusions(security: SecurityTraits, { rules }: ClientRules): OrderCheck[] {
  const labels: Readonly<Record<string, string | null>> = { exclude_sector: security.sector, exclude_industry: security.industry, exclude_country: security.country, exclude_asset_class: security.exposureClass };
  return rules.flatMap(({ kind, securityId, value }): OrderCheck[] => {
    if (kind === 'exclude_security' && securityId === security.id) return [{ rule: 'client preference', result: 'fail', detail: 'the client excludes this security' }];
    const label = labels[kind];
    return label && value && isSameLabel(label, value) ? [{ rule: 'client preference', result: 'fail', detail: `the client excludes ${value}` }] : [];
  });
}

/** One word for the checks together. */
export function suitabilityOf(checks: readonly OrderCheck[]): 'suitable' | 'not_suitable' | 'needs_review' | 'cannot_tell' {
  if (checks.some(({ result }) => result === 'fail')) return 'not_suitable';
  if (checks.some(({ result }) => result === 'unknown')) return 'cannot_tell';
  return checks.some(({ result }) => result === 'warn') ? 'needs_review' : 'suitable';
}
