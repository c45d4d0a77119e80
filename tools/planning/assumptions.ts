import type { HeldPosition } from '../../src/data/portfolios/load-holdings.ts';
import { DEFAULT_RETURN_FRACTION, DEFAULT_VOLATILITY_FRACTION, houseAssumption, type ClassAssumption } from '../../src/domain/advice/house-assumptions.ts';
import { sumDecimals } from '../../src/shared/decimal.ts';

export { DEFAULT_RETURN_FRACTION, DEFAULT_VOLATILITY_FRACTION };

/** Return that the house assumes for a mix, by value; the default where nothing can be valued. */
export function houseReturn(positions: readonly HeldPosition[]): number {
  return weighted(positions, 'returnFraction') ?? DEFAULT_RETURN_FRACTION;
}

/** Volatility by value as if all classes moved together: never too low. */
export function houseVolatility(positions: readonly HeldPosition[]): number {
  return weighted(positions, 'volatilityFraction') ?? DEFAULT_VOLATILITY_FRACTION;
}

function weighted(positions: readonly HeldPosition[], part: keyof ClassAssumption): number | undefined {
  const valued = positions.filter(({ value }) => value?.gt(0));
  const total = sumDecimals(valued.map(({ value }) => value!));
  if (!total.gt(0)) return undefined;
  const sum = valued.reduce((all, { value, exposureClass }) => all + value!.div(total).toNumber() * houseAssumption(exposureClass)[part], 0);
  return Math.round(sum * 10_000) / 10_000;
}
