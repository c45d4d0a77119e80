import type { Sector } from '../catalogue/listing.ts';

/** A move spread evenly over trading days counted back from the end of the history (0 = the last day). */
export interface Shock {
  readonly fromDaysBack: number;
  readonly toDaysBack: number;
  /** Total log return over the span; for `yields`, total change as a fraction (0.02 = two percentage points). */
  readonly total: number;
}

/** Crashes and recoveries of the whole market. */
export const MARKET_SHOCKS: readonly Shock[] = [
  { fromDaysBack: 1_330, toDaysBack: 1_308, total: -0.24 }, // a crash within a month, five years back
  { fromDaysBack: 1_307, toDaysBack: 1_220, total: 0.22 },
  { fromDaysBack: 860, toDaysBack: 690, total: -0.2 }, // the slow fall of the rate shock
  { fromDaysBack: 689, toDaysBack: 560, total: 0.2 },
  { fromDaysBack: 352, toDaysBack: 344, total: -0.11 }, // a flash crash sixteen months back
  { fromDaysBack: 343, toDaysBack: 300, total: 0.1 },
  { fromDaysBack: 62, toDaysBack: 34, total: -0.045 }, // this autumn's correction
];

/** Changes of the yield level: a shock three years back, some relief since. */
export const YIELD_SHOCKS: readonly Shock[] = [
  { fromDaysBack: 880, toDaysBack: 640, total: 0.024 },
  { fromDaysBack: 420, toDaysBack: 250, total: -0.006 },
];

export const SECTOR_SHOCKS: readonly (Shock & { readonly sector: Sector })[] = [
  { sector: 'Information Technology', fromDaysBack: 860, toDaysBack: 700, total: -0.22 },
  { sector: 'Information Technology', fromDaysBack: 650, toDaysBack: 200, total: 0.42 },
  { sector: 'Energy', fromDaysBack: 1_320, toDaysBack: 1_300, total: -0.18 },
  { sector: 'Energy', fromDaysBack: 900, toDaysBack: 720, total: 0.3 },
  { sector: 'Real Estate', fromDaysBack: 880, toDaysBack: 650, total: -0.08 },
];

/** What happened to single companies; the demo's stories about losses rest on these. */
export const COMPANY_SHOCKS: Readonly<Record<string, readonly Shock[]>> = {
  NVLT: [{ fromDaysBack: 700, toDaysBack: 60, total: 0.55 }],
  MDRA: [{ fromDaysBack: 180, toDaysBack: 179, total: -0.31 }, { fromDaysBack: 44, toDaysBack: 43, total: -0.16 }], // a trial failed
  VOLT: [{ fromDaysBack: 230, toDaysBack: 20, total: -0.44 }], // a price war
  STRM: [{ fromDaysBack: 150, toDaysBack: 15, total: -0.33 }], // subscribers leave
  BIOV: [{ fromDaysBack: 120, toDaysBack: 118, total: -0.27 }],
  CLDN: [{ fromDaysBack: 260, toDaysBack: 30, total: -0.24 }],
  RHEN: [{ fromDaysBack: 240, toDaysBack: 10, total: -0.26 }],
  HLXC: [{ fromDaysBack: 130, toDaysBack: 40, total: -0.18 }, { fromDaysBack: 8, toDaysBack: 0, total: -0.085 }], // falling still
  KSTR: [{ fromDaysBack: 200, toDaysBack: 14, total: -0.2 }],
};

/**
 * What a share returned over a span, whatever else was drawn: the stories about losses and about the large winner hold for every seed.
 * Spans of one share do not overlap. The total is a log return with dividends.
 */
export const PINNED_RETURNS: Readonly<Record<string, readonly Shock[]>> = {
  NVLT: [{ fromDaysBack: 690, toDaysBack: 0, total: 1.25 }],
  VOLT: [{ fromDaysBack: 330, toDaysBack: 0, total: -0.55 }],
  MDRA: [{ fromDaysBack: 275, toDaysBack: 0, total: -0.6 }],
  STRM: [{ fromDaysBack: 198, toDaysBack: 0, total: -0.42 }],
  RHEN: [{ fromDaysBack: 263, toDaysBack: 0, total: -0.26 }],
  HLXC: [{ fromDaysBack: 280, toDaysBack: 9, total: -0.16 }, { fromDaysBack: 8, toDaysBack: 0, total: -0.08 }],
  BTC: [{ fromDaysBack: 205, toDaysBack: 0, total: 0.12 }],
};

/** Share splits: new shares for one old, so many trading days back. Prices before the day stay as they were traded. */
export const SPLITS: readonly { readonly ticker: string; readonly daysBack: number; readonly newShares: number; readonly oldShares: number }[] = [
  { ticker: 'NVLT', daysBack: 540, newShares: 4, oldShares: 1 },
  { ticker: 'QBIT', daysBack: 980, newShares: 3, oldShares: 1 },
  { ticker: 'MTSK', daysBack: 790, newShares: 2, oldShares: 1 },
];

/** The feed of this share stopped: its last price is so many trading days old. */
export const STALE_PRICE = { ticker: 'KSTR', tradingDays: 14 } as const;
