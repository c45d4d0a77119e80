import { decimal } from '../../../shared/decimal.ts';
import { cannotTell, failed, passed, percent, rounded, warning, type Finding, type Verdict } from '../rule.ts';
import type { SubjectView } from '../subject-view.ts';
import { EDGE, unweighable } from '../weights.ts';

export interface CashFloorParameters {
  /** Floor where neither the mandate nor the client states one, fraction of the value. */
  readonly defaultFloorFraction: number;
}

/** Enough cash: never below zero, and not below the floor of the mandate or of the client, whichever is higher. */
export function judgeCashFloor(view: SubjectView, parameters: CashFloorParameters): Verdict {
  const { portfolio, preferences } = view.state;
  const stated = preferences.flatMap(({ kind, limitValue }) => (kind === 'min_cash_fraction' && limitValue !== null ? [limitValue] : []));
  const floor = Math.max(portfolio.cashFloorFraction ?? parameters.defaultFloorFraction, ...stated);
  const { cashBase, totalBase } = view.after;
  const share = cashBase && totalBase !== undefined && totalBase > 0 ? cashBase.toNumber() / totalBase : undefined;
  return {
    findings: [finding(view, floor, share)],
    evidence: { cashBase: cashBase?.toFixed() ?? null, currency: portfolio.baseCurrency, cashFraction: share === undefined ? null : rounded(share), floorFraction: floor },
  };
}

function finding(view: SubjectView, floor: number, share: number | undefined): Finding {
  const { cashBase } = view.after;
  const currency = view.state.portfolio.baseCurrency;
  if (!cashBase) return cannotTell('The cash cannot be added up: an exchange rate is missing.');
  if (cashBase.isNegative() && !cashBase.isZero()) {
    const says = `Cash ${view.hasTrades ? 'would fall' : 'has fallen'} to ${cashBase.toFixed(2)} ${currency}: it may not be negative.`;
    return view.hasTrades && view.before.cashBase && cashBase.gte(view.before.cashBase) ? warning(says, { severity: 'high' }) : failed(says, { override: 'none' });
  }
  const blank = unweighable(view);
  if (blank) return blank;
  if (share === undefined) return cannotTell('The share of cash is not known.');
  if (share >= floor - EDGE) return passed(`Cash is ${percent(share)} of the value; the floor is ${percent(floor)}.`);
  const says = `Cash ${view.hasTrades ? 'would be' : 'is'} ${percent(share)} of the value, below the floor of ${percent(floor)}.`;
  const isWorse = !view.hasTrades || !view.before.cashBase || cashBase.lt(decimal(view.before.cashBase));
  return isWorse ? failed(says) : warning(says);
}
