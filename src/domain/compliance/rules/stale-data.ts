import { addDays, daysBetween, type IsoDate } from '../../../shared/calendar.ts';
import { cannotTell, failed, passed, warning, type Finding, type Verdict } from '../rule.ts';
import type { SubjectView } from '../subject-view.ts';

export interface StaleDataParameters {
  /** Calendar days. */
  readonly priceWarnAfterDays: number;
  readonly priceFailAfterDays: number;
  readonly rateWarnAfterDays: number;
  readonly profileWarnAfterDays: number;
  readonly profileFailAfterDays: number;
}

/** Prices, exchange rates and the client's profile are recent enough to judge and advise by. */
export function judgeStaleData(view: SubjectView, parameters: StaleDataParameters): Verdict {
  const findings = [...heldFindings(view, parameters), ...tradeFindings(view, parameters), ...profileFindings(view, parameters)];
  const reviewed = view.state.client.profileReviewedOn;
  const priceDates = view.state.positions.flatMap(({ security, priceDate, quantity }) => (security.assetClass === 'cash' || priceDate === null || isNothing(quantity) ? [] : [priceDate])).toSorted();
  return {
    findings: [...findings, passed('Prices, rates and profile are recent.')],
    evidence: { asOf: view.state.asOf, oldestPriceDate: priceDates[0] ?? null, profileReviewedOn: reviewed, ...parameters },
    turns: reviewed === null ? [] : [addDays(reviewed, parameters.profileWarnAfterDays + 1), addDays(reviewed, parameters.profileFailAfterDays + 1)],
  };
}

function isNothing(quantity: string): boolean {
  return Number(quantity) === 0;
}

function heldFindings({ state }: SubjectView, { priceWarnAfterDays, priceFailAfterDays, rateWarnAfterDays }: StaleDataParameters): Finding[] {
  return state.positions.flatMap(({ security, quantity, price, priceDate, fxToBase, fxDate }): Finding[] => {
    if (isNothing(quantity)) return [];
    const findings: Finding[] = [];
    if (security.assetClass !== 'cash') {
      if (price === null || priceDate === null) findings.push(cannotTell(`${security.ticker} has no price.`));
      else if (daysBetween(priceDate, state.asOf) > priceFailAfterDays) findings.push(failed(`The price of ${security.ticker} is of ${priceDate}, ${daysBetween(priceDate, state.asOf)} days old.`));
      else if (daysBetween(priceDate, state.asOf) > priceWarnAfterDays) findings.push(warning(`The price of ${security.ticker} is of ${priceDate}, ${daysBetween(priceDate, state.asOf)} days old.`));
    }
    if (security.currency !== state.portfolio.baseCurrency) {
      if (fxToBase === null) findings.push(cannotTell(`There is no exchange rate from ${security.currency} to ${state.portfolio.baseCurrency} for ${security.ticker}.`));
      else if (fxDate === null) findings.push(cannotTell(`It is not on record of which day the exchange rate for ${security.ticker} is.`));
      else if (daysBetween(fxDate, state.asOf) > rateWarnAfterDays) findings.push(warning(`The exchange rate for ${security.ticker} is of ${fxDate}.`));
    }
    return findings;
  });
}

/** What is traded must be priced now: an old price that is only a remark for a holding is a wrong order for a trade. */
function tradeFindings({ trades, state }: SubjectView, { priceWarnAfterDays }: StaleDataParameters): Finding[] {
  return trades.flatMap(({ ticker, priceDate }): Finding[] => {
    const age = daysBetween(priceDate, state.asOf);
    return age > priceWarnAfterDays ? [failed(`The trade in ${ticker} rests on a price of ${priceDate}, ${age} days old.`)] : [];
  });
}

function profileFindings({ state: { client, asOf } }: SubjectView, { profileWarnAfterDays, profileFailAfterDays }: StaleDataParameters): Finding[] {
  const reviewed: IsoDate | null = client.profileReviewedOn;
  if (reviewed === null) return [cannotTell('It is not on record when the profile of the client was last reviewed.')];
  const age = daysBetween(reviewed, asOf);
  if (age > profileFailAfterDays) return [failed(`The profile of the client was last reviewed on ${reviewed}, ${age} days ago.`)];
  return age > profileWarnAfterDays ? [warning(`The profile of the client was last reviewed on ${reviewed}, ${age} days ago.`)] : [];
}
