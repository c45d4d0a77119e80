import { decimal, Decimal } from '../../shared/decimal.ts';
import type { Market } from '../market/market.ts';
import { commission, type Ledger } from './ledger.ts';
import type { PortfolioPlan, RebalanceRecord } from './plan.ts';
import { buyFor } from './simulate-portfolio.ts';
import { STRATEGIES, type Exposure, type Pick } from './strategies.ts';

/** Weights by exposure class of what a ledger holds, cash included. */
export function exposureWeights(ledger: Ledger, market: Market, day: number): Map<Exposure, number> {
  const value = ledger.value(day);
  const weights = new Map<Exposure, number>([['cash', ledger.cashValue(day) / value]]);
  for (const ticker of ledger.held()) {
    const exposure = market.path(ticker).listing.exposureClass;
    weights.set(exposure, (weights.get(exposure) ?? 0) + ledger.positionValue(ticker, day) / value);
  }
  return weights;
}

/** The largest distance of a class from its target, as a fraction of the value. */
export function largestDrift(ledger: Ledger, market: Market, day: number, targets: Readonly<Partial<Record<string, number>>>): number {
  const weights = exposureWeights(ledger, market, day);
  const classes = new Set<string>([...Object.keys(targets), ...weights.keys()]);
  let largest = 0;
  for (const exposure of classes) largest = Math.max(largest, Math.abs((weights.get(exposure as Exposure) ?? 0) - (targets[exposure] ?? 0))); // any key may be asked for
  return largest;
}

/**
 * The yearly rebalance: within each currency, sells what stands more than a tenth above its wanted weight and buys what stands below with the
 * proceeds. Nothing happens, and nothing is logged, when no position is that far off.
 */
export function rebalance(plan: PortfolioPlan, ledger: Ledger, picks: readonly Pick[], market: Market, day: number): RebalanceRecord | undefined {
  const targets = STRATEGIES[plan.portfolio.strategy];
  const value = ledger.value(day);
  const driftBeforeFraction = largestDrift(ledger, market, day, targets);
  const first = ledger.rows.length;
  let sold = 0;
  for (const { ticker, weightFraction } of picks) {
    const excess = ledger.positionValue(ticker, day) - value * weightFraction;
    if (excess < value * weightFraction * 0.12) continue;
    const { listing } = market.path(ticker);
    const perUnit = market.close(ticker, day) * market.rate(listing.currency, plan.baseCurrency, day);
    const quantity = decimal((excess / perUnit).toFixed(12)).toDecimalPlaces(listing.quantityDecimals ?? 0, Decimal.ROUND_DOWN);
    const gross = quantity.times(decimal(market.close(ticker, day)));
    if (quantity.lte(0) || gross.lte(commission(gross, listing.currency).times(20))) continue;
    ledger.sell(day, ticker, quantity, 'Rebalance');
    sold += excess;
  }
  let bought = 0;
  for (const { ticker, weightFraction } of picks) {
    const gap = value * weightFraction - ledger.positionValue(ticker, day);
    if (gap > value * weightFraction * 0.05 && gap > value * 0.002 && buyFor(ledger, market, day, ticker, gap, 'Rebalance')) bought += gap;
  }
  const rows = ledger.rows.slice(first);
  if (rows.length === 0) return undefined;
  const tickerOf = new Map<string, string>(picks.map(({ ticker }) => [ledger.securityId(ticker), ticker] as const));
  return {
    plan, day, driftBeforeFraction, driftAfterFraction: largestDrift(ledger, market, day, targets), turnoverFraction: Math.min(sold, bought) / value,
    cost: rows.reduce((total, row) => total + Number(row.fees ?? 0) * market.rate(row.currency, plan.baseCurrency, day), 0),
    trades: rows.map((row) => ({
      side: row.kind === 'sell' ? 'sell' as const : 'buy' as const, ticker: tickerOf.get(row.security ?? '') ?? '', quantity: row.quantity ?? '0', price: row.price ?? '0', transactionId: row.id,
    })),
  };
}
