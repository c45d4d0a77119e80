import type { Tool } from './define-tool.ts';
import { findNames } from './names/find-names.tool.ts';
import { getHelp } from './names/get-help.tool.ts';
import { getPortfolioSummary } from './portfolio/get-portfolio-summary.tool.ts';
import { listHoldings } from './portfolio/list-holdings.tool.ts';

/** Names, portfolios, planning and markets. */
export const portfolioTools: readonly Tool[] = [findNames, getHelp, getPortfolioSummary, listHoldings];
