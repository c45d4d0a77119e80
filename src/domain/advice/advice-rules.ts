import { addDays, daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { decimal, ZERO, type Decimal } from '../../shared/decimal.ts';
import type { StatePreference, StateSecurity } from '../portfolio-state/portfolio-state.ts';
import type { AdviceRequest, AdviceSnapshot } from './advice-snapshot.ts';

/** Days before and after a sale at a loss in which a purchase of the same security disallows it (IRC 1091; similar in GB and CA). */
export const WASH_SALE_DAYS = 30;
/** A price older than this many days is not traded on. */
export const OLDEST_TRADED_PRICE_DAYS = 7;
/** Trades below this share of the portfolio are not worth their trouble, unless the request says another amount. */
const MIN_TRADE_FRACTION = 0.001;
/** Largest single name where neither mandate nor client says. */
const DEFAULT_POSITION_CAP = 0.2;

/** What mandate, client and request allow. The strictest of several limits holds. */
export interface AdviceRules {
  readonly positionCap: number;
  readonly sectorCap: number | undefined;
  readonly cashFloorBase: Decimal;
  readonly cashFloorFraction: number;
  readonly maxTurnoverFraction: number | undefined;
  readonly minTradeBase: Decimal;
  readonly maxTaxBase: Decimal | undefined;
  readonly cashOnly: boolean;
  readonly minEsgScore: number | undefined;
  readonly preferredSectors: readonly string[];
  readonly preferredClasses: readonly string[];
  /** Why the client, the firm or the law wants the security out; undefined when it is welcome. */
  unwanted(security: StateSecurity): string | undefined;
  /** Why it must not be bought; undefined when it may. */
  noBuy(security: StateSecurity, priceDate: IsoDate): string | undefined;
  /** Why it must not be sold; undefined when it may. What is restricted is sold only as an exit that two persons allow. */
  noSell(security: StateSecurity, priceDate: IsoDate, isExit?: boolean): string | undefined;
  /** Its newest rating, at most 90 days old, lowered it to below 40 of 100. */
  isDowngraded(security: StateSecurity): boolean;
  /** Bought within the last 30 days in any portfolio of the client: a sale at a loss would be a wash sale. */
  boughtRecently(securityId: string): boolean;
}

/** Reads the rules from preferences, mandate, restricted list, recent trades and request. */
export function adviceRules(snapshot: AdviceSnapshot, { constraints }: AdviceRequest, totalBase: Decimal): AdviceRules {
  const { state } = snapshot;
  const { portfolio, client, asOf } = state;
  const preferences = state.preferences.filter(({ kind }) => kind !== 'note');
  const cashFloorFraction = Math.max(0, portfolio.cashFloorFraction ?? 0, ...limitsOf(preferences, 'min_cash_fraction'));
  const turnover = [...limitsOf(preferences, 'max_turnover_fraction'), ...(constraints.maxTurnoverFraction === undefined ? [] : [constraints.maxTurnoverFraction])];
  const sectorCaps = limitsOf(preferences, 'max_sector_fraction');
  const esg = limitsOf(preferences, 'min_esg_score');
  const minEsgScore = esg.length > 0 ? Math.max(...esg) : undefined;
  const kept = new Set([...(constraints.keepSecurityIds ?? []), ...preferences.flatMap(({ kind, securityId }) => (kind === 'keep_security' && securityId ? [securityId] : []))]);
  const avoided = new Set(constraints.avoidSecurityIds ?? []);
  const recent = state.recentTrades.filter(({ tradeDate }) => tradeDate >= addDays(asOf, -WASH_SALE_DAYS) && tradeDate <= asOf);
  const bought = new Set(recent.flatMap(({ side, securityId }) => (side === 'buy' ? [securityId] : [])));
  // A sale whose gain is not known may have been a loss.
  const lost = new Set(recent.flatMap(({ side, securityId, gainBase }) => (side === 'sell' && (gainBase === null || decimal(gainBase).lt(0)) ? [securityId] : [])));
  const unwanted = (security: StateSecurity): string | undefined => {
    if (security.isRestricted) return 'it is on the restricted list of the firm';
    return preferences.map((preference) => exclusionBy(preference, security)).find((reason) => reason !== undefined);
  };
  const stale = (priceDate: IsoDate): string | undefined => (daysBetween(priceDate, asOf) > OLDEST_TRADED_PRICE_DAYS ? `its last price is of ${priceDate}` : undefined);
  return {
    positionCap: Math.min(1, portfolio.maxPositionFraction ?? DEFAULT_POSITION_CAP, ...limitsOf(preferences, 'max_position_fraction')),
    sectorCap: sectorCaps.length > 0 ? Math.min(...sectorCaps) : undefined,
    cashFloorBase: totalBase.gt(0) ? totalBase.times(cashFloorFraction) : ZERO, cashFloorFraction,
    maxTurnoverFraction: turnover.length > 0 ? Math.min(...turnover) : undefined,
    minTradeBase: constraints.minTradeBase === undefined ? (totalBase.gt(0) ? totalBase.times(MIN_TRADE_FRACTION) : ZERO) : decimal(constraints.minTradeBase),
    maxTaxBase: constraints.maxTaxBase === undefined ? undefined : decimal(constraints.maxTaxBase),
    cashOnly: constraints.cashOnly ?? false, minEsgScore,
    preferredSectors: valuesOf(preferences, 'prefer_sector'), preferredClasses: valuesOf(preferences, 'prefer_asset_class'),
    unwanted,
    noBuy(security, priceDate) {
      if (security.isIndex) return 'it is an index';
      if (security.status !== 'active') return `it is ${security.status}`;
      if (avoided.has(security.id)) return 'the request leaves it out';
      if (lost.has(security.id)) return `it was sold at a loss within ${WASH_SALE_DAYS} days: buying it back would be a wash sale`;
      if (isDowngraded(security, asOf)) return 'it was downgraded by its newest rating';
      return unwanted(security) ?? unsuitable(security, client.riskScore) ?? belowEsg(security, minEsgScore) ?? stale(priceDate);
    },
    isDowngraded: (security) => isDowngraded(security, asOf),
    noSell(security, priceDate, isExit = false) {
      if (kept.has(security.id)) return 'the client keeps it';
      if (security.isRestricted && !isExit) return 'it is on the restricted list of the firm';
      return stale(priceDate);
    },
    boughtRecently: (securityId) => bought.has(securityId),
  };
}

/** Of 100 on the common scale. */
const POOR_RATING = 40;
const RATING_COUNTS_DAYS = 90;

function isDowngraded({ ratingAction, ratingScore, ratedOn }: StateSecurity, asOf: IsoDate): boolean {
  return ratingAction === 'downgrade' && ratingScore !== null && ratingScore < POOR_RATING && ratedOn !== null && daysBetween(ratedOn, asOf) <= RATING_COUNTS_DAYS;
}

function limitsOf(preferences: readonly StatePreference[], kind: string): number[] {
  return preferences.flatMap((preference) => (preference.kind === kind && preference.limitValue !== null ? [preference.limitValue] : []));
}

function valuesOf(preferences: readonly StatePreference[], kind: string): string[] {
  return [...new Set(preferences.flatMap((preference) => (preference.kind === kind && preference.value ? [preference.value] : [])))].sort();
}

function exclusionBy({ kind, securityId, value }: StatePreference, security: StateSecurity): string | undefined {
  if (kind === 'exclude_security') return securityId === security.id ? 'the client excludes it' : undefined;
  const labels: Readonly<Record<string, string | null>> = {
    exclude_sector: security.sector, exclude_industry: security.industry, exclude_country: security.country, exclude_asset_class: security.exposureClass,
  };
  const label = labels[kind];
  return value && label === value ? `the client excludes ${value}` : undefined;
}

function unsuitable({ minRiskScore }: StateSecurity, riskScore: number | null): string | undefined {
  if (minRiskScore === null) return undefined;
  if (riskScore === null) return 'it needs a risk score, and the client has none on record';
  return minRiskScore > riskScore ? `it needs a risk score of ${minRiskScore}, the client has ${riskScore}` : undefined;
}

function belowEsg({ esgScore }: StateSecurity, minimum: number | undefined): string | undefined {
  if (minimum === undefined) return undefined;
  if (esgScore === null) return 'the client wants a least ESG score, and it has none on record';
  return esgScore < minimum ? `its ESG score of ${esgScore} is below the ${minimum} that the client wants` : undefined;
}
