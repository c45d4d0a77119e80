import type { CLIENT_KINDS, INVESTMENT_OBJECTIVES, RiskProfile } from '../../entities/clients/client.entity.ts';
import type { PORTFOLIO_KINDS } from '../../entities/portfolios/portfolio.entity.ts';

export type InvestmentObjective = (typeof INVESTMENT_OBJECTIVES)[number];
export type StrategyName = RiskProfile | 'income';

/** What is planted with a client; docs/demo-firm.md says what each means. */
export type Story =
  | 'concentrated' | 'harvest' | 'wash_sale' | 'kyc_expired' | 'kyc_expiring' | 'restricted' | 'near_goal' | 'far_goal' | 'under_target' | 'risk_breach'
  | 'not_contacted' | 'sour' | 'stale_price' | 'missing_rate' | 'fees_unpaid' | 'similar_names' | 'risk_changed' | 'campaign' | 'chats' | 'esg';

export interface CastPortfolio {
  readonly name: string;
  readonly strategy: StrategyName;
  readonly kind: (typeof PORTFOLIO_KINDS)[number];
}

export interface CastClient {
  readonly key: string;
  readonly kind: (typeof CLIENT_KINDS)[number];
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly fullName: string;
  /** Position in ADVISORS. */
  readonly advisor: number;
  readonly country: string;
  readonly currency: string;
  readonly risk: RiskProfile;
  readonly objective: InvestmentObjective;
  /** What the portfolios hold together at the start, US dollars. */
  readonly wealthUsd: number;
  readonly portfolios: readonly CastPortfolio[];
  readonly stories: readonly Story[];
}
