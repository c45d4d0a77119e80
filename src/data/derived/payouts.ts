import { epochDay } from '../../shared/calendar.ts';
import { decimal } from '../../shared/decimal.ts';
import type { TransactionRow } from '../transactions/transaction-row.ts';
import { tableRate, type Derivation } from './context.ts';
import { formatFixed, PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE } from './fixed-point.ts';
import type { SecurityStream } from './stream.ts';

/** A paid dividend or coupon as stored; decimals as plain text. Its id is that of the transaction. */
export interface PayoutRow {
  readonly id: string;
  readonly securityId: string;
  readonly kind: 'dividend' | 'coupon';
  readonly exDate: string;
  readonly payDate: string;
  readonly units: string;
  readonly amountPerUnit: string;
  readonly gross: string;
  readonly withheld: string;
  readonly net: string;
  readonly currency: string;
  readonly fxRateToBase: string | null;
}

/**
 * Payouts of one stream, by its dividend and coupon transactions. Several payments of one kind on one ex-date (corrections by the
 * custodian) are one payout. Units are the stated ones, otherwise those held at the close before the ex-date.
 */
export function payoutRows(stream: SecurityStream, derivation: Derivation): PayoutRow[] {
  const payouts = new Map<string, PayoutRow>();
  for (const row of stream.rows) {
    if ((row.kind !== 'dividend' && row.kind !== 'coupon') || row.securityId === null || row.grossAmount === null) continue;
    const exDate = row.exDate ?? row.tradeDate;
    const key = `${row.securityId} ${exDate} ${row.kind}`;
    const same = payouts.get(key);
    payouts.set(key, same ? merged(same, row) : payoutOf(row, { kind: row.kind, exDate, securityId: row.securityId }, stream, derivation));
  }
  return [...payouts.values()];
}

function payoutOf(
  row: TransactionRow, about: { readonly kind: 'dividend' | 'coupon'; readonly exDate: string; readonly securityId: string }, stream: SecurityStream, derivation: Derivation,
): PayoutRow {
  const units = row.quantity ?? heldBefore(stream, about.securityId, row.exDate ?? row.tradeDate);
  const gross = decimal(row.grossAmount ?? 0);
  const rate = row.currency === derivation.portfolio.baseCurrency ? '1' : row.fxRateToBase ?? tableRate(derivation, row)?.toFixed(RATE_SCALE) ?? null;
  return {
    id: row.id, ...about, payDate: row.tradeDate, units, gross: gross.toFixed(), withheld: row.taxesWithheld ?? '0',
    amountPerUnit: row.price ?? (decimal(units).isZero() ? '0' : gross.div(units).toFixed(PRICE_SCALE)),
    net: gross.minus(row.taxesWithheld ?? 0).minus(row.fees ?? 0).toFixed(), currency: row.currency, fxRateToBase: rate,
  };
}

function merged(first: PayoutRow, row: TransactionRow): PayoutRow {
  const gross = decimal(first.gross).plus(row.grossAmount ?? 0);
  const withheld = decimal(first.withheld).plus(row.taxesWithheld ?? 0);
  const net = decimal(first.net).plus(row.grossAmount ?? 0).minus(row.taxesWithheld ?? 0).minus(row.fees ?? 0);
  const perUnit = decimal(first.units).isZero() ? '0' : gross.div(first.units).toFixed(PRICE_SCALE);
  return { ...first, gross: gross.toFixed(), withheld: withheld.toFixed(), net: net.toFixed(), amountPerUnit: perUnit };
}

function heldBefore(stream: SecurityStream, securityId: string, exDate: TransactionRow['tradeDate']): string {
  const day = epochDay(exDate);
  const step = (stream.steps.get(securityId) ?? []).findLast((candidate) => candidate.day < day);
  const quantity = step?.quantity ?? 0n;
  return formatFixed(quantity < 0n ? -quantity : quantity, QUANTITY_SCALE);
}
