import { REGION_OF, type Listing } from './listing.ts';

type Plain = Omit<Listing, 'assetClass' | 'exposureClass' | 'region' | 'description' | 'sector' | 'industry'> & Partial<Listing>;

const WORLD = { US: 0.62, JP: 0.07, GB: 0.05, FR: 0.04, CA: 0.04, CH: 0.03, DE: 0.03 };
const WORLD_SECTORS = { 'Information Technology': 0.25, Financials: 0.16, 'Health Care': 0.11, Industrials: 0.11, 'Consumer Discretionary': 0.11, 'Communication Services': 0.08, 'Consumer Staples': 0.06, Energy: 0.04, Materials: 0.03, Utilities: 0.03, 'Real Estate': 0.02 };

function make(assetClass: Listing['assetClass'], exposureClass: Listing['exposureClass'], kind: string, rows: readonly Plain[]): Listing[] {
  return rows.map((row) => ({
    assetClass, exposureClass, sector: null, industry: kind, region: (row.country && REGION_OF[row.country]) || 'Global',
    description: `${row.name}: an invented ${kind.toLowerCase()} of the demonstration firm. Its prices are synthetic.`, ...row,
  }));
}

const BONDS = make('bond', 'bond', 'Government Bond', [
  { ticker: 'UST31', name: 'US Treasury 3.75% 2031', country: 'US', venue: 'NYSE', currency: 'USD', price: 99.14, beta: -0.05, ownVolatility: 0.005, duration: 4.4, coupon: [0.0375, 2], maturesInYears: 5 },
  { ticker: 'UST36', name: 'US Treasury 4.00% 2036', country: 'US', venue: 'NYSE', currency: 'USD', price: 98.32, beta: -0.06, ownVolatility: 0.006, duration: 7.9, coupon: [0.04, 2], maturesInYears: 10 },
  { ticker: 'UKT33', name: 'UK Gilt 3.50% 2033', country: 'GB', venue: 'LSE', currency: 'GBP', price: 96.71, beta: -0.04, ownVolatility: 0.006, duration: 6, coupon: [0.035, 2], maturesInYears: 7 },
  { ticker: 'BUND34', name: 'German Federal Bond 2.20% 2034', country: 'DE', venue: 'XETRA', currency: 'EUR', price: 97.45, beta: -0.05, ownVolatility: 0.005, duration: 7.2, coupon: [0.022, 1], maturesInYears: 8 },
  { ticker: 'OAT32', name: 'French Republic 2.75% 2032', country: 'FR', venue: 'EPA', currency: 'EUR', price: 98.06, beta: -0.03, ownVolatility: 0.006, duration: 5.4, coupon: [0.0275, 1], maturesInYears: 6 },
  { ticker: 'EIDG35', name: 'Swiss Confederation 0.75% 2035', country: 'CH', venue: 'SIX', currency: 'CHF', price: 101.28, beta: -0.03, ownVolatility: 0.004, duration: 8.5, coupon: [0.0075, 1], maturesInYears: 9 },
  { ticker: 'JGB36', name: 'Japan Government 0.90% 2036', country: 'JP', venue: 'TSE', currency: 'JPY', price: 98.9, beta: -0.02, ownVolatility: 0.004, duration: 9.3, coupon: [0.009, 2], maturesInYears: 10 },
  { ticker: 'CAN32', name: 'Government of Canada 3.00% 2032', country: 'CA', venue: 'TSX', currency: 'CAD', price: 99.62, beta: -0.04, ownVolatility: 0.005, duration: 5.3, coupon: [0.03, 2], maturesInYears: 6 },
]);

const CORPORATE_BONDS = make('bond', 'bond', 'Corporate Bond', [
  { ticker: 'VTLS30', name: 'Vitalis Health 4.60% 2030', country: 'US', venue: 'NYSE', currency: 'USD', price: 101.05, beta: 0.1, ownVolatility: 0.015, duration: 3.6, coupon: [0.046, 2], maturesInYears: 4, sector: 'Health Care' },
  { ticker: 'TELX33', name: 'Telexa Communications 5.90% 2033', country: 'US', venue: 'NYSE', currency: 'USD', price: 100.4, beta: 0.22, ownVolatility: 0.03, duration: 5.5, coupon: [0.059, 2], maturesInYears: 7, sector: 'Communication Services', minRiskScore: 25 },
  { ticker: 'NORD31', name: 'Nordmark Automation 3.10% 2031', country: 'DE', venue: 'XETRA', currency: 'EUR', price: 99.02, beta: 0.08, ownVolatility: 0.012, duration: 4.5, coupon: [0.031, 1], maturesInYears: 5, sector: 'Industrials' },
  { ticker: 'ALBN29', name: 'Albion Bank 5.25% 2029', country: 'GB', venue: 'LSE', currency: 'GBP', price: 101.77, beta: 0.12, ownVolatility: 0.018, duration: 2.7, coupon: [0.0525, 2], maturesInYears: 3, sector: 'Financials' },
]);

