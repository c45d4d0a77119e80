/** The classes that shocks are keyed by. A fund or ETF is shocked as what it holds; its own class serves only where that is unknown. */
export const ASSET_CLASSES = ['equity', 'bond', 'cash', 'commodity', 'real_estate', 'crypto', 'nft', 'fund'] as const;
export type AssetClass = (typeof ASSET_CLASSES)[number];

/** Sectors with a shock of their own in some scenario (GICS names, snake case). */
export type ShockSector =
  | 'technology' | 'communication_services' | 'consumer_discretionary' | 'consumer_staples' | 'energy' | 'financials'
  | 'health_care' | 'industrials' | 'materials' | 'real_estate' | 'utilities';
