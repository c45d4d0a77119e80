import type { Tool } from './define-tool.ts';
import { compareAlternativesTool } from './advice/compare-alternatives.tool.ts';
import { decideRecommendationTool } from './advice/decide-recommendation.tool.ts';
import { executeRecommendationTool } from './advice/execute-recommendation.tool.ts';
import { getRecommendation } from './advice/get-recommendation.tool.ts';
import { listRecommendations } from './advice/list-recommendations.tool.ts';
import { proposeRecommendationTool } from './advice/propose-recommendation.tool.ts';
import { reviewRecommendationTool } from './advice/review-recommendation.tool.ts';

/** Recommendations, from a question to a measured outcome. */
export const adviceTools: readonly Tool[] = [compareAlternativesTool, decideRecommendationTool, executeRecommendationTool, getRecommendation, listRecommendations, proposeRecommendationTool, reviewRecommendationTool];
