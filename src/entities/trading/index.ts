import type { TableDescription } from '../table.ts';
import { esgRatings } from './esg-rating.entity.ts';
import { marketPrices } from './market-price.entity.ts';
import { securities } from './security.entity.ts';
import { securityRatings } from './security-rating.entity.ts';
import { transactions } from './transaction.entity.ts';

export * from './esg-rating.entity.ts';
export * from './market-price.entity.ts';
export * from './security-rating.entity.ts';
export * from './security.entity.ts';
export * from './transaction.entity.ts';

export const tradingTables: readonly TableDescription[] = [
  securities,
  marketPrices,
  transactions,
  securityRatings,
  esgRatings,
];
