import type { AssetClass, ExposureClass, FundComposition } from '../../entities/trading/security.entity.ts';

export const SECTORS = [
  'Information Technology', 'Health Care', 'Financials', 'Industrials', 'Consumer Discretionary', 'Consumer Staples', 'Energy', 'Utilities',
  'Materials', 'Communication Services', 'Real Estate',
] as const;
export type Sector = (typeof SECTORS)[number];

/** One instrument of the demo firm and how its price behaves. Companies are invented; all prices are synthetic. */
export interface Listing {
  readonly ticker: string;
  readonly name: string;
  readonly assetClass: AssetClass;
  readonly exposureClass: ExposureClass;
  readonly isIndex?: boolean;
  readonly sector: Sector | null;
  readonly industry: string | null;
  readonly country: string | null;
  readonly region: string;
  readonly venue: string | null;
  readonly currency: string;
  /** Price at the end of the history. */
  readonly price: number;
  /** Loading on the market factor. */
  readonly beta: number;
  /** Yearly volatility of what no factor explains. */
  readonly ownVolatility: number;
  /** Yearly drift beyond what the loadings earn, as a log return. */
  readonly drift?: number;
  readonly sectorLoading?: number;
  /** Modified duration, years: loading on the change of yields. */
  readonly duration?: number;
  /** Yearly dividends as a fraction of the price, and payments a year. */
  readonly dividend?: readonly [yieldFraction: number, perYear: number];
  readonly coupon?: readonly [fraction: number, perYear: number];
  readonly maturesInYears?: number;
  readonly expenseRatio?: number;
  readonly minRiskScore?: number;
  readonly quantityDecimals?: number;
  readonly composition?: Omit<FundComposition, 'asOf'>;
  readonly description: string;
}

export const REGION_OF: Readonly<Record<string, string>> = {
  US: 'North America', CA: 'North America', GB: 'Europe', DE: 'Europe', FR: 'Europe', CH: 'Europe', NO: 'Europe', NL: 'Europe', IE: 'Europe', LU: 'Europe',
  JP: 'Asia Pacific', HK: 'Asia Pacific', AU: 'Asia Pacific',
};
