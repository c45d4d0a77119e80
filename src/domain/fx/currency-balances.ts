import { ZERO, type Decimal } from '../../shared/decimal.ts';

/** Cash of one account by currency: nothing is converted until a figure asks for it. */
export interface CashState {
  readonly balances: ReadonlyMap<string, Decimal>;
  /** What the owner paid in less what they took out, in the account's currency at the rate of each day. */
  readonly netContribution: Decimal;
}

export interface CashDeposit {
  readonly currency: string;
  readonly amount: Decimal;
  readonly fee: Decimal;
  /** Account-currency units for one unit of `currency` on the day. */
  readonly rateToAccount: Decimal;
}

/** A deposit stays in its currency; the contribution counts what the owner sent, before the fee. */
export function depositWithFee(state: CashState, deposit: CashDeposit): CashState {
  const balances = new Map(state.balances);
  balances.set(deposit.currency, (balances.get(deposit.currency) ?? ZERO).plus(deposit.amount).minus(deposit.fee));
  return { balances, netContribution: state.netContribution.plus(deposit.amount.times(deposit.rateToAccount)) };
}