const EQUITY_ETFS = make('etf', 'equity', 'Equity ETF', [
  { ticker: 'WRLD', name: 'Meridian World Equity ETF', country: null, venue: 'NYSE', currency: 'USD', price: 118.45, beta: 1, ownVolatility: 0.02, dividend: [0.017, 2], expenseRatio: 0.0012, composition: { countries: WORLD, sectors: WORLD_SECTORS, assetClasses: { equity: 1 } } },
  { ticker: 'WRLE', name: 'Meridian World Equity ETF (EUR)', country: null, venue: 'XETRA', currency: 'EUR', price: 96.18, beta: 1, ownVolatility: 0.02, dividend: [0.017, 2], expenseRatio: 0.0015, composition: { countries: WORLD, sectors: WORLD_SECTORS, assetClasses: { equity: 1 } } },
  { ticker: 'USLC', name: 'Meridian US Large Cap ETF', country: 'US', venue: 'NYSE', currency: 'USD', price: 487.2, beta: 1.05, ownVolatility: 0.02, dividend: [0.013, 2], expenseRatio: 0.0004, composition: { countries: { US: 1 }, sectors: { ...WORLD_SECTORS, 'Information Technology': 0.31, Financials: 0.13 } } },
  { ticker: 'UKEQ', name: 'Albion UK Equity ETF', country: 'GB', venue: 'LSE', currency: 'GBP', price: 34.612, beta: 0.85, ownVolatility: 0.05, dividend: [0.036, 2], expenseRatio: 0.0009, composition: { countries: { GB: 1 } } },
  { ticker: 'EURO', name: 'Meridian Eurozone Equity ETF', country: null, region: 'Europe', venue: 'XETRA', currency: 'EUR', price: 71.33, beta: 0.95, ownVolatility: 0.05, dividend: [0.028, 2], expenseRatio: 0.001, composition: { countries: { DE: 0.3, FR: 0.34 } } },
  { ticker: 'SWIS', name: 'Helvetic Leaders ETF', country: 'CH', venue: 'SIX', currency: 'CHF', price: 128.74, beta: 0.8, ownVolatility: 0.05, dividend: [0.027, 2], expenseRatio: 0.0015, composition: { countries: { CH: 1 } } },
  { ticker: 'JPEQ', name: 'Nippon Core Equity ETF', country: 'JP', venue: 'TSE', currency: 'JPY', price: 2914, beta: 0.9, ownVolatility: 0.07, dividend: [0.02, 2], expenseRatio: 0.0011, composition: { countries: { JP: 1 } } },
  { ticker: 'CAEQ', name: 'Canada Composite ETF', country: 'CA', venue: 'TSX', currency: 'CAD', price: 42.86, beta: 0.88, ownVolatility: 0.05, dividend: [0.028, 2], expenseRatio: 0.0008, composition: { countries: { CA: 1 } } },
  { ticker: 'TECH', name: 'Meridian Global Technology ETF', country: null, sector: 'Information Technology', venue: 'NASDAQ', currency: 'USD', price: 203.9, beta: 1.2, ownVolatility: 0.05, sectorLoading: 1, drift: 0.04, dividend: [0.005, 2], expenseRatio: 0.0018, composition: { countries: { US: 0.8, JP: 0.06 }, sectors: { 'Information Technology': 1 } } },
  { ticker: 'EMKT', name: 'Meridian Emerging Markets ETF', country: null, venue: 'NYSE', currency: 'USD', price: 47.05, beta: 1.05, ownVolatility: 0.1, drift: -0.02, dividend: [0.026, 2], expenseRatio: 0.0025, minRiskScore: 40 },
  { ticker: 'LEV2', name: 'Meridian 2x US Equity ETF', country: 'US', venue: 'NYSE', currency: 'USD', price: 61.5, beta: 2.1, ownVolatility: 0.04, expenseRatio: 0.0095, minRiskScore: 80 },
]);

