import type { Strategy, TradingStrategy } from '../strategy.ts';
import { deployCash } from './deploy-cash.ts';
import { fundGoal } from './fund-goal.ts';
import { harvestLosses } from './harvest-losses.ts';
import { hedgeCurrency } from './hedge-currency.ts';
import { lowerRisk } from './lower-risk.ts';
import { raiseCash } from './raise-cash.ts';
import { raiseRisk } from './raise-risk.ts';
import { rebalance } from './rebalance.ts';
import { reduceConcentration } from './reduce-concentration.ts';
import { reduceCost } from './reduce-cost.ts';
import { replaceSecurity } from './replace-security.ts';
import { tiltEsg } from './tilt-esg.ts';
import { tiltSector } from './tilt-sector.ts';

/** Every strategy that trades, in the order in which equal ones rank; `do_nothing` is what remains. */
export const STRATEGIES: readonly (readonly [TradingStrategy, Strategy])[] = [
  ['rebalance', rebalance], ['reduce_concentration', reduceConcentration], ['harvest_losses', harvestLosses], ['deploy_cash', deployCash], ['raise_cash', raiseCash], ['lower_risk', lowerRisk],
  ['raise_risk', raiseRisk], ['fund_goal', fundGoal], ['tilt_esg', tiltEsg], ['tilt_sector', tiltSector], ['replace_security', replaceSecurity], ['reduce_cost', reduceCost], ['hedge_currency', hedgeCurrency],
];
