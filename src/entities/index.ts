import type { EntitySchema } from '@mikro-orm/core';
import { analyticsTables } from './analytics/index.ts';
import { behaviorTables } from './behavior/index.ts';
import { clientsTables } from './clients/index.ts';
import { communicationTables } from './communication/index.ts';
import { complianceTables } from './compliance/index.ts';
import { documentsTables } from './documents/index.ts';
import { incomeTables } from './income/index.ts';
import { marketsTables } from './markets/index.ts';
import { outreachTables } from './outreach/index.ts';
import { planningTables } from './planning/index.ts';
import { portfoliosTables } from './portfolios/index.ts';
import { systemTables } from './system/index.ts';
import { taggingTables } from './tagging/index.ts';
import { tradingTables } from './trading/index.ts';
import { workflowTables } from './workflow/index.ts';
import type { TableDescription } from './table.ts';

/** The 71 tables with what each role may reach and which columns are personal or secret. */
export const TABLES: readonly TableDescription[] = [
  ...clientsTables,
  ...portfoliosTables,
  ...tradingTables,
  ...analyticsTables,
  ...planningTables,
  ...incomeTables,
  ...complianceTables,
  ...communicationTables,
  ...behaviorTables,
  ...systemTables,
  ...marketsTables,
  ...workflowTables,
  ...documentsTables,
  ...taggingTables,
  ...outreachTables,
];

/** What the ORM is started with. */
export const ENTITIES: EntitySchema[] = TABLES.map((table) => table.schema);
