import type { Tool } from './define-tool.ts';
import { getFxRate } from './market/get-fx-rate.tool.ts';
import { getPrice } from './market/get-price.tool.ts';
import { getRating } from './market/get-rating.tool.ts';
import { getSecurity } from './market/get-security.tool.ts';
import { listMarkets } from './market/list-markets.tool.ts';
import { findNames } from './names/find-names.tool.ts';
import { getHelp } from './names/get-help.tool.ts';
import { draftOrder } from './planning/draft-order.tool.ts';
import { draftRebalance } from './planning/draft-rebalance.tool.ts';
import { listGoals } from './planning/list-goals.tool.ts';
import { projectGoalTool } from './planning/project-goal.tool.ts';
import { runStressTest } from './planning/run-stress-test.tool.ts';
import { simulatePortfolio } from './planning/simulate-portfolio.tool.ts';
import { checkWashSale } from './portfolio/check-wash-sale.tool.ts';
import { comparePortfolios } from './portfolio/compare-portfolios.tool.ts';
import { findTaxLosses } from './portfolio/find-tax-losses.tool.ts';
import { getAccounts } from './portfolio/get-accounts.tool.ts';
import { getAllocation } from './portfolio/get-allocation.tool.ts';
import { getBilling } from './portfolio/get-billing.tool.ts';
import { getConcentration } from './portfolio/get-concentration.tool.ts';
import { getCurrencyExposure } from './portfolio/get-currency-exposure.tool.ts';
import { getDrift } from './portfolio/get-drift.tool.ts';
import { getEsg } from './portfolio/get-esg.tool.ts';
import { getFees } from './portfolio/get-fees.tool.ts';
import { getGains } from './portfolio/get-gains.tool.ts';
import { getHolding } from './portfolio/get-holding.tool.ts';
import { getIncome } from './portfolio/get-income.tool.ts';
import { getPerformance } from './portfolio/get-performance.tool.ts';
import { getPortfolioSummary } from './portfolio/get-portfolio-summary.tool.ts';
import { getRebalancingHistory } from './portfolio/get-rebalancing-history.tool.ts';
import { getRisk } from './portfolio/get-risk.tool.ts';
import { getTaxSummary } from './portfolio/get-tax-summary.tool.ts';
import { getValueHistory } from './portfolio/get-value-history.tool.ts';
import { listHoldings } from './portfolio/list-holdings.tool.ts';
import { listTransactions } from './portfolio/list-transactions.tool.ts';
import { rankHoldings } from './portfolio/rank-holdings.tool.ts';

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
  getAllocation,
  getDrift,
  getConcentration,
  getCurrencyExposure,
  listTransactions,
  getFees,
  getBilling,
  getGains,
  rankHoldings,
  getIncome,
  getTaxSummary,
  findTaxLosses,
  checkWashSale,
  getRebalancingHistory,
  getEsg,
  comparePortfolios,
  getFxRate,
  getSecurity,
  getPrice,
  getRating,
  listMarkets,
  listGoals,
  projectGoalTool,
  simulatePortfolio,
  runStressTest,
  draftRebalance,
  draftOrder,
];
