export { applyChange, lockPortfolios } from './apply-change.ts';
export type { DerivedChange, PriceChange, RateChange, TransactionChange } from './change.ts';
export { rebuildDerived, type RebuildOptions } from './rebuild.ts';
