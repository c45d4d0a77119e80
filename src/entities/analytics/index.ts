import type { TableDescription } from '../table.ts';
import { aiInsights } from './ai-insight.entity.ts';
import { aiModelVersions } from './ai-model-version.entity.ts';
import { aiRecommendations } from './ai-recommendation.entity.ts';
import { analyticsDashboards } from './analytics-dashboard.entity.ts';
import { dashboardWidgets } from './dashboard-widget.entity.ts';
import { performanceMetrics } from './performance-metric.entity.ts';
import { simulations } from './simulation.entity.ts';
import { stressTests } from './stress-test.entity.ts';

export * from './ai-insight.entity.ts';
export * from './ai-model-version.entity.ts';
export * from './ai-recommendation.entity.ts';
export * from './analytics-dashboard.entity.ts';
export * from './dashboard-widget.entity.ts';
export * from './performance-metric.entity.ts';
export * from './simulation.entity.ts';
export * from './stress-test.entity.ts';

export const analyticsTables: readonly TableDescription[] = [
  performanceMetrics,
  aiModelVersions,
  aiInsights,
  aiRecommendations,
  analyticsDashboards,
  dashboardWidgets,
  stressTests,
  simulations,
];
