import { CURRENCIES } from '../catalogue/currencies.ts';
import { SECTORS, type Sector } from '../catalogue/listing.ts';
import type { SeededRandom } from '../random.ts';
import { MARKET_SHOCKS, SECTOR_SHOCKS, YIELD_SHOCKS, type Shock } from './shocks.ts';

export const DAYS_A_YEAR = 252;

/** Daily moves of what drives prices; each array has one entry a trading day, oldest first. Log returns; yields as fractions. */
export interface Factors {
  readonly market: Float64Array;
  readonly sectors: ReadonlyMap<Sector, Float64Array>;
  readonly yields: Float64Array;
  /** Log change of the units of a currency for one euro. */
  readonly perEuro: ReadonlyMap<string, Float64Array>;
}

const MARKET_DRIFT = 0.078;
const MARKET_VOLATILITY = 0.145;
const SECTOR_VOLATILITY = 0.085;
const YIELD_VOLATILITY = 0.0068;

/**
 * The factors over `days` trading days. The market's volatility clusters (GARCH(1,1) with persistence 0.97): quiet and wild weeks come
 * in runs. Sectors, yields and currencies move by themselves beside it; currencies also with the appetite for risk.
 */
export function drawFactors(random: SeededRandom, days: number): Factors {
  const market = clusteredReturns(random, days);
  addShocks(market, MARKET_SHOCKS);
  const sectors = new Map<Sector, Float64Array>();
  for (const sector of SECTORS) {
    const moves = normals(random, days, SECTOR_VOLATILITY);
    addShocks(moves, SECTOR_SHOCKS.filter((shock) => shock.sector === sector));
    sectors.set(sector, moves);
  }
  const yields = normals(random, days, YIELD_VOLATILITY);
  addShocks(yields, YIELD_SHOCKS);
  const perEuro = new Map<string, Float64Array>();
  for (const { code, volatilityFraction, marketLoading } of CURRENCIES) {
    const moves = normals(random, days, volatilityFraction);
    for (let day = 0; day < days; day += 1) moves[day]! += marketLoading * market[day]!;
    perEuro.set(code, moves);
  }
  return { market, sectors, yields, perEuro };
}

function clusteredReturns(random: SeededRandom, days: number): Float64Array {
  const longRun = MARKET_VOLATILITY ** 2 / DAYS_A_YEAR;
  const out = new Float64Array(days);
  let variance = longRun;
  for (let day = 0; day < days; day += 1) {
    const surprise = Math.sqrt(variance) * random.normal();
    out[day] = MARKET_DRIFT / DAYS_A_YEAR + surprise;
    variance = 0.03 * longRun + 0.09 * surprise ** 2 + 0.88 * variance;
  }
  return out;
}

function normals(random: SeededRandom, days: number, yearlyVolatility: number): Float64Array {
  const daily = yearlyVolatility / Math.sqrt(DAYS_A_YEAR);
  const out = new Float64Array(days);
  for (let day = 0; day < days; day += 1) out[day] = daily * random.normal();
  return out;
}

/** Adds each shock evenly over its span; a history that is too short for one takes the part that it has. */
export function addShocks(moves: Float64Array, shocks: readonly Shock[]): void {
  for (const { fromDaysBack, toDaysBack, total } of shocks) {
    const each = total / (fromDaysBack - toDaysBack + 1);
    for (let back = fromDaysBack; back >= toDaysBack; back -= 1) {
      const day = moves.length - 1 - back;
      if (day >= 0) moves[day]! += each;
    }
  }
}

/** Shifts each day of a span equally, so that the span returns its total. */
export function pinReturns(moves: Float64Array, pins: readonly Shock[]): void {
  for (const { fromDaysBack, toDaysBack, total } of pins) {
    const first = Math.max(0, moves.length - 1 - fromDaysBack);
    const end = moves.length - toDaysBack;
    const drawn = moves.subarray(first, end).reduce((sum, move) => sum + move, 0);
    for (let day = first; day < end; day += 1) moves[day]! += (total - drawn) / (end - first);
  }
}
