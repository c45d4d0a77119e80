/** What the house assumes of an exposure class a year: nominal, after costs, fractions. */
export interface ClassAssumption {
  readonly returnFraction: number;
  readonly volatilityFraction: number;
}

const HOUSE: Readonly<Record<string, readonly [returnFraction: number, volatilityFraction: number]>> = {
  equity: [0.065, 0.16], bond: [0.032, 0.06], cash: [0.02, 0.005], commodity: [0.03, 0.18], real_estate: [0.055, 0.17], crypto: [0.08, 0.6], nft: [0, 0.8], multi_asset: [0.05, 0.1],
};

export const DEFAULT_RETURN_FRACTION = 0.05;
export const DEFAULT_VOLATILITY_FRACTION = 0.12;
export const DEFAULT_INFLATION_FRACTION = 0.02;

/** The house's view of a class; the defaults for one that it has no view of. */
export function houseAssumption(exposureClass: string): ClassAssumption {
  const [returnFraction, volatilityFraction] = HOUSE[exposureClass] ?? [DEFAULT_RETURN_FRACTION, DEFAULT_VOLATILITY_FRACTION];
  return { returnFraction, volatilityFraction };
}
