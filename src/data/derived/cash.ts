import { epochDay, fromEpochDay } from '../../shared/calendar.ts';
import { ONE } from '../../shared/decimal.ts';
import { invalidInput } from '../../shared/errors.ts';
import { cashEffect } from '../../domain/lots/transaction-cash.ts';
import type { Transaction } from '../../domain/lots/transaction.ts';
import { toDomain } from '../transactions/to-domain.ts';
import type { TransactionRow } from '../transactions/transaction-row.ts';
import { isStale, STALE } from './valuation.ts';
import { addTransactionAmounts } from './add-transaction-amounts.ts';
import { securityOf, tableRate, type Derivation } from './context.ts';
import type { DayTotals } from './day-totals.ts';
import { fromDecimal, MONEY_SCALE, parseFixed, QUANTITY_SCALE, rescale, divideHalfEven, RATE_SCALE } from './fixed-point.ts';

/** A change of the cash balance of one currency on a day; scale of quantities. */
export interface CashChange {
  readonly currency: string;
  readonly day: number;
  readonly amount: bigint;
}

/** What a transaction does to cash: its own currency, and for a currency conversion the currency bought or sold as well. */
export function cashChanges(row: TransactionRow, derivation: Derivation): CashChange[] {
  const day = epochDay(row.tradeDate);
  const own = cashEffect(toDomain(row, derivation.portfolio.baseCurrency, () => ONE)).toDecimalPlaces(MONEY_SCALE);
  const changes: CashChange[] = own.isZero() ? [] : [{ currency: row.currency, day, amount: fromDecimal(own, QUANTITY_SCALE) }];
  if (row.securityId === null || row.quantity === null) return changes;
  const security = securityOf(derivation, row.securityId);
  if (!security.isCash) return changes;
  const units = parseFixed(row.quantity, QUANTITY_SCALE);
  switch (row.kind) {
    case 'buy': case 'transfer_in': return [...changes, { currency: security.currency, day, amount: units }];
    case 'sell': case 'transfer_out': return [...changes, { currency: security.currency, day, amount: -units }];
    case 'interest': case 'dividend': case 'fee': case 'tax': case 'deposit': case 'withdrawal': return changes;
    default: throw invalidInput(`Transaction ${row.id} is a ${row.kind.replaceAll('_', ' ')} of cash.`, { hint: 'Cash is bought, sold, transferred, paid in or paid out.', where: { transactionId: row.id } });
  }
}

/** Adds the value of one currency's balance on every day. @param opening Balance before the first change. */
export function addCash(
  totals: DayTotals, { currency, opening, changes }: { readonly currency: string; readonly opening: bigint; readonly changes: readonly CashChange[] },
  derivation: Derivation, sign: 1 | -1,
): void {
  const base = derivation.portfolio.baseCurrency;
  const rates = currency === base ? undefined : derivation.market.ratesOf(currency, base);
  let balance = opening;
  let next = 0;
  let rate = -1;
  for (const [index, day] of totals.days.entries()) {
    for (; next < changes.length && changes[next]!.day <= day; next += 1) balance += changes[next]!.amount;
    while (rates && rate + 1 < rates.days.length && rates.days[rate + 1]! <= day) rate += 1;
    if (balance === 0n) continue;
    if (rates && rate < 0) {
      totals.noteAt(index, `${currency} cash: no exchange rate to ${base}`, sign);
      continue;
    }
    const value = BigInt(sign) * cashWorth(balance, rates?.values[rate]);
    totals.addAt(index, 'value', value);
    totals.addAt(index, 'cash', value);
    if (rates && isStale(rates.days[rate]!, day)) totals.noteAt(index, `${currency} cash: ${STALE} exchange rate of ${fromEpochDay(rates.days[rate]!)}`, sign);
  }
}

/** Moves every balance of the base currency from a day on. @param change Of a whole amount of money. */
export function shiftCash(totals: DayTotals, { day, amount }: CashChange, sign: 1 | -1): void {
  const value = BigInt(sign) * cashWorth(amount, undefined);
  for (let index = totals.indexFrom(day); index < totals.days.length; index += 1) {
    totals.addAt(index, 'value', value);
    totals.addAt(index, 'cash', value);
  }
}

/** @param rate Absent in the base currency. */
export function cashWorth(balance: bigint, rate: bigint | undefined): bigint {
  return rate === undefined
    ? rescale(balance, QUANTITY_SCALE, MONEY_SCALE)
    : divideHalfEven(balance * rate, 10n ** BigInt(QUANTITY_SCALE + RATE_SCALE - MONEY_SCALE));
}

/** A transaction without a security, or of cash itself, as stored and as the domain reads it. */
export interface CashTransaction {
  readonly row: TransactionRow;
  readonly transaction: Transaction;
}

export function cashTransactions(rows: readonly TransactionRow[], derivation: Derivation): CashTransaction[] {
  return rows.map((row) => ({ row, transaction: toDomain(row, derivation.portfolio.baseCurrency, (own) => tableRate(derivation, own)) }));
}

/** Adds or takes out the flows, income, fees and taxes of cash transactions. */
export function addCashAmounts(totals: DayTotals, cash: readonly CashTransaction[], derivation: Derivation, sign: 1 | -1): void {
  const base = derivation.portfolio.baseCurrency;
  for (const { row, transaction } of cash) {
    const isTransfer = row.kind === 'transfer_in' || row.kind === 'transfer_out';
    if (!isTransfer || row.securityId === null || row.quantity === null) {
      addTransactionAmounts(totals, transaction, derivation, sign);
      continue;
    }
    // A transfer of cash is worth its amount, whatever it states as cost or value.
    const day = epochDay(row.tradeDate);
    const { currency } = securityOf(derivation, row.securityId);
    const rate = derivation.market.rateOn(currency, base, day)?.value;
    if (rate === undefined) continue; // the balance is noted as not valued
    const value = cashWorth(parseFixed(row.quantity, QUANTITY_SCALE), currency === base ? undefined : rate);
    totals.add(day, 'flow', BigInt(row.kind === 'transfer_in' ? sign : -sign) * value);
  }
}
