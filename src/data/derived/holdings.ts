import { epochDay, fromEpochDay } from '../../shared/calendar.ts';
import { decimal, ZERO, type Decimal } from '../../shared/decimal.ts';
import type { HoldingLot } from '../../entities/portfolios/holding.entity.ts';
import type { LotBook, OpenPosition } from '../../domain/lots/lot-book.ts';
import { worth } from './valuation.ts';
import { cashSecurityOf, securityOf, type Derivation, type SecurityFacts } from './context.ts';
import { cashWorth } from './cash.ts';
import { formatFixed, fromDecimal, MONEY_SCALE, PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE, rescale, toFloat } from './fixed-point.ts';
import type { Dated } from './market-grid.ts';
import { costBaseOf, type SecurityStream } from './stream.ts';

/** A position as it is stored, decimals as whole numbers of the column's scale. */
export interface HoldingRow {
  readonly securityId: string;
  readonly quantity: bigint;
  readonly currency: string;
  readonly costBasis: bigint;
  readonly costBasisBase: bigint | undefined;
  readonly averageCost: bigint;
  readonly price: Dated | undefined;
  readonly rate: Dated | undefined;
  readonly marketValue: bigint | undefined;
  readonly marketValueBase: bigint | undefined;
  readonly firstAcquiredOn: string | undefined;
  readonly lots: readonly HoldingLot[];
}

/** Open positions at the end of a stream, valued on the last day derived. */
export function streamHoldings(stream: SecurityStream, derivation: Derivation): HoldingRow[] {
  const bySecurity = new Map<string, OpenPosition[]>();
  for (const position of stream.book.positions()) {
    const own = bySecurity.get(position.securityId);
    if (own) own.push(position);
    else bySecurity.set(position.securityId, [position]);
  }
  return [...bySecurity].flatMap(([securityId, positions]) => {
    const isClosed = fromDecimal(stream.book.quantityOf(securityId), QUANTITY_SCALE) === 0n;
    return isClosed ? [] : [holdingOf(securityOf(derivation, securityId), stream.book, positions, derivation)];
  });
}

function holdingOf(security: SecurityFacts, book: LotBook, positions: readonly OpenPosition[], derivation: Derivation): HoldingRow {
  const quantity = fromDecimal(book.quantityOf(security.id), QUANTITY_SCALE);
  const { market, portfolio, today } = derivation;
  const lots = positions.flatMap((position) => position.lots).map(lotOf);
  const signed = (amount: Decimal, position: OpenPosition): Decimal => (position.quantity.isNegative() ? amount.neg() : amount);
  let cost = ZERO;
  for (const position of positions) cost = cost.plus(signed(position.cost, position));
  const day = epochDay(today);
  const price = market.closeOn(security.id, day);
  const rate = market.rateOn(security.currency, portfolio.baseCurrency, day);
  return {
    securityId: security.id, quantity, currency: security.currency, costBasis: fromDecimal(cost, MONEY_SCALE),
    costBasisBase: costBaseOf(book, security.id),
    averageCost: fromDecimal(cost.div(decimal(formatFixed(quantity, QUANTITY_SCALE))), PRICE_SCALE), price, rate,
    marketValue: price && rescale(quantity * price.value, QUANTITY_SCALE + PRICE_SCALE, MONEY_SCALE),
    marketValueBase: price && rate && worth(quantity, price.value * rate.value),
    firstAcquiredOn: lots.map((lot) => lot.acquiredOn).sort()[0], lots,
  };
}

function lotOf(lot: OpenPosition['lots'][number]): HoldingLot {
  return {
    lotId: lot.id, quantity: lot.quantity.toDecimalPlaces(QUANTITY_SCALE).toFixed(), cost: lot.cost.toDecimalPlaces(MONEY_SCALE).toFixed(),
    ...(lot.fxToBase ? { costBase: lot.cost.times(lot.fxToBase).toDecimalPlaces(MONEY_SCALE).toFixed() } : {}),
    acquiredOn: lot.acquiredOn, ...(lot.side === 'short' ? { isShort: true } : {}),
  };
}

/** Cash of one currency: its price is 1, its cost its value. */
export function cashHolding(currency: string, quantity: bigint, derivation: Derivation): HoldingRow {
  const { market, portfolio, today } = derivation;
  const day = epochDay(today);
  const rate = market.rateOn(currency, portfolio.baseCurrency, day);
  const value = rescale(quantity, QUANTITY_SCALE, MONEY_SCALE);
  const valueBase = rate && cashWorth(quantity, currency === portfolio.baseCurrency ? undefined : rate.value);
  return {
    securityId: cashSecurityOf(derivation, currency).id, quantity, currency, costBasis: value, costBasisBase: valueBase, averageCost: 10n ** BigInt(PRICE_SCALE),
    price: { value: 10n ** BigInt(PRICE_SCALE), day }, rate, marketValue: value, marketValueBase: valueBase, firstAcquiredOn: undefined, lots: [],
  };
}

/** Value of all positions; undefined when one of them has none. */
export function totalValue(holdings: readonly HoldingRow[]): bigint | undefined {
  let total = 0n;
  for (const { marketValueBase } of holdings) {
    if (marketValueBase === undefined) return undefined;
    total += marketValueBase;
  }
  return total;
}

/** Part of the portfolio's value; null when either is not known. */
export function weightOf({ marketValueBase: value }: HoldingRow, total: bigint | undefined): number | null {
  return value === undefined || total === undefined || total <= 0n ? null : toFloat(value, MONEY_SCALE) / toFloat(total, MONEY_SCALE);
}

export const HOLDING_COLUMNS = [
  'portfolio_id', 'security_id', 'quantity', 'currency', 'cost_basis', 'cost_basis_base', 'average_cost', 'market_price', 'price_date', 'fx_rate_to_base',
  'fx_rate_date', 'market_value', 'market_value_base', 'unrealised_gain_base', 'weight_fraction', 'first_acquired_on', 'lots', 'as_of', 'updated_at',
];

/** Values of one row in the order of `HOLDING_COLUMNS`. @param total Value of the portfolio, undefined when it is not known. */
export function holdingValues(
  row: HoldingRow, { portfolio, today }: Derivation, total: bigint | undefined, { write, now }: { readonly write: (value: bigint, scale: number) => string; readonly now: unknown },
): unknown[] {
  const put = (value: bigint | undefined, scale: number) => (value === undefined ? null : write(value, scale));
  const { marketValueBase: value, costBasisBase: cost } = row;
  return [
    portfolio.id, row.securityId, write(row.quantity, QUANTITY_SCALE), row.currency, write(row.costBasis, MONEY_SCALE), put(cost, MONEY_SCALE),
    write(row.averageCost, PRICE_SCALE), put(row.price?.value, PRICE_SCALE), row.price ? fromEpochDay(row.price.day) : null, put(row.rate?.value, RATE_SCALE),
    row.rate ? fromEpochDay(row.rate.day) : null, put(row.marketValue, MONEY_SCALE), put(value, MONEY_SCALE),
    put(value === undefined || cost === undefined ? undefined : value - cost, MONEY_SCALE),
    weightOf(row, total),
    row.firstAcquiredOn ?? null, JSON.stringify(row.lots), today, now,
  ];
}