const BOND_ETFS = make('etf', 'bond', 'Bond ETF', [
  { ticker: 'AGGB', name: 'Meridian Global Aggregate Bond ETF', country: null, venue: 'NYSE', currency: 'USD', price: 51.22, beta: 0.01, ownVolatility: 0.008, duration: 6.4, dividend: [0.034, 2], expenseRatio: 0.0008, composition: { assetClasses: { bond: 1 } } },
  { ticker: 'EUGB', name: 'Meridian Euro Government Bond ETF', country: null, region: 'Europe', venue: 'XETRA', currency: 'EUR', price: 112.46, beta: -0.03, ownVolatility: 0.006, duration: 7, dividend: [0.024, 2], expenseRatio: 0.0009 },
  { ticker: 'UKGL', name: 'Albion Gilts ETF', country: 'GB', venue: 'LSE', currency: 'GBP', price: 10.384, beta: -0.03, ownVolatility: 0.006, duration: 8, dividend: [0.036, 2], expenseRatio: 0.0007 },
]);

const FUNDS = [
  ...make('fund', 'multi_asset', 'Multi-Asset Fund', [
    { ticker: 'BALX', name: 'Harbour Balanced Fund', country: 'LU', venue: null, currency: 'EUR', price: 148.27, beta: 0.55, ownVolatility: 0.03, duration: 2.6, dividend: [0.016, 1], expenseRatio: 0.0135, quantityDecimals: 4, composition: { assetClasses: { equity: 0.55, bond: 0.4, cash: 0.05 } } },
    { ticker: 'HDGX', name: 'Harbour Absolute Return Fund', country: 'LU', venue: null, currency: 'CHF', price: 109.63, beta: 0.2, ownVolatility: 0.04, expenseRatio: 0.0185, quantityDecimals: 4, minRiskScore: 55 },
  ]),
  ...make('fund', 'equity', 'Equity Fund', [
    { ticker: 'SUSX', name: 'Harbour Sustainable Leaders Fund', country: 'IE', venue: null, currency: 'EUR', price: 231.58, beta: 0.98, ownVolatility: 0.05, dividend: [0.009, 1], expenseRatio: 0.0095, quantityDecimals: 4, composition: { countries: WORLD, sectors: { ...WORLD_SECTORS, Energy: 0 } } },
    { ticker: 'SMLX', name: 'Cedar Ridge Small Companies Fund', country: 'US', venue: null, currency: 'USD', price: 67.91, beta: 1.2, ownVolatility: 0.09, dividend: [0.008, 1], expenseRatio: 0.0108, quantityDecimals: 4 },
    { ticker: 'LIQX', name: 'Harbour Sterling Money Fund', country: 'IE', venue: null, currency: 'GBP', price: 1.0962, beta: 0, ownVolatility: 0.001, drift: 0.02, expenseRatio: 0.001, quantityDecimals: 4, exposureClass: 'cash', industry: 'Money Market Fund' },
  ]),
];

