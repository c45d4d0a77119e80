import type { AdviceBook } from './advice-book.ts';

/** Yearly volatility that suits a risk profile, fractions: house bands, set so that neighbours meet. */
const PROFILE_BANDS: Readonly<Record<string, readonly [low: number, high: number]>> = {
  conservative: [0, 0.08], moderate: [0.04, 0.11], balanced: [0.06, 0.14], growth: [0.09, 0.19], aggressive: [0.12, 0.3],
};

export interface RiskBand {
  /** Below it the portfolio takes less risk than the profile asks for; undefined when nothing calls for risk. */
  readonly low: number | undefined;
  /** The stricter of profile and mandate; undefined when neither is on record. */
  readonly high: number | undefined;
  readonly source: string;
}

/** Volatility band of the client's profile, capped by the mandate. Money needed within three years is not asked to take risk. */
export function riskBand({ snapshot: { state } }: AdviceBook): RiskBand {
  const band = PROFILE_BANDS[state.client.riskProfile];
  const mandate = state.portfolio.maxVolatilityFraction ?? undefined;
  const high = band === undefined ? mandate : mandate === undefined ? band[1] : Math.min(band[1], mandate);
  const isShort = state.client.horizonYears !== null && state.client.horizonYears < 3;
  const low = band === undefined || isShort ? undefined : Math.min(band[0], (high ?? 1) * 0.8);
  return { low, high, source: mandate !== undefined && high === mandate ? 'most that the mandate allows' : `house band of the ${state.client.riskProfile} profile` };
}
