import type { EXPOSURE_CLASSES } from '../../entities/trading/security.entity.ts';
import type { Listing } from '../catalogue/listing.ts';
import type { StrategyName } from '../people/cast-types.ts';
import type { SeededRandom } from '../random.ts';
import { LISTINGS } from '../market/market.ts';

export type Exposure = (typeof EXPOSURE_CLASSES)[number];
export type Weights = Readonly<Partial<Record<Exposure, number>>>;

/** Wanted weights by exposure class; each sums to 1. */
export const STRATEGIES: Readonly<Record<StrategyName, Weights>> = {
  conservative: { bond: 0.58, equity: 0.22, cash: 0.1, real_estate: 0.05, commodity: 0.05 },
  moderate: { bond: 0.42, equity: 0.4, cash: 0.08, real_estate: 0.05, commodity: 0.05 },
  balanced: { bond: 0.3, equity: 0.53, cash: 0.06, real_estate: 0.06, commodity: 0.05 },
  growth: { bond: 0.14, equity: 0.7, cash: 0.05, real_estate: 0.05, commodity: 0.04, crypto: 0.02 },
  aggressive: { equity: 0.85, cash: 0.04, real_estate: 0.03, commodity: 0.03, crypto: 0.05 },
  income: { bond: 0.48, equity: 0.33, cash: 0.07, real_estate: 0.12 },
};

export interface Pick {
  readonly ticker: string;
  readonly weightFraction: number;
}

/** Kept for the stories: an ordinary portfolio does not hold them. */
const RESERVED = new Set(['KSTR', 'LEMN', 'FJRD', 'DRGN', 'LEV2', 'SOL', 'MDRA', 'VOLT', 'STRM', 'HLXC', 'BIOV', 'RHEN', 'HDGX', 'LIQX']);
const FOREIGN: readonly string[] = ['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'CAD'];

/**
 * Instruments for a strategy: the core of each class in the base currency, some shares abroad. Cash is what is left.
 * `only` narrows the single shares to tickers of a story.
 */
export function pickInstruments(strategy: StrategyName, baseCurrency: string, random: SeededRandom): Pick[] {
  const weights = STRATEGIES[strategy];
  const picks: Pick[] = [];
  for (const [exposure, weight] of Object.entries(weights) as [Exposure, number][]) { // the keys of Weights
    if (exposure === 'cash') continue;
    picks.push(...(exposure === 'equity' ? pickShares(weight, strategy, baseCurrency, random) : pickOthers(exposure, weight, baseCurrency, random)));
  }
  return picks;
}

function pickShares(weight: number, strategy: StrategyName, baseCurrency: string, random: SeededRandom): Pick[] {
  const home = random.shuffled(usable('equity', baseCurrency).filter(({ assetClass }) => assetClass === 'equity'))
    .sort((left, right) => (strategy === 'income' ? (right.dividend?.[0] ?? 0) - (left.dividend?.[0] ?? 0) : 0));
  const abroadIn = random.shuffled(FOREIGN.filter((currency) => currency !== baseCurrency)).slice(0, 2);
  const abroad = abroadIn.map((currency) => random.pick(usable('equity', currency).filter(({ assetClass }) => assetClass === 'equity')));
  const core = usable('equity', baseCurrency).filter(({ assetClass }) => assetClass !== 'equity' && assetClass !== 'real_estate');
  const coreWeight = strategy === 'aggressive' ? 0.2 : 0.38;
  const shares = [...home.slice(0, strategy === 'conservative' ? 3 : 5), ...abroad];
  const picks = shares.map(({ ticker }) => ({ ticker, weightFraction: (weight * (1 - coreWeight)) / shares.length }));
  const funds = random.shuffled(core).slice(0, 2);
  if (funds.length === 0) return picks;
  return [...funds.map(({ ticker }) => ({ ticker, weightFraction: (weight * coreWeight) / funds.length })), ...picks];
}

function pickOthers(exposure: Exposure, weight: number, baseCurrency: string, random: SeededRandom): Pick[] {
  const home = usable(exposure, baseCurrency);
  const pool = home.length > 0 ? home : usable(exposure, 'USD');
  const chosen = random.shuffled(pool).slice(0, exposure === 'bond' ? 3 : 1);
  return chosen.map(({ ticker }) => ({ ticker, weightFraction: weight / chosen.length }));
}

function usable(exposure: Exposure, currency: string): Listing[] {
  return LISTINGS.filter((listing) => listing.exposureClass === exposure && listing.currency === currency && !listing.isIndex && !RESERVED.has(listing.ticker));
}
