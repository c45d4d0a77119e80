import { defineEntity, p } from '@mikro-orm/core';
import { controlled, day, float, instant, oneOf, text } from '../columns.ts';
import { Benchmark } from '../portfolios/benchmark.entity.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { clientOwned, describeTable } from '../table.ts';

export const PERFORMANCE_METRICS = [
  'twr', 'twr_annualised', 'xirr', 'simple_return', 'volatility', 'sharpe', 'sortino', 'beta', 'alpha', 'tracking_error',
  'information_ratio', 'max_drawdown', 'var_95', 'cvar_95', 'correlation', 'r_squared',
] as const;
export const METRIC_QUALITIES = ['complete', 'partial', 'undefined'] as const;

const PerformanceMetricSchema = defineEntity({
  name: 'PerformanceMetric',
  tableName: 'PerformanceMetrics',
  comment: 'A statistic of a portfolio over a period as of a day. Computed from snapshots, kept for lists and rankings.',
  properties: {
    portfolio: () => p.manyToOne(Portfolio).index(false).primary().deleteRule('cascade').comment('What is measured'),
    metric: controlled(PERFORMANCE_METRICS).primary().comment('Which statistic'),
    periodCode: text(24).primary().comment('Period as people name it, e.g. YTD, 1Y, 3Y, since_inception'),
    asOf: day().primary().comment('Last day of the period'),
    value: float().nullable().comment('Fraction or ratio by metric; empty when undefined'),
    benchmark: () => p.manyToOne(Benchmark).index(false).nullable().deleteRule('set null').comment('Benchmark of the relative metrics'),
    periodStart: day().comment('First day of the period'),
    method: text(200).comment('Conventions: deviation, periods a year, fees, risk-free rate'),
    quality: controlled(METRIC_QUALITIES).comment('Complete, partial or undefined'),
    reason: text(200).nullable().comment('Why it is partial or undefined'),
    computedAt: instant().comment('When it was computed, UTC'),
  },
  indexes: [
    { name: 'performance_metrics_ranking', properties: ['metric', 'periodCode', 'asOf'] },
    { name: 'performance_metrics_benchmark', properties: ['benchmark'] },
  ],
  checks: [
    oneOf('PerformanceMetrics', 'metric', PERFORMANCE_METRICS),
    oneOf('PerformanceMetrics', 'quality', METRIC_QUALITIES),
  ],
});

export class PerformanceMetric extends PerformanceMetricSchema.class {}
PerformanceMetricSchema.setClass(PerformanceMetric);

export const performanceMetrics = describeTable(PerformanceMetric, PerformanceMetricSchema, { access: clientOwned('portfolio.client') });
