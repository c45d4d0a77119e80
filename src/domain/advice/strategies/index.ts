import type { Strategy, TradingStrategy } from '../strategy.ts';
import { rebalance } from './rebalance.ts';
import { reduceConcentration } from './reduce-concentration.ts';

/** Every strategy that trades, in the order in which equal ones rank; `do_nothing` is what remains. */
export const STRATEGIES: readonly (readonly [TradingStrategy, Strategy])[] = [['rebalance', rebalance], ['reduce_concentration', reduceConcentration]];
