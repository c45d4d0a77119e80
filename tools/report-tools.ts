import type { Tool } from './define-tool.ts';
import { reportConfidenceHeatmap } from './reports/report-confidence-heatmap.tool.ts';
import { reportNearGoals } from './reports/report-near-goals.tool.ts';
import { reportRiskOverview } from './reports/report-risk-overview.tool.ts';
import { reportSentimentVolatility } from './reports/report-sentiment-volatility.tool.ts';
import { reportTopPortfolios } from './reports/report-top-portfolios.tool.ts';
import { reportUnderweights } from './reports/report-underweights.tool.ts';

/** The six reports of the firm. Each has a view of the same name in sql/views for BI tools. */
export const reportTools: readonly Tool[] = [reportTopPortfolios, reportUnderweights, reportSentimentVolatility, reportConfidenceHeatmap, reportNearGoals, reportRiskOverview];