const REAL_ASSETS = [
  ...make('commodity', 'commodity', 'Precious Metal', [
    { ticker: 'GOLD', name: 'Vaulted Gold ETC', country: null, venue: 'LSE', currency: 'USD', price: 231.4, beta: 0, ownVolatility: 0.14, drift: 0.05, duration: 2, expenseRatio: 0.0015 },
    { ticker: 'SLVR', name: 'Vaulted Silver ETC', country: null, venue: 'XETRA', currency: 'EUR', price: 27.83, beta: 0.3, ownVolatility: 0.24, drift: 0.02, expenseRatio: 0.0019 },
  ]),
  ...make('commodity', 'commodity', 'Energy Commodity', [
    { ticker: 'CRUD', name: 'Rolling Crude Oil ETC', country: null, venue: 'LSE', currency: 'GBP', price: 18.925, beta: 0.6, ownVolatility: 0.3, sector: 'Energy', sectorLoading: 0.8, expenseRatio: 0.0035, minRiskScore: 60 },
    { ticker: 'AGRI', name: 'Broad Agriculture ETC', country: null, venue: 'TSX', currency: 'CAD', price: 24.18, beta: 0.15, ownVolatility: 0.16, expenseRatio: 0.0045 },
  ]),
  ...make('real_estate', 'real_estate', 'Equity REIT', [
    { ticker: 'TOWR', name: 'Towerstone REIT', country: 'US', venue: 'NYSE', currency: 'USD', price: 48.66, beta: 0.85, ownVolatility: 0.15, sector: 'Real Estate', sectorLoading: 1, duration: 3, dividend: [0.046, 2] },
    { ticker: 'LOGI', name: 'Logipark Warehouses', country: 'GB', venue: 'LSE', currency: 'GBP', price: 8.142, beta: 0.9, ownVolatility: 0.16, sector: 'Real Estate', sectorLoading: 1, duration: 3, dividend: [0.041, 2] },
    { ticker: 'WOHN', name: 'Wohnstadt Immobilien', country: 'DE', venue: 'XETRA', currency: 'EUR', price: 29.35, beta: 0.85, ownVolatility: 0.17, sector: 'Real Estate', sectorLoading: 1, duration: 4, dividend: [0.036, 1] },
    { ticker: 'SWRE', name: 'Swiss Prime Homes', country: 'CH', venue: 'SIX', currency: 'CHF', price: 96.4, beta: 0.5, ownVolatility: 0.1, sector: 'Real Estate', sectorLoading: 0.7, duration: 2, dividend: [0.032, 1] },
    { ticker: 'MPLR', name: 'Mapleview Residential REIT', country: 'CA', venue: 'TSX', currency: 'CAD', price: 19.07, beta: 0.75, ownVolatility: 0.14, sector: 'Real Estate', sectorLoading: 1, duration: 3, dividend: [0.043, 2] },
    { ticker: 'JREI', name: 'Edo Office REIT', country: 'JP', venue: 'TSE', currency: 'JPY', price: 142_600, beta: 0.6, ownVolatility: 0.13, sector: 'Real Estate', sectorLoading: 0.8, duration: 2, dividend: [0.04, 2] },
  ]),
];

const CRYPTO = make('crypto', 'crypto', 'Digital Asset', [
  { ticker: 'BTC', name: 'Bitcoin', country: null, venue: 'CRYPTO', currency: 'USD', price: 94_310, beta: 1.1, ownVolatility: 0.52, drift: 0.12, quantityDecimals: 8, minRiskScore: 75 },
  { ticker: 'ETH', name: 'Ether', country: null, venue: 'CRYPTO', currency: 'USD', price: 3_284.5, beta: 1.25, ownVolatility: 0.6, drift: 0.06, quantityDecimals: 8, minRiskScore: 75 },
  { ticker: 'SOL', name: 'Solana', country: null, venue: 'CRYPTO', currency: 'USD', price: 168.4, beta: 1.4, ownVolatility: 0.78, quantityDecimals: 8, minRiskScore: 85 },
]).map((listing) => ({ ...listing, description: `${listing.name}, a digital asset. Prices in the demonstration firm are synthetic and not those of the market.` }));

const INDICES = make('equity', 'equity', 'Index', [
  { ticker: 'IDX-WORLD', name: 'Steward World Equity Index', country: null, venue: null, currency: 'USD', price: 3_914.6, beta: 1, ownVolatility: 0.004, isIndex: true, drift: 0.017 },
  { ticker: 'IDX-US', name: 'Steward US Equity Index', country: 'US', venue: null, currency: 'USD', price: 6_120.3, beta: 1.05, ownVolatility: 0.006, isIndex: true, drift: 0.015 },
  { ticker: 'IDX-EUROPE', name: 'Steward Europe Equity Index', country: null, region: 'Europe', venue: null, currency: 'EUR', price: 1_284.9, beta: 0.93, ownVolatility: 0.03, isIndex: true, drift: 0.022 },
  { ticker: 'IDX-AGG', name: 'Steward Global Aggregate Bond Index', country: null, venue: null, currency: 'USD', price: 506.7, beta: 0.01, ownVolatility: 0.006, duration: 6.4, isIndex: true, drift: 0.03, assetClass: 'bond', exposureClass: 'bond' },
]);

export const OTHER_LISTINGS: readonly Listing[] = [...BONDS, ...CORPORATE_BONDS, ...EQUITY_ETFS, ...BOND_ETFS, ...FUNDS, ...REAL_ASSETS, ...CRYPTO, ...INDICES];
