import type { HeldPosition } from '../../src/data/portfolios/load-holdings.ts';
import { sumDecimals } from '../../src/shared/decimal.ts';

/** Yearly return and volatility that the house assumes for a class, nominal and after costs, fractions. Reviewed with the advice engine. */
const HOUSE: Readonly<Record<string, readonly [returnFraction: number, volatilityFraction: number]>> = {
  equity: [0.065, 0.16], bond: [0.032, 0.06], cash: [0.02, 0.005], commodity: [0.03, 0.18], real_estate: [0.055, 0.17], crypto: [0.08, 0.6], nft: [0, 0.8], multi_asset: [0.05, 0.1],
};

export const DEFAULT_RETURN_FRACTION = 0.05;
export const DEFAULT_VOLATILITY_FRACTION = 0.12;

const UNKNOWN: readonly [number, number] = [DEFAULT_RETURN_FRACTION, DEFAULT_VOLATILITY_FRACTION];

/** Return that the house assumes for a mix, by value; the default where nothing can be valued. */
export function houseReturn(positions: readonly HeldPosition[]): number {
  return weighted(positions, 0) ?? DEFAULT_RETURN_FRACTION;
}

/** Volatility by value as if all classes moved together: never too low. */
export function houseVolatility(positions: readonly HeldPosition[]): number {
  return weighted(positions, 1) ?? DEFAULT_VOLATILITY_FRACTION;
}

function weighted(positions: readonly HeldPosition[], part: 0 | 1): number | undefined {
  const valued = positions.filter(({ value }) => value?.gt(0));
  const total = sumDecimals(valued.map(({ value }) => value!));
  if (!total.gt(0)) return undefined;
  const sum = valued.reduce((all, { value, exposureClass }) => all + value!.div(total).toNumber() * (HOUSE[exposureClass] ?? UNKNOWN)[part], 0);
  return Math.round(sum * 10_000) / 10_000;
}
