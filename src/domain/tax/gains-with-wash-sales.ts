import { Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { realisedGainIn, type ReportingCurrency } from '../lots/currency-gains.ts';
import type { Lot, RealisedGain } from '../lots/lot.ts';
import type { LotHistory } from '../lots/run-lots.ts';
import type { SplitTransaction, Transaction } from '../lots/transaction.ts';
import { US_WASH_SALE_RULES, type WashLot, type WashSaleOutcome, type WashSaleRules } from './wash-lot.ts';
import { applyWashSales } from './wash-sales.ts';

/** A realised gain with what the wash-sale rule made of it; shorts and payments without units pass through unadjusted. */
export interface AdjustedGain {
  readonly gain: RealisedGain;
  readonly outcome: WashSaleOutcome | undefined;
}

export interface AdjustedHistory {
  readonly gains: readonly AdjustedGain[];
  /** Basis and holding-period adjustments of open lots, by lot id. Quantities in today's units. */
  readonly openLots: ReadonlyMap<string, WashSaleOutcome>;
}

/**
 * Applies the wash-sale rule to a whole lot history, security by security, in one reporting currency (a loss is one in the currency
 * that is taxed). Quantities are brought to today's units, so that a split inside the window does not distort the replacement.
 * @returns undefined when an exchange rate that it needs is missing.
 */
export function adjustForWashSales(
  history: LotHistory, transactions: readonly Transaction[], reporting: ReportingCurrency, rules: WashSaleRules = US_WASH_SALE_RULES,
): AdjustedHistory | Undefined {
  const splits = transactions.filter((transaction) => transaction.kind === 'split');
  const lots = new Map<string, WashLot[]>();
  const add = (securityId: string, lot: WashLot): void => {
    const known = lots.get(securityId);
    if (known) known.push(lot);
    else lots.set(securityId, [lot]);
  };
  for (const [index, gain] of history.realised.entries()) {
    if (!hasUnits(gain)) continue;
    const lot = soldLot(gain, String(index), splits, reporting);
    if (isUndefined(lot)) return lot;
    add(gain.securityId, lot);
  }
  for (const { securityId, lots: open } of history.book.positions()) {
    for (const lot of open) {
      if (lot.side === 'short') continue;
      const held = openLot(lot, reporting);
      if (isUndefined(held)) return held;
      add(securityId, held);
    }
  }
  const outcomes = new Map<string, WashSaleOutcome>();
  for (const group of lots.values()) for (const outcome of applyWashSales(group, rules)) outcomes.set(outcome.lotId, outcome);
  const openLots = new Map([...outcomes].flatMap(([id, outcome]) => (id.startsWith(OPEN) ? [[id.slice(OPEN.length), outcome] as const] : [])));
  return { gains: history.realised.map((gain, index) => ({ gain, outcome: outcomes.get(String(index)) })), openLots };
}

const OPEN = 'open:';

function hasUnits(gain: RealisedGain): boolean {
  return gain.side === 'long' && !gain.quantity.isZero();
}

function soldLot(gain: RealisedGain, id: string, splits: readonly SplitTransaction[], reporting: ReportingCurrency): WashLot | Undefined {
  const amounts = realisedGainIn(gain, reporting);
  if (isUndefined(amounts)) return amounts;
  return {
    id, quantity: gain.quantity.times(splitFactorAfter(splits, gain.securityId, gain.closedOn)), boughtOn: gain.acquiredOn,
    basis: amounts.cost, soldOn: gain.closedOn, proceeds: amounts.proceeds, orderId: gain.orderId,
  };
}

function openLot(lot: Lot, reporting: ReportingCurrency): WashLot | Undefined {
  const rate = reporting === 'trade' ? new Decimal(1) : reporting === 'base' ? lot.fxToBase : lot.fxToClient;
  if (!rate) return undefinedBecause(`no exchange rate to the ${reporting} currency on ${lot.openedOn}`);
  return { id: OPEN + lot.id, quantity: lot.quantity, boughtOn: lot.acquiredOn, basis: lot.cost.times(rate), orderId: lot.orderId };
}

function splitFactorAfter(splits: readonly SplitTransaction[], securityId: string, date: IsoDate): Decimal {
  let factor = new Decimal(1);
  for (const split of splits) {
    if (split.securityId === securityId && split.tradeDate > date) factor = factor.times(split.newShares).div(split.oldShares);
  }
  return factor;
}
