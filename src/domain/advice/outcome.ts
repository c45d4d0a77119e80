import type { AdviceStrategy } from './advice-snapshot.ts';

/** Days over which advice is judged. */
export const OUTCOME_DAYS = 90;
export const OUTCOME_WEEKS = 13;

/** How advice turned out against doing nothing over 90 days; fractions of the value at its start. Undefined = cannot be known. */
export interface Outcome {
  readonly returnWith: number;
  readonly returnWithout: number;
  readonly volatilityWith: number;
  readonly volatilityWithout: number;
  readonly driftWith: number | undefined;
  readonly driftWithout: number | undefined;
  /** One-off trading cost. */
  readonly costFraction: number;
  /** Tax that the sales cost; negative when they saved some. */
  readonly taxFraction: number;
}

/** Return given up, after cost, that a wish or a rule kept is taken to be worth over 90 days. */
const TOLERABLE_LOSS = 0.01;

/**
 * Did the advice do what it was for? The one definition of a "hit", used for the forecast (bootstrap), the backtest and the measured outcome:
 * risk strategies must have lowered realised volatility, a rebalance must still stand closer to target, strategies that seek return must have
 * earned more after cost, a harvest must have kept some of the tax saved, and wishes and rules (ESG, sector, replacement, cash, cost) must not
 * have given up more than 1 % after cost. For `do_nothing` the outcome is that of the best alternative: a hit when it would not have been one
 * by more than that 1 %. Undefined when the fact that it rests on is missing.
 */
export function isHit(strategy: AdviceStrategy, outcome: Outcome): boolean | undefined {
  const gain = outcome.returnWith - outcome.returnWithout - outcome.costFraction;
  switch (strategy) {
    case 'rebalance':
      return outcome.driftWith === undefined || outcome.driftWithout === undefined ? undefined : outcome.driftWith < outcome.driftWithout;
    case 'reduce_concentration':
    case 'lower_risk':
    case 'hedge_currency':
      return outcome.volatilityWith < outcome.volatilityWithout;
    case 'deploy_cash':
    case 'raise_risk':
    case 'fund_goal':
      return gain > 0;
    case 'harvest_losses':
      return gain - outcome.taxFraction > 0;
    case 'do_nothing':
      return gain <= TOLERABLE_LOSS;
    case 'raise_cash':
    case 'tilt_esg':
    case 'tilt_sector':
    case 'replace_security':
    case 'reduce_cost':
      return gain > -TOLERABLE_LOSS;
  }
}
