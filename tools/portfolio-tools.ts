import type { Tool } from './define-tool.ts';
import { findNames } from './names/find-names.tool.ts';
import { getHelp } from './names/get-help.tool.ts';
import { getAccounts } from './portfolio/get-accounts.tool.ts';
import { getHolding } from './portfolio/get-holding.tool.ts';
import { getPerformance } from './portfolio/get-performance.tool.ts';
import { getPortfolioSummary } from './portfolio/get-portfolio-summary.tool.ts';
import { getRisk } from './portfolio/get-risk.tool.ts';
import { getValueHistory } from './portfolio/get-value-history.tool.ts';
import { listHoldings } from './portfolio/list-holdings.tool.ts';

/** Names, portfolios, planning and markets. */
export const portfolioTools: readonly Tool[] = [
  findNames,
  getHelp,
  getPortfolioSummary,
  listHoldings,
  getHolding,
  getValueHistory,
  getAccounts,
  getPerformance,
  getRisk,
];
