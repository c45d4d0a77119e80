import { epochDay } from '../../shared/calendar.ts';
import type { Decimal } from '../../shared/decimal.ts';
import { grossAmount } from '../lots/transaction-cash.ts';
import type { Transaction } from '../lots/transaction.ts';
import type { DailyAmounts, FxTable } from './daily-ledger.ts';
import type { UnitMove } from './position-steps.ts';
import { floatOf } from './float-of.ts';

interface FlowsRequest {
  /** In effect order, none after the last day. */
  readonly transactions: readonly Transaction[];
  readonly moves: readonly UnitMove[];
  readonly firstDay: number;
  readonly length: number;
  readonly fx: FxTable;
  /** Their flows are filled in here. */
  readonly positions: ReadonlyMap<string, DailyAmounts>;
  /** Base value of one unit at each close. */
  readonly unitValues: ReadonlyMap<string, Float64Array>;
}

interface PortfolioFlows {
  readonly inflow: Float64Array;
  readonly outflow: Float64Array;
  readonly income: Float64Array;
  readonly fees: Float64Array;
  readonly tradingCosts: Float64Array;
  readonly taxes: Float64Array;
}

/** Books each transaction of the period on its day: external flows of the portfolio and the flows of each position. */
export function bookFlows(request: FlowsRequest): PortfolioFlows {
  const { length, firstDay } = request;
  const portfolio: PortfolioFlows = {
    inflow: new Float64Array(length), outflow: new Float64Array(length), income: new Float64Array(length),
    fees: new Float64Array(length), tradingCosts: new Float64Array(length), taxes: new Float64Array(length),
  };
  let date = '';
  let index = -1;
  for (const transaction of request.transactions) {
    if (transaction.tradeDate !== date) {
      date = transaction.tradeDate;
      index = epochDay(transaction.tradeDate) - firstDay;
    }
    if (index < 0) continue;
    const rate = (transaction.fxToBase ? floatOf(transaction.fxToBase) : undefined) ?? request.fx(transaction.currency)[index]!;
    bookOne(transaction, { index, rate, portfolio, request });
  }
  for (const move of request.moves) bookMove(move, request);
  return portfolio;
}

interface Booking {
  readonly index: number;
  readonly rate: number;
  readonly portfolio: PortfolioFlows;
  readonly request: FlowsRequest;
}

function bookOne(transaction: Transaction, booking: Booking): void {
  const { index, rate, portfolio, request } = booking;
  const position = 'securityId' in transaction && transaction.securityId !== undefined ? request.positions.get(transaction.securityId) : undefined;
  const fees = amountOf('fees' in transaction ? transaction.fees : undefined) * rate;
  const taxes = amountOf('taxes' in transaction ? transaction.taxes : undefined) * rate;
  portfolio.taxes[index]! += taxes;
  switch (transaction.kind) {
    case 'deposit': portfolio.inflow[index]! += floatOf(transaction.amount) * rate; break;
    case 'withdrawal': portfolio.outflow[index]! += floatOf(transaction.amount) * rate; break;
    case 'buy': case 'cover': case 'sell': case 'short_sell': {
      const isPurchase = transaction.kind === 'buy' || transaction.kind === 'cover';
      const gross = floatOf(grossAmount(transaction)) * rate;
      const accrued = amountOf(transaction.accruedInterest) * rate;
      portfolio.tradingCosts[index]! += fees;
      portfolio.income[index]! += isPurchase ? -accrued : accrued;
      if (position && isPurchase) position.inflow[index]! += gross + accrued + fees + taxes;
      else if (position) position.outflow[index]! += gross + accrued - fees - taxes;
      break;
    }
    case 'dividend': case 'coupon': case 'interest': {
      const gross = floatOf(transaction.amount) * rate;
      portfolio.income[index]! += gross;
      portfolio.fees[index]! += fees;
      if (position) {
        position.income[index]! += gross;
        position.outflow[index]! += gross - fees - taxes;
      }
      break;
    }
    case 'fee': portfolio.fees[index]! += floatOf(transaction.amount) * rate; break;
    case 'tax': portfolio.taxes[index]! += floatOf(transaction.amount) * rate; break;
    case 'return_of_capital': if (position) position.outflow[index]! += floatOf(transaction.amount) * rate; break;
    case 'transfer_in': case 'transfer_out': bookTransfer(transaction, booking, position); break;
    case 'merger': case 'spin_off': {
      const cash = amountOf('cashAmount' in transaction ? transaction.cashAmount : undefined) + amountOf(transaction.cashInLieu);
      if (position) position.outflow[index]! += cash * rate;
      break;
    }
    case 'split': case 'stock_dividend': break;
  }
}

/** A transfer is an external flow at its market value: the stated one, else units at the day's close. */
function bookTransfer(
  transaction: Extract<Transaction, { kind: 'transfer_in' | 'transfer_out' }>, { index, rate, portfolio, request }: Booking, position: DailyAmounts | undefined,
): void {
  const worth = transaction.marketValue
    ? floatOf(transaction.marketValue) * rate
    : floatOf(transaction.quantity) * unitValue(transaction.securityId, index, request);
  const side = transaction.kind === 'transfer_in' ? 'inflow' : 'outflow';
  portfolio[side][index]! += worth;
  if (position) position[side][index]! += worth;
}

function bookMove(move: UnitMove, request: FlowsRequest): void {
  const index = move.day - request.firstDay;
  if (index < 0 || index >= request.length) return;
  const worth = move.quantity * unitValue(move.to, index, request);
  const from = request.positions.get(move.from);
  const to = request.positions.get(move.to);
  if (from) from.outflow[index]! += worth;
  if (to) to.inflow[index]! += worth;
}

/** Base value of one unit at the close; NaN when there is no quote. */
function unitValue(securityId: string, index: number, request: FlowsRequest): number {
  return request.unitValues.get(securityId)?.[index] ?? Number.NaN;
}

function amountOf(amount: Decimal | undefined): number {
  return amount ? floatOf(amount) : 0;
}
