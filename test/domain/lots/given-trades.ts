import { decimal, type DecimalInput } from '../../../src/shared/decimal.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import type { BuyTransaction, LotSelection, SellTransaction } from '../../../src/domain/lots/transaction.ts';

interface TradeOverrides {
  readonly id?: string;
  readonly on: string;
  readonly quantity: DecimalInput;
  readonly price: DecimalInput;
  readonly fees?: DecimalInput;
  readonly securityId?: string;
  readonly currency?: string;
  readonly fxToBase?: DecimalInput;
  readonly orderId?: string;
  readonly lots?: readonly LotSelection[];
}

export function givenBuy(overrides: TradeOverrides): BuyTransaction {
  return { kind: 'buy', ...terms(overrides) };
}

export function givenSale(overrides: TradeOverrides): SellTransaction {
  return { kind: 'sell', ...terms(overrides), ...(overrides.lots ? { lots: overrides.lots } : {}) };
}

function terms({ id, on, quantity, price, fees = 0, securityId = 'ACME', currency = 'USD', fxToBase = 1, orderId }: TradeOverrides) {
  return {
    id: id ?? `${on}:${String(quantity)}`, tradeDate: isoDate(on), securityId, currency, quantity: decimal(quantity), price: decimal(price), fees: decimal(fees),
    fxToBase: decimal(fxToBase), ...(orderId === undefined ? {} : { orderId }),
  };
}
