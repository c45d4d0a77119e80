import type { IsoDate } from '../../shared/calendar.ts';
import type { PortfolioState, ProposedTrade, StateSecurity } from '../portfolio-state/portfolio-state.ts';

export const ADVICE_STRATEGIES = [
  'rebalance', 'reduce_concentration', 'harvest_losses', 'deploy_cash', 'raise_cash', 'lower_risk', 'raise_risk', 'fund_goal',
  'tilt_esg', 'tilt_sector', 'replace_security', 'reduce_cost', 'hedge_currency', 'do_nothing',
] as const;
export type AdviceStrategy = (typeof ADVICE_STRATEGIES)[number];

/** Everything the advice engine sees, as plain values: see PortfolioState. Kept whole with each recommendation, so that it can be computed again. */
export interface AdviceSnapshot {
  readonly schema: 1;
  readonly state: PortfolioState;
  /** Securities that may be bought though not held: listed, priced, not restricted. Ordered by id. */
  readonly candidates: readonly AdviceCandidate[];
  /** Weekly simple returns in the base currency, rounded to 1e-8, oldest first; `null` where a week has no price or rate. */
  readonly returns: { readonly weekEnds: readonly IsoDate[]; readonly bySecurity: Readonly<Record<string, readonly (number | null)[]>> };
  readonly goals: readonly AdviceGoal[];
  readonly tax: AdviceTax;
  readonly costs: AdviceCosts;
  /** How earlier advice of each strategy turned out; a strategy without history is absent. */
  readonly pastHits: Readonly<Partial<Record<AdviceStrategy, { readonly count: number; readonly hitFraction: number }>>>;
}

export interface AdviceCandidate {
  readonly security: StateSecurity;
  readonly price: string;
  readonly priceDate: IsoDate;
  readonly fxToBase: string;
}

export interface AdviceGoal {
  readonly id: string;
  readonly name: string;
  /** All money of a goal in the base currency of the portfolio. */
  readonly targetAmount: string;
  readonly targetIsReal: boolean;
  readonly targetDate: IsoDate;
  readonly currentAmount: string | null;
  readonly monthlyContribution: string;
  readonly expectedReturnFraction: number | null;
  readonly inflationFraction: number | null;
  readonly priority: string;
}

export interface AdviceTax {
  readonly shortTermFraction: number;
  readonly longTermFraction: number;
  /** Where the rates come from: on record, or assumed and by what. */
  readonly source: string;
  /** False in tax-sheltered portfolios: sales cost no tax there. */
  readonly isTaxable: boolean;
  readonly realisedYearToDateBase: string | null;
}

export interface AdviceCosts {
  /** Commission and half spread of one trade by asset class, basis points of its amount. */
  readonly tradeBps: Readonly<Record<string, number>>;
  readonly minimumPerTradeBase: string;
  readonly source: string;
}

/** What a person or model may choose; everything else is the engine's. */
export interface AdviceRequest {
  /** `auto` = the most useful strategy for this snapshot. */
  readonly objective: AdviceStrategy | 'auto';
  readonly constraints: AdviceConstraints;
}

export interface AdviceConstraints {
  readonly maxTurnoverFraction?: number;
  readonly minTradeBase?: string;
  readonly cashOnly?: boolean;
  readonly avoidSecurityIds?: readonly string[];
  readonly keepSecurityIds?: readonly string[];
  /** Raise or deploy this much, base currency. */
  readonly amountBase?: string;
  readonly sector?: string;
  readonly currency?: string;
  readonly goalId?: string;
  readonly maxTaxBase?: string;
}

/** A figure behind advice, with what is needed to show and trace it. `fraction` 0.05 is 5 %. */
export interface AdviceFigure {
  readonly key: string;
  readonly label: string;
  readonly value: string | number | null;
  readonly unit: 'money' | 'fraction' | 'number' | 'count' | 'score' | 'years' | 'bps';
  readonly currency?: string;
  readonly method: string;
  readonly reason?: string;
}

export interface AdviceReason {
  readonly text: string;
  readonly figures: readonly AdviceFigure[];
}

export interface AdviceAlternative {
  readonly strategy: AdviceStrategy;
  readonly title: string;
  readonly whyNot: string;
  readonly figures: readonly AdviceFigure[];
}

/** Portfolio before or after the trades. */
export interface AdviceSide {
  readonly valueBase: string;
  /** Cash in all currencies; after = before + sales - purchases - costs, to the last digit. */
  readonly cashBase: string;
  readonly allocation: Readonly<Record<string, number>>;
  readonly cashFraction: number;
  readonly largestPositionFraction: number;
  /** Largest absolute distance from target; `null` without a target. */
  readonly driftFraction: number | null;
  readonly volatilityFraction: number | null;
  /** Yearly product cost, fraction of value. */
  readonly ongoingCostFraction: number | null;
  readonly esgScore: number | null;
  readonly goalProbability: number | null;
}

/** Parts of the confidence, each 0 to 1; see confidence.ts for the formula. */
export interface ConfidenceParts {
  readonly freshness: number;
  readonly coverage: number;
  readonly signal: number;
  readonly estimation: number;
  readonly history: number;
}

export interface Advice {
  readonly engineVersion: string;
  readonly strategy: AdviceStrategy;
  /** True when the confidence is below the threshold: strategy is then do_nothing and the trades are empty. */
  readonly abstained: boolean;
  readonly title: string;
  readonly summary: string;
  readonly rationale: string;
  readonly trades: readonly ProposedTrade[];
  readonly before: AdviceSide;
  readonly after: AdviceSide;
  /** Commission and spread; tax of the lots sold (negative saves). Base currency. */
  readonly estimatedCostBase: string;
  readonly estimatedTaxBase: string | null;
  readonly reasons: readonly AdviceReason[];
  readonly alternatives: readonly AdviceAlternative[];
  readonly warnings: readonly string[];
  readonly confidence: number;
  readonly confidenceParts: ConfidenceParts;
  readonly validDays: number;
}
