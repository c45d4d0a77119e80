import type { TableDescription } from '../table.ts';
import { benchmarks } from './benchmark.entity.ts';
import { holdings } from './holding.entity.ts';
import { portfolioBenchmarks } from './portfolio-benchmark.entity.ts';
import { portfolioSnapshots } from './portfolio-snapshot.entity.ts';
import { portfolios } from './portfolio.entity.ts';

export * from './benchmark.entity.ts';
export * from './holding.entity.ts';
export * from './portfolio-benchmark.entity.ts';
export * from './portfolio-snapshot.entity.ts';
export * from './portfolio.entity.ts';

export const portfoliosTables: readonly TableDescription[] = [
  portfolios,
  benchmarks,
  portfolioBenchmarks,
  holdings,
  portfolioSnapshots,
];
