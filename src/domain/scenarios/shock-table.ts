import type { AssetClass, ShockSector } from './asset-class.ts';

/** A shock is a price change in the position's own currency: -0.3 loses 30 %. */
export interface ScenarioShocks {
  readonly id: ScenarioId;
  readonly title: string;
  readonly byClass: Partial<Readonly<Record<AssetClass, number>>>;
  /** Replaces the class's shock for equity of that sector. */
  readonly bySector?: Partial<Readonly<Record<ShockSector, number>>>;
  /** Parallel shift of yields; bonds then move by -duration × shift + ½ convexity × shift², in place of a class shock. */
  readonly yieldShiftBps?: number;
  /** Change of every foreign currency against the base currency, on top of the price. */
  readonly foreignCurrencyFraction?: number;
  /** Where the magnitudes come from; rounded, total or price return as stated. */
  readonly source: string;
}

export const SCENARIO_IDS = [
  '2008_crisis', 'dotcom_2000_2002', 'covid_2020', 'inflation_1970s', 'rates_up_200bp', 'currency_up_20', 'currency_down_20', 'crypto_down_70', 'custom',
] as const;
export type ScenarioId = (typeof SCENARIO_IDS)[number];

/**
 * Published peak-to-trough moves, rounded to a whole percent. Where a class did not exist at the time (crypto, NFTs before 2009) the
 * scenario leaves it without a shock, and the result lists such positions as not covered instead of counting them as safe.
 */
export const SHOCK_TABLE: Readonly<Record<Exclude<ScenarioId, 'custom'>, ScenarioShocks>> = {
  '2008_crisis': {
    id: '2008_crisis',
    title: 'Global financial crisis, October 2007 to March 2009',
    byClass: { equity: -0.55, bond: 0.07, cash: 0, commodity: -0.5, real_estate: -0.68, fund: -0.55 },
    bySector: { financials: -0.8, real_estate: -0.68, consumer_staples: -0.29, health_care: -0.38, utilities: -0.43, technology: -0.51, energy: -0.5, industrials: -0.63, materials: -0.58, consumer_discretionary: -0.57, communication_services: -0.45 },
    source: 'S&P 500 total return 9 Oct 2007 to 9 Mar 2009 (-55 %) and its GICS sectors; Bloomberg US Aggregate over the same months (+7 %); S&P GSCI (-50 %); FTSE Nareit All Equity REITs (-68 %).',
  },
  dotcom_2000_2002: {
    id: 'dotcom_2000_2002',
    title: 'Technology bust, March 2000 to October 2002',
    byClass: { equity: -0.47, bond: 0.29, cash: 0.1, commodity: 0, real_estate: 0.3, fund: -0.47 },
    bySector: { technology: -0.8, communication_services: -0.7, consumer_staples: 0.2, utilities: -0.4, energy: -0.1, financials: -0.2, health_care: -0.15 },
    source: 'S&P 500 total return 24 Mar 2000 to 9 Oct 2002 (-47 %), S&P 500 technology and telecom sectors (-80 %, -70 %); Bloomberg US Aggregate (+29 %); 3-month bills (+10 %); FTSE Nareit (about +30 %); commodities taken as flat.',
  },
  covid_2020: {
    id: 'covid_2020',
    title: 'Pandemic sell-off, February to March 2020',
    byClass: { equity: -0.34, bond: -0.01, cash: 0, commodity: -0.4, real_estate: -0.42, crypto: -0.4, fund: -0.34 },
    bySector: { energy: -0.56, financials: -0.43, industrials: -0.42, real_estate: -0.38, materials: -0.37, utilities: -0.36, consumer_discretionary: -0.33, technology: -0.31, communication_services: -0.29, health_care: -0.28, consumer_staples: -0.24 },
    source: 'S&P 500 price return 19 Feb to 23 Mar 2020 (-34 %) and its GICS sectors; Bloomberg US Aggregate (-1 %); S&P GSCI (-40 %); FTSE Nareit (-42 %); bitcoin in US dollars (-40 %).',
  },
  inflation_1970s: {
    id: 'inflation_1970s',
    title: 'Oil shock and inflation, January 1973 to October 1974',
    byClass: { equity: -0.45, bond: -0.06, cash: 0.13, commodity: 1, real_estate: -0.35, fund: -0.45 },
    bySector: { energy: -0.3 },
    source: 'S&P 500 total return Jan 1973 to Oct 1974 (-45 %); Ibbotson SBBI long-term government bonds (-6 %) and bills (+13 %); S&P GSCI (about doubled); FTSE Nareit (-35 %); energy shares fell less than the market (about -30 %). Nominal figures: consumer prices rose 20 %.',
  },
  rates_up_200bp: {
    id: 'rates_up_200bp',
    title: 'Parallel rise of yields by 200 basis points',
    byClass: { cash: 0, equity: -0.1, real_estate: -0.15, fund: -0.1 },
    yieldShiftBps: 200,
    source: 'Bonds by duration and convexity; 200 bp is the parallel shock of the Basel standard on interest-rate risk in the banking book (2016) for the US dollar. Equity and real estate: house assumption of an equity duration of 5 and a REIT duration of 7.5.',
  },
  currency_up_20: {
    id: 'currency_up_20',
    title: 'Every foreign currency gains 20 % against the base currency',
    byClass: { equity: 0, bond: 0, cash: 0, commodity: 0, real_estate: 0, crypto: 0, nft: 0, fund: 0 },
    foreignCurrencyFraction: 0.2,
    source: 'Convention: about twice the annual volatility of a major currency pair (10 %).',
  },
  currency_down_20: {
    id: 'currency_down_20',
    title: 'Every foreign currency loses 20 % against the base currency',
    byClass: { equity: 0, bond: 0, cash: 0, commodity: 0, real_estate: 0, crypto: 0, nft: 0, fund: 0 },
    foreignCurrencyFraction: -0.2,
    source: 'Convention: about twice the annual volatility of a major currency pair (10 %).',
  },
  crypto_down_70: {
    id: 'crypto_down_70',
    title: 'Crypto winter',
    byClass: { crypto: -0.7, nft: -0.7, equity: 0, bond: 0, cash: 0, commodity: 0, real_estate: 0, fund: 0 },
    source: 'Bitcoin in US dollars fell 76 % from November 2021 to November 2022 and 84 % from December 2017 to December 2018; -70 % is the usual round figure. NFTs take the same by assumption.',
  },
};
