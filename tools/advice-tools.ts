import type { Tool } from './define-tool.ts';
import { getRecommendation } from './advice/get-recommendation.tool.ts';
import { listRecommendations } from './advice/list-recommendations.tool.ts';
import { proposeRecommendationTool } from './advice/propose-recommendation.tool.ts';

/** Recommendations, from a question to a measured outcome. */
export const adviceTools: readonly Tool[] = [getRecommendation, listRecommendations, proposeRecommendationTool];
