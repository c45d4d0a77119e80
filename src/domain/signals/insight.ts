import type { IsoDate } from '../../shared/calendar.ts';
import type { AdviceGoal } from '../advice/advice-snapshot.ts';
import type { PortfolioState } from '../portfolio-state/portfolio-state.ts';
import type { ChurnFacts } from './churn-risk.ts';

/** A sourced figure of a finding, in the shape in which findings are kept. `fraction` 0.05 is 5 %. */
export interface InsightFigure {
  readonly name: string;
  readonly value: number | string | null;
  readonly unit: 'fraction' | 'money' | 'number' | 'score' | 'count' | 'days';
  readonly currency?: string;
  readonly asOf: IsoDate;
  readonly method: string;
}

export type InsightKind = 'risk_spike' | 'drift' | 'fee_drag' | 'idle_cash' | 'goal_slippage' | 'sentiment_turn' | 'churn_risk' | 'concentration';
export type InsightSeverity = 'info' | 'low' | 'medium' | 'high' | 'critical';

/** Something worth a look. Kind, client, portfolio and security together say which finding it is: the same tomorrow is the same finding, moved on. */
export interface FoundInsight {
  readonly kind: InsightKind;
  readonly severity: InsightSeverity;
  readonly clientId: string;
  /** `null`: about the relationship. */
  readonly portfolioId: string | null;
  readonly securityId: string | null;
  readonly title: string;
  readonly detail: string;
  readonly figures: readonly InsightFigure[];
  /** 0 to 1; each finder says how it comes about. */
  readonly confidence: number;
}

/** What is known of one portfolio on the day of its state. */
export interface PortfolioFacts {
  readonly state: PortfolioState;
  /** Time-weighted daily returns of the last year or so, oldest first; empty when there is no history. */
  readonly dailyReturns: readonly number[];
  /** Fees paid in the last 365 days and the mean value over them, base currency; `null` without a year of history. */
  readonly yearlyFeesBase: number | null;
  readonly meanValueBase: number | null;
  readonly goals: readonly AdviceGoal[];
}

/** What is known of the relationship with one client. */
export interface ClientFacts {
  readonly clientId: string;
  readonly clientName: string;
  readonly asOf: IsoDate;
  readonly churn: ChurnFacts;
  /** Scores of the last 180 days, oldest first. */
  readonly sentiment: readonly { readonly date: IsoDate; readonly score: number }[];
  readonly portfolios: readonly PortfolioFacts[];
}

/** "12.3 %". */
export function inPercent(fraction: number, places = 1): string {
  return `${(fraction * 100).toFixed(places)} %`;
}

/** To 1e-6, so that a re-run of the same day gives the same figures. */
export function steady(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
