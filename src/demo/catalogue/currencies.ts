/** Units of each currency for one euro at the end of the history, and how far it moves in a year. Synthetic. */
export interface DemoCurrency {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly country: string | null;
  readonly perEuro: number;
  readonly volatilityFraction: number;
  /** Loading on the risk appetite of the market: safe havens gain when shares fall. */
  readonly marketLoading: number;
}

export const CURRENCIES: readonly DemoCurrency[] = [
  { code: 'EUR', name: 'Euro', region: 'Europe', country: null, perEuro: 1, volatilityFraction: 0, marketLoading: 0 },
  { code: 'USD', name: 'US dollar', region: 'North America', country: 'US', perEuro: 1.1124, volatilityFraction: 0.065, marketLoading: 0.05 },
  { code: 'GBP', name: 'Pound sterling', region: 'Europe', country: 'GB', perEuro: 0.8613, volatilityFraction: 0.05, marketLoading: -0.04 },
  { code: 'CHF', name: 'Swiss franc', region: 'Europe', country: 'CH', perEuro: 0.9421, volatilityFraction: 0.04, marketLoading: 0.06 },
  { code: 'JPY', name: 'Japanese yen', region: 'Asia Pacific', country: 'JP', perEuro: 163.42, volatilityFraction: 0.085, marketLoading: 0.14 },
  { code: 'CAD', name: 'Canadian dollar', region: 'North America', country: 'CA', perEuro: 1.5238, volatilityFraction: 0.06, marketLoading: -0.03 },
  { code: 'NOK', name: 'Norwegian krone', region: 'Europe', country: 'NO', perEuro: 11.684, volatilityFraction: 0.075, marketLoading: -0.12 },
  { code: 'AUD', name: 'Australian dollar', region: 'Asia Pacific', country: 'AU', perEuro: 1.6845, volatilityFraction: 0.07, marketLoading: -0.13 },
  { code: 'HKD', name: 'Hong Kong dollar', region: 'Asia Pacific', country: 'HK', perEuro: 8.6631, volatilityFraction: 0.066, marketLoading: 0.05 },
  { code: 'SEK', name: 'Swedish krona', region: 'Europe', country: 'SE', perEuro: 11.214, volatilityFraction: 0.06, marketLoading: -0.09 },
];

/** The krone's feed broke: its last rate is this many trading days old. */
export const MISSING_RATE = { currency: 'NOK', tradingDays: 9 } as const;
