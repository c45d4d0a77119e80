import type { TableDescription } from '../table.ts';
import { actualAllocations } from './actual-allocation.entity.ts';
import { assetAllocationTargets } from './asset-allocation-target.entity.ts';
import { investmentGoals } from './investment-goal.entity.ts';
import { rebalancingLogs } from './rebalancing-log.entity.ts';

export * from './actual-allocation.entity.ts';
export * from './asset-allocation-target.entity.ts';
export * from './investment-goal.entity.ts';
export * from './rebalancing-log.entity.ts';

export const planningTables: readonly TableDescription[] = [
  rebalancingLogs,
  investmentGoals,
  assetAllocationTargets,
  actualAllocations,
];
