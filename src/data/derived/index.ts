export { applyChange } from './apply-change.ts';
export { MarketLoader } from './load-market.ts';
export { lockPortfolios } from './lock-portfolios.ts';
export type { DerivedChange, PriceChange, RateChange, TransactionChange } from './change.ts';
export { rebuildDerived, type RebuildOptions } from './rebuild.ts';
