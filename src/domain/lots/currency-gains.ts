import { ZERO, type Decimal } from '../../shared/decimal.ts';
import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import type { Lot, RealisedGain } from './lot.ts';

/** Whose currency a gain is reported in: the trade's own, the portfolio's base or the client's. */
export type ReportingCurrency = 'trade' | 'base' | 'client';

/**
 * A gain in one reporting currency, split exactly: `total` = `price` + `currency`.
 * `price` is the gain in the trade currency at the closing rate; `currency` is the cost times the change of the rate since the lot was
 * opened. In the trade's own currency the currency gain is zero by definition.
 */
export interface SplitGain {
  readonly total: Decimal;
  readonly price: Decimal;
  readonly currency: Decimal;
  /** Cost at the rate of the purchase and proceeds (or value) at the rate of the sale (or valuation). */
  readonly cost: Decimal;
  readonly proceeds: Decimal;
}

/** A realised gain in a reporting currency; undefined when a rate of the purchase or of the sale is unknown. */
export function realisedGainIn(gain: RealisedGain, reporting: ReportingCurrency): SplitGain | Undefined {
  if (reporting === 'trade') return sameCurrency(gain.cost, gain.proceeds);
  const openRate = reporting === 'base' ? gain.openFxToBase : gain.openFxToClient;
  const closeRate = reporting === 'base' ? gain.closeFxToBase : gain.closeFxToClient;
  // A short earns its proceeds at the opening rate and pays its cost at the closing one.
  if (gain.side === 'long') return splitGain(gain.cost, openRate, gain.proceeds, closeRate, reporting);
  const mirrored = splitGain(gain.proceeds, openRate, gain.cost, closeRate, reporting);
  if (isUndefined(mirrored)) return mirrored;
  return {
    total: mirrored.total.neg(), price: mirrored.price.neg(), currency: mirrored.currency.neg(), cost: mirrored.proceeds, proceeds: mirrored.cost,
  };
}

export interface Valuation {
  /** Per unit, in the currency of the lot. */
  readonly price: Decimal | Undefined;
  readonly fxToBase?: Decimal;
  readonly fxToClient?: Decimal;
}

/** The unrealised gain of an open lot at a price and rate of one day; undefined when the price or a rate is unknown. */
export function unrealisedGainIn(lot: Lot, valuation: Valuation, reporting: ReportingCurrency): SplitGain | Undefined {
  if (isUndefined(valuation.price)) return valuation.price;
  const value = lot.quantity.times(valuation.price);
  const openRate = reporting === 'base' ? lot.fxToBase : lot.fxToClient;
  const closeRate = reporting === 'base' ? valuation.fxToBase : valuation.fxToClient;
  const long = reporting === 'trade' ? sameCurrency(lot.cost, value) : splitGain(lot.cost, openRate, value, closeRate, reporting);
  if (lot.side === 'long' || isUndefined(long)) return long;
  return { total: long.total.neg(), price: long.price.neg(), currency: long.currency.neg(), cost: long.proceeds, proceeds: long.cost };
}

/** Adds gains up; one that is undefined makes the sum undefined, with its reason. The empty sum is zero. */
export function sumGains(gains: Iterable<SplitGain | Undefined>): SplitGain | Undefined {
  let sum: SplitGain = { total: ZERO, price: ZERO, currency: ZERO, cost: ZERO, proceeds: ZERO };
  for (const gain of gains) {
    if (isUndefined(gain)) return gain;
    sum = {
      total: sum.total.plus(gain.total), price: sum.price.plus(gain.price), currency: sum.currency.plus(gain.currency),
      cost: sum.cost.plus(gain.cost), proceeds: sum.proceeds.plus(gain.proceeds),
    };
  }
  return sum;
}

/** Gain over cost as a fraction (0.05 = 5 %); undefined when nothing was paid. */
export function gainFraction(gain: SplitGain): number | Undefined {
  if (gain.cost.isZero()) return undefinedBecause('the cost is zero');
  return gain.total.div(gain.cost).toNumber();
}

function sameCurrency(cost: Decimal, proceeds: Decimal): SplitGain {
  const total = proceeds.minus(cost);
  return { total, price: total, currency: ZERO, cost, proceeds };
}

function splitGain(cost: Decimal, openRate: Decimal | undefined, proceeds: Decimal, closeRate: Decimal | undefined, reporting: ReportingCurrency): SplitGain | Undefined {
  if (!openRate) return undefinedBecause(`no exchange rate to the ${reporting} currency on the day of the purchase`);
  if (!closeRate) return undefinedBecause(`no exchange rate to the ${reporting} currency on the day of the sale or valuation`);
  const costThere = cost.times(openRate);
  const proceedsThere = proceeds.times(closeRate);
  const total = proceedsThere.minus(costThere);
  const currency = cost.times(closeRate.minus(openRate));
  return { total, price: total.minus(currency), currency, cost: costThere, proceeds: proceedsThere };
}
