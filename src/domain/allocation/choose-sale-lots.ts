import type { IsoDate } from '../../shared/calendar.ts';
import { decimal, sumDecimals, ZERO, type Decimal } from '../../shared/decimal.ts';
import { invalidInput } from '../../shared/errors.ts';
import { holdingTerm } from '../lots/holding-term.ts';

export interface SellableLot {
  readonly lotId: string;
  readonly quantity: Decimal;
  /** In the base currency, fees in or out as the cost basis has them. */
  readonly costPerUnit: Decimal;
  readonly acquiredOn: IsoDate;
}

/** Fractions of the gain. A loss is worth the same rate as a gain of its term would cost. */
export interface SaleTaxRates {
  readonly shortTermFraction: number;
  readonly longTermFraction: number;
}

export interface LotSale {
  readonly lotId: string;
  readonly quantity: Decimal;
  readonly gainBase: Decimal;
  readonly longTerm: boolean;
  /** Negative when the loss saves tax. */
  readonly taxBase: Decimal;
}

export interface LotChoice {
  readonly sales: readonly LotSale[];
  readonly gainBase: Decimal;
  readonly taxBase: Decimal;
}

export interface LotSaleRequest {
  readonly quantity: Decimal;
  readonly priceBase: Decimal;
  readonly asOf: IsoDate;
  readonly rates: SaleTaxRates;
}

/**
 * Lots to sell so that the tax is least. Tax is linear in the quantity of each lot, so taking lots by rising tax per unit is optimal;
 * ties go to the oldest. Long-term: held more than one year. Wash sales are not judged here. Throws AppError invalid-input when the lots
 * do not cover the quantity.
 */
export function chooseLotsForSale(lots: readonly SellableLot[], { quantity, priceBase, asOf, rates }: LotSaleRequest): LotChoice {
  const [shortRate, longRate] = [decimal(rates.shortTermFraction), decimal(rates.longTermFraction)];
  const ranked = lots
    .map((lot) => {
      const longTerm = holdingTerm(lot.acquiredOn, asOf) === 'long';
      const gainPerUnit = priceBase.minus(lot.costPerUnit);
      const taxPerUnit = gainPerUnit.times(longTerm ? longRate : shortRate);
      return { lot, longTerm, gainPerUnit, taxPerUnit, rank: taxPerUnit.toNumber() };
    })
    // As float64 first, which keeps the order of decimals wherever it tells them apart.
    .toSorted((a, b) => a.rank - b.rank || a.taxPerUnit.comparedTo(b.taxPerUnit) || (a.lot.acquiredOn < b.lot.acquiredOn ? -1 : a.lot.acquiredOn > b.lot.acquiredOn ? 1 : 0));
  const sales: LotSale[] = [];
  let open = quantity;
  for (const { lot, longTerm, gainPerUnit, taxPerUnit } of ranked) {
    if (open.lte(0)) break;
    const sold = lot.quantity.lt(open) ? lot.quantity : open;
    if (sold.lte(0)) continue;
    sales.push({ lotId: lot.lotId, quantity: sold, gainBase: gainPerUnit.times(sold), longTerm, taxBase: taxPerUnit.times(sold) });
    open = open.minus(sold);
  }
  if (open.gt(ZERO)) throw invalidInput('The lots hold fewer units than the sale needs.');
  return { sales, gainBase: sumDecimals(sales.map(({ gainBase }) => gainBase)), taxBase: sumDecimals(sales.map(({ taxBase }) => taxBase)) };
}
