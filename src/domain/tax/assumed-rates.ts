/** Rates on realised capital gains, fractions, and what they are. */
export interface GainRates {
  readonly shortTermFraction: number;
  readonly longTermFraction: number;
  readonly source: string;
}

/**
 * General rates for private persons by country of tax residence, 2026, where the client's own are not on record: an assumption for ranking
 * and estimating, never tax advice. The US pair is a usual federal bracket; flat-rate countries have one rate; Switzerland leaves private
 * gains untaxed; Canada taxes half of the gain (at an assumed 50 %).
 */
const RATES: Readonly<Record<string, readonly [shortTerm: number, longTerm: number]>> = {
  US: [0.35, 0.15], GB: [0.24, 0.24], DE: [0.26375, 0.26375], FR: [0.3, 0.3], CH: [0, 0], NO: [0.3784, 0.3784], JP: [0.20315, 0.20315], CA: [0.25, 0.25], IT: [0.26, 0.26],
};
const OTHERS = [0.25, 0.25] as const;

export function assumedGainRates(taxResidence: string): GainRates {
  const [shortTermFraction, longTermFraction] = RATES[taxResidence] ?? OTHERS;
  return { shortTermFraction, longTermFraction, source: RATES[taxResidence] ? `assumed: general rates of ${taxResidence} for private gains, the client's own are not on record` : 'assumed: 25 %, no rate on record for the country of tax residence' };
}
