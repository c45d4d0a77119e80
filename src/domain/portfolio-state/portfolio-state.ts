import type { IsoDate } from '../../shared/calendar.ts';

/**
 * What advice and compliance see of one portfolio at one moment. Plain values only, so that it can be kept with a decision as canonical
 * JSON and computed again to the last digit: money, prices, quantities and rates are decimal strings, `null` means not on record (never
 * zero), days are ISO dates. Money is in the base currency of the portfolio unless a name says otherwise.
 */
export interface PortfolioState {
  /** Day that the holdings and prices describe. */
  readonly asOf: IsoDate;
  readonly portfolio: StatePortfolio;
  readonly client: StateClient;
  /** Rules of the client in force on `asOf`. */
  readonly preferences: readonly StatePreference[];
  /** Empty when the portfolio has no target. */
  readonly targets: readonly StateTarget[];
  /** Cash included (`assetClass` cash), ordered by security id. */
  readonly positions: readonly StatePosition[];
  /** The newest verification by submission; `null` when there never was one. */
  readonly kyc: StateKyc | null;
  /** Regulatory flags not closed. */
  readonly openFlags: readonly StateFlag[];
  /** Yearly volatility of the last year from the metrics on record. */
  readonly volatilityFraction: number | null;
  /** Purchases and sales of the last 61 days in every portfolio of the client: the reach of the wash-sale rule. */
  readonly recentTrades: readonly StateTrade[];
}

export interface StatePortfolio {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly mandate: string;
  readonly status: string;
  readonly baseCurrency: string;
  readonly lotMethod: string;
  readonly strategy: string | null;
  readonly openedOn: IsoDate;
  readonly cashFloorFraction: number | null;
  readonly maxPositionFraction: number | null;
  readonly maxVolatilityFraction: number | null;
  readonly driftToleranceFraction: number | null;
}

export interface StateClient {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly taxResidence: string;
  readonly residence: string;
  readonly baseCurrency: string;
  readonly riskProfile: string;
  /** 0 to 100. */
  readonly riskScore: number | null;
  readonly objective: string;
  readonly horizonYears: number | null;
  readonly experience: string;
  readonly lossCapacityFraction: number | null;
  readonly annualIncome: string | null;
  readonly netWorth: string | null;
  readonly liquidNetWorth: string | null;
  readonly profileReviewedOn: IsoDate | null;
}

export interface StatePreference {
  readonly kind: string;
  readonly securityId: string | null;
  readonly value: string | null;
  readonly limitValue: number | null;
}

export interface StateTarget {
  readonly assetClass: string;
  readonly targetFraction: number;
  readonly minFraction: number;
  readonly maxFraction: number;
}

export interface StateSecurity {
  readonly id: string;
  readonly ticker: string;
  readonly name: string;
  readonly assetClass: string;
  readonly exposureClass: string;
  readonly issuer: string | null;
  readonly sector: string | null;
  readonly industry: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly currency: string;
  readonly unitSize: string;
  readonly quantityDecimals: number;
  readonly status: string;
  readonly isIndex: boolean;
  /** On the restricted list of the firm on the day of the state. */
  readonly isRestricted: boolean;
  readonly restrictedReason: string | null;
  /** Least client risk score that suits the product, 0 to 100. */
  readonly minRiskScore: number | null;
  readonly expenseRatioFraction: number | null;
  readonly averageDailyVolume: number | null;
  readonly durationYears: number | null;
  /** Newest ESG score, 0 to 100. */
  readonly esgScore: number | null;
  /** Newest rating on the common scale, 0 to 100, and what it did to the one before. */
  readonly ratingScore: number | null;
  readonly ratingAction: string | null;
  readonly ratedOn: IsoDate | null;
  /** Look-through weights of a fund. */
  readonly composition: {
    readonly sectors?: Readonly<Record<string, number>>;
    readonly countries?: Readonly<Record<string, number>>;
    readonly assetClasses?: Readonly<Record<string, number>>;
    readonly currencies?: Readonly<Record<string, number>>;
  } | null;
}

export interface StateLot {
  readonly lotId: string;
  readonly quantity: string;
  /** Whole cost of the lot in the base currency. */
  readonly costBase: string | null;
  readonly acquiredOn: IsoDate;
  readonly isShort: boolean;
}

export interface StatePosition {
  readonly security: StateSecurity;
  readonly quantity: string;
  /** In the currency of the security. */
  readonly price: string | null;
  readonly priceDate: IsoDate | null;
  /** Base currency of the portfolio for one unit of the security's currency. */
  readonly fxToBase: string | null;
  readonly fxDate: IsoDate | null;
  readonly valueBase: string | null;
  readonly costBase: string | null;
  readonly lots: readonly StateLot[];
}

export interface StateKyc {
  readonly status: string;
  readonly level: string;
  readonly amlRisk: string;
  readonly isPoliticallyExposed: boolean;
  readonly sanctionsCheckedOn: IsoDate | null;
  readonly verifiedOn: IsoDate | null;
  readonly expiresOn: IsoDate | null;
}

export interface StateFlag {
  readonly id: string;
  readonly kind: string;
  readonly severity: string;
  readonly portfolioId: string | null;
}

export interface StateTrade {
  readonly transactionId: string;
  readonly portfolioId: string;
  readonly securityId: string;
  readonly side: 'buy' | 'sell';
  readonly tradeDate: IsoDate;
  readonly quantity: string;
  /** Realised gain of a sale in the base currency of its portfolio; `null` for a purchase or when it cannot be known. */
  readonly gainBase: string | null;
  /** Quantity times price in the base currency of its portfolio; absent or `null` when it cannot be known. */
  readonly amountBase?: string | null;
}

/** One trade that is proposed or was entered. Same shape as the trades that a recommendation stores. */
export interface ProposedTrade {
  readonly side: 'buy' | 'sell';
  readonly securityId: string;
  readonly ticker: string;
  readonly quantity: string;
  /** In `currency`. */
  readonly price: string;
  readonly priceDate: IsoDate;
  readonly currency: string;
  /** Quantity times price in the base currency of the portfolio, before costs. */
  readonly amountBase: string;
  readonly lots?: readonly { readonly lotId: string; readonly quantity: string }[];
}
