import { epochDay } from '../../shared/calendar.ts';
import { LotBook } from '../../domain/lots/lot-book.ts';
import type { Lot, RealisedGain } from '../../domain/lots/lot.ts';
import { inEffectOrder } from '../../domain/lots/transaction-order.ts';
import type { Transaction } from '../../domain/lots/transaction.ts';
import { toDomain } from '../transactions/to-domain.ts';
import type { TransactionRow } from '../transactions/transaction-row.ts';
import { tableRate, type Derivation } from './context.ts';
import { fromDecimal, MONEY_SCALE, QUANTITY_SCALE } from './fixed-point.ts';

/** What is held of a security from a day on. Cost in base currency; undefined when the rate of a purchase is unknown. Negative when short. */
export interface PositionStep {
  readonly day: number;
  readonly quantity: bigint;
  readonly costBase: bigint | undefined;
}

/** The history of securities that exchange units with one another (usually one security) in one portfolio. */
export interface SecurityStream {
  readonly rows: readonly TransactionRow[];
  readonly transactions: readonly Transaction[];
  readonly book: LotBook;
  readonly realised: readonly RealisedGain[];
  readonly steps: ReadonlyMap<string, readonly PositionStep[]>;
}

/**
 * Replays one stream from its beginning.
 * @param rows In book order, of securities that are not cash.
 * @throws AppError invalid-input, naming the transaction that sells more than is held or lacks a column.
 */
export function replayStream(derivation: Derivation, rows: readonly TransactionRow[]): SecurityStream {
  const { baseCurrency, lotMethod } = derivation.portfolio;
  const transactions = inEffectOrder(rows.map((row) => toDomain(row, baseCurrency, (own) => tableRate(derivation, own))));
  const book = new LotBook({ method: lotMethod });
  const realised: RealisedGain[] = [];
  const steps = new Map<string, PositionStep[]>();
  const touched = new Set<string>();
  const costs: LotCosts = new WeakMap();
  for (const [index, transaction] of transactions.entries()) {
    for (const gain of book.apply(transaction).realised) realised.push(gain);
    for (const securityId of securitiesOf(transaction)) touched.add(securityId);
    // The state at the end of the day counts, whatever happened within it.
    if (transactions[index + 1]?.tradeDate === transaction.tradeDate) continue;
    for (const securityId of touched) addStep(steps, securityId, stepOf(book, securityId, epochDay(transaction.tradeDate), costs));
    touched.clear();
  }
  return { rows, transactions, book, realised, steps };
}

function securitiesOf(transaction: Transaction): string[] {
  switch (transaction.kind) {
    case 'dividend': case 'coupon': case 'interest': case 'fee': case 'tax': case 'deposit': case 'withdrawal': return [];
    case 'spin_off': return [transaction.securityId, transaction.childSecurityId];
    case 'merger': return [transaction.securityId, transaction.successorSecurityId];
    default: return [transaction.securityId];
  }
}

function addStep(steps: Map<string, PositionStep[]>, securityId: string, step: PositionStep): void {
  const own = steps.get(securityId);
  if (own) own.push(step);
  else steps.set(securityId, [step]);
}

function stepOf(book: LotBook, securityId: string, day: number, costs: LotCosts): PositionStep {
  return { day, quantity: fromDecimal(book.quantityOf(securityId), QUANTITY_SCALE), costBase: costBaseOf(book, securityId, costs) };
}

/** Lots never change, so each is converted once, however many days it stays open. */
type LotCosts = WeakMap<Lot, bigint>;

/** Cost of the open lots at the rates of their purchases, rounded lot by lot; proceeds of shorts count negative. Undefined when a rate is unknown. */
export function costBaseOf(book: LotBook, securityId: string, costs: LotCosts = new WeakMap()): bigint | undefined {
  let total = 0n;
  for (const side of ['long', 'short'] as const) {
    const queue = book.queue(side, securityId);
    if (queue.isEmpty) continue;
    for (const lot of queue.openLots()) {
      let cost = costs.get(lot);
      if (cost === undefined) {
        if (!lot.fxToBase) return undefined;
        cost = fromDecimal(lot.cost.times(lot.fxToBase), MONEY_SCALE);
        costs.set(lot, cost);
      }
      total += side === 'long' ? cost : -cost;
    }
  }
  return total;
}
