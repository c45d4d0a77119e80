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

/** Which module keeps which tables, with what each role may reach and which columns are personal or secret. */
export const MODULES: Readonly<Record<string, readonly TableDescription[]>> = {
  clients: clientsTables,
  portfolios: portfoliosTables,
  trading: tradingTables,
  analytics: analyticsTables,
  planning: planningTables,
  income: incomeTables,
  compliance: complianceTables,
  communication: communicationTables,
  behavior: behaviorTables,
  system: systemTables,
  markets: marketsTables,
  workflow: workflowTables,
  documents: documentsTables,
  tagging: taggingTables,
  outreach: outreachTables,
};

/** The 71 tables. */
export const TABLES: readonly TableDescription[] = Object.values(MODULES).flat();

/** What the ORM is started with. */
export const ENTITIES: EntitySchema[] = TABLES.map((table) => table.schema);
