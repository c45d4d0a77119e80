/** Places of trading, with their leading index and the session in local time. Index levels are synthetic. */
export interface Venue {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly country: string | null;
  readonly currency: string;
  readonly timezone: string;
  readonly hours: readonly [opens: string, closes: string];
  readonly tradingDays: string;
  readonly indexName: string | null;
  readonly indexLevel: number | null;
}

const WEEKDAYS = '1,2,3,4,5';

export const VENUES: readonly Venue[] = [
  { code: 'NYSE', name: 'New York Stock Exchange', region: 'North America', country: 'US', currency: 'USD', timezone: 'America/New_York', hours: ['09:30', '16:00'], tradingDays: WEEKDAYS, indexName: 'New York Composite', indexLevel: 20_412.6 },
  { code: 'NASDAQ', name: 'Nasdaq Stock Market', region: 'North America', country: 'US', currency: 'USD', timezone: 'America/New_York', hours: ['09:30', '16:00'], tradingDays: WEEKDAYS, indexName: 'Nasdaq Composite', indexLevel: 21_880.3 },
  { code: 'TSX', name: 'Toronto Stock Exchange', region: 'North America', country: 'CA', currency: 'CAD', timezone: 'America/Toronto', hours: ['09:30', '16:00'], tradingDays: WEEKDAYS, indexName: 'Toronto Composite', indexLevel: 27_930.1 },
  { code: 'LSE', name: 'London Stock Exchange', region: 'Europe', country: 'GB', currency: 'GBP', timezone: 'Europe/London', hours: ['08:00', '16:30'], tradingDays: WEEKDAYS, indexName: 'London 100', indexLevel: 9_120.4 },
  { code: 'XETRA', name: 'Xetra Frankfurt', region: 'Europe', country: 'DE', currency: 'EUR', timezone: 'Europe/Berlin', hours: ['09:00', '17:30'], tradingDays: WEEKDAYS, indexName: 'Germany 40', indexLevel: 23_640.8 },
  { code: 'EPA', name: 'Euronext Paris', region: 'Europe', country: 'FR', currency: 'EUR', timezone: 'Europe/Paris', hours: ['09:00', '17:30'], tradingDays: WEEKDAYS, indexName: 'Paris 40', indexLevel: 8_015.2 },
  { code: 'SIX', name: 'SIX Swiss Exchange', region: 'Europe', country: 'CH', currency: 'CHF', timezone: 'Europe/Zurich', hours: ['09:00', '17:30'], tradingDays: WEEKDAYS, indexName: 'Swiss 20', indexLevel: 12_470.5 },
  { code: 'OSE', name: 'Oslo Stock Exchange', region: 'Europe', country: 'NO', currency: 'NOK', timezone: 'Europe/Oslo', hours: ['09:00', '16:20'], tradingDays: WEEKDAYS, indexName: 'Oslo All Share', indexLevel: 1_642.7 },
  { code: 'TSE', name: 'Tokyo Stock Exchange', region: 'Asia Pacific', country: 'JP', currency: 'JPY', timezone: 'Asia/Tokyo', hours: ['09:00', '15:30'], tradingDays: WEEKDAYS, indexName: 'Tokyo 225', indexLevel: 41_206.9 },
  { code: 'HKEX', name: 'Hong Kong Exchange', region: 'Asia Pacific', country: 'HK', currency: 'HKD', timezone: 'Asia/Hong_Kong', hours: ['09:30', '16:00'], tradingDays: WEEKDAYS, indexName: 'Hong Kong Index', indexLevel: 24_180.2 },
  { code: 'CRYPTO', name: 'Digital Asset Venues', region: 'Global', country: null, currency: 'USD', timezone: 'UTC', hours: ['00:00', '00:00'], tradingDays: '1,2,3,4,5,6,7', indexName: null, indexLevel: null },
];
