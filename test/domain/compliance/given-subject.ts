import { checkCompliance, CURRENT_RULE_SET } from '../../../src/domain/compliance/check-compliance.ts';
import type { BestInterestRecord, ComplianceSubject, RuleResult } from '../../../src/domain/compliance/compliance-subject.ts';
import type { RuleId } from '../../../src/domain/compliance/rule-set.ts';
import type { PortfolioState, ProposedTrade, StateClient, StatePortfolio, StatePosition, StateSecurity } from '../../../src/domain/portfolio-state/portfolio-state.ts';
import { isoDate } from '../../../src/shared/calendar.ts';

export const DAY = isoDate('2026-11-23');

export function security(ticker: string, more: Partial<StateSecurity> = {}): StateSecurity {
  return {
    id: ticker, ticker, name: `${ticker} Inc.`, assetClass: 'equity', exposureClass: 'equity', issuer: `${ticker} Inc.`, sector: `Sector of ${ticker}`, industry: 'Machines', country: 'US', region: 'North America', currency: 'USD', unitSize: '1',
    quantityDecimals: 0, status: 'active', isIndex: false, isRestricted: false, restrictedReason: null, minRiskScore: null, expenseRatioFraction: null, averageDailyVolume: null, durationYears: null, esgScore: 60, ratingScore: null,
    ratingAction: null, ratedOn: null, composition: null, ...more,
  };
}

export const CASH = security('USD', { assetClass: 'cash', exposureClass: 'cash', issuer: null, sector: null, unitSize: '0.01', esgScore: null });
export const TREASURY = security('UST', { assetClass: 'bond', exposureClass: 'bond', issuer: 'US Treasury', sector: null });

/** A position worth so much at a price of 10 (cash: of 1). */
export function position(of: StateSecurity, valueBase: number | null, more: Partial<StatePosition> = {}): StatePosition {
  const isCash = of.assetClass === 'cash';
  return {
    security: of, quantity: String((valueBase ?? 1000) / (isCash ? 1 : 10)), price: valueBase === null ? null : isCash ? '1' : '10', priceDate: DAY, fxToBase: '1', fxDate: DAY, valueBase: valueBase === null ? null : String(valueBase),
    costBase: valueBase === null ? null : String(valueBase), lots: [], ...more,
  };
}

/** 100,000 USD: six shares of 9,000 each, 36,000 of Treasuries, 10,000 of cash. */
export const POSITIONS: readonly StatePosition[] = [...['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF'].map((ticker) => position(security(ticker), 9_000)), position(CASH, 10_000), position(TREASURY, 36_000)];

export function trade(side: 'buy' | 'sell', ticker: string, amount: number, more: Partial<ProposedTrade> = {}): ProposedTrade {
  return { side, securityId: ticker, ticker, quantity: String(amount / 10), price: '10', priceDate: DAY, currency: 'USD', amountBase: String(amount), ...more };
}

export interface Given {
  readonly client?: Partial<StateClient>;
  readonly portfolio?: Partial<StatePortfolio>;
  readonly state?: Partial<PortfolioState>;
  readonly trades?: readonly ProposedTrade[];
  readonly securities?: readonly StateSecurity[];
  readonly bestInterest?: BestInterestRecord;
}

/** A portfolio that passes every rule. */
export function subject({ client, portfolio, state, trades = [], securities = [], bestInterest }: Given = {}): ComplianceSubject {
  return {
    state: {
      asOf: DAY,
      portfolio: {
        id: 'p1', name: 'Growth', kind: 'taxable', mandate: 'advisory', status: 'active', baseCurrency: 'USD', lotMethod: 'fifo', strategy: 'Growth', openedOn: isoDate('2020-01-01'), cashFloorFraction: 0.02, maxPositionFraction: 0.15,
        maxVolatilityFraction: 0.2, driftToleranceFraction: 0.05, ...portfolio,
      },
      client: {
        id: 'c1', kind: 'individual', status: 'active', taxResidence: 'US', residence: 'US', baseCurrency: 'USD', riskProfile: 'growth', riskScore: 60, objective: 'growth', horizonYears: 10, experience: 'good', lossCapacityFraction: 0.3,
        annualIncome: '100000', netWorth: '500000', liquidNetWorth: '200000', profileReviewedOn: isoDate('2026-06-01'), ...client,
      },
      preferences: [], targets: [], positions: POSITIONS, openFlags: [], volatilityFraction: 0.1, recentTrades: [],
      kyc: { status: 'verified', level: 'standard', amlRisk: 'low', isPoliticallyExposed: false, sanctionsCheckedOn: isoDate('2026-10-01'), verifiedOn: isoDate('2026-01-01'), expiresOn: isoDate('2028-01-01') },
      ...state,
    },
    trades, securities, ...(bestInterest ? { bestInterest } : {}),
  };
}

/** What one rule of the current set says. */
export function judge(rule: RuleId, given: Given = {}): RuleResult {
  const found = checkCompliance(subject(given)).find(({ ruleId }) => ruleId === rule);
  if (!found) throw new Error(`rule ${rule} is not in force`);
  return found;
}

export const RULES = CURRENT_RULE_SET.rules;
