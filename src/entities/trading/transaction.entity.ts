import { defineEntity, p } from '@mikro-orm/core';
import type { SelfReference } from '../columns.ts';
import {
  controlled, count, currency, day, flag, fxRate, id, instant, json, money, oneOf, price, quantity, ratio, selfReference, text, version,
} from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { clientOwned, describeTable } from '../table.ts';
import { Security } from './security.entity.ts';

export const TRANSACTION_KINDS = [
  'buy', 'sell', 'short_sell', 'cover', 'deposit', 'withdrawal', 'transfer_in', 'transfer_out', 'dividend', 'coupon', 'interest',
  'fee', 'tax', 'split', 'stock_dividend', 'spin_off', 'merger', 'return_of_capital',
] as const;
export const TRANSACTION_STATUSES = ['booked', 'cancelled'] as const;

/** Lot (id of the transaction that opened it) and the units to take from it, exact decimal. */
export interface TransactionLotSelection {
  readonly lotId: string;
  readonly quantity: string;
}

const TransactionSchema = defineEntity({
  name: 'Transaction',
  tableName: 'Transactions',
  comment: 'What happened in a portfolio. Quantities and amounts are never negative, the kind says the direction. Corrections cancel and supersede.',
  properties: {
    id: id().comment('Application-made UUIDv7; also the id of the lot that the transaction opens'),
    portfolio: () => p.manyToOne(Portfolio).index(false).deleteRule('cascade').comment('Where it happened'),
    security: () => p.manyToOne(Security).index(false).nullable().deleteRule('restrict').comment('What was traded or paid income; empty for plain cash'),
    kind: controlled(TRANSACTION_KINDS).comment('What happened'),
    tradeDate: day().comment('Day of trade; holding period and tax year follow it'),
    settleDate: day().nullable().comment('Day of settlement'),
    sequence: count().comment('Order within the day, from 0'),
    quantity: quantity().nullable().comment('Units; empty where none apply'),
    price: price().nullable().comment('Price of one unit in currency'),
    grossAmount: money().nullable().comment('Amount before fees and taxes in currency, without accrued interest; cost brought along for transfer_in is cost_basis'),
    fees: money().nullable().comment('Fees in currency'),
    taxesWithheld: money().nullable().comment('Taxes withheld in currency'),
    accruedInterest: money().nullable().comment('Accrued interest paid or received with a bond, in currency'),
    netAmount: money().nullable().comment('Cash moved in currency, positive; the kind says the direction'),
    currency: currency().comment('Currency of the trade, ISO 4217'),
    fxRateToBase: fxRate().nullable().comment('Base currency of the portfolio for one unit of currency on the trade date; empty = unknown'),
    fxRateToClient: fxRate().nullable().comment('Base currency of the client for one unit of currency on the trade date; empty = unknown'),
    newShares: ratio().nullable().comment('Split, spin-off or merger: new units for old_shares old ones'),
    oldShares: ratio().nullable().comment('Split, spin-off or merger: old units'),
    counterSecurity: () => p.manyToOne(Security).index(false).nullable().deleteRule('restrict').comment('Child of a spin-off or successor of a merger'),
    costFraction: ratio().nullable().comment('Spin-off: fraction of the cost that moves to the child'),
    cashInLieu: money().nullable().comment('Cash for a fraction of a unit, in currency'),
    lotSelection: json<readonly TransactionLotSelection[]>().nullable().comment('Lots that a disposal names; empty = by the lot method'),
    acquiredOn: day().nullable().comment('transfer_in: day the units were first acquired'),
    costBasis: money().nullable().comment('transfer_in: total cost that the units bring along, in currency'),
    costFxToBase: fxRate().nullable().comment('transfer_in: rate to the base currency of the portfolio on the day of acquisition'),
    costFxToClient: fxRate().nullable().comment('transfer_in: rate to the base currency of the client on the day of acquisition'),
    marketValue: money().nullable().comment('Transfers: market value in currency on the day, the external flow for performance'),
    exDate: day().nullable().comment('Dividends: first day without the right'),
    isQualified: flag().nullable().comment('US dividends: qualified for the lower rate; empty = not stated'),
    orderRef: text(64).nullable().comment('Order that several fills share; fills of one order are not replacements under the wash-sale rule'),
    source: text(60).comment('Where the row came from: import, seed, execution, advisor'),
    isSimulated: flag().comment('True for an execution simulated at stated prices'),
    externalRef: text(120).nullable().comment('Reference of the source, unique within the portfolio: importing twice adds nothing'),
    note: text(400).nullable().comment('Free remark'),
    status: controlled(TRANSACTION_STATUSES).comment('Booked counts, cancelled does not'),
    cancelledAt: instant().nullable().comment('When it was cancelled, UTC: decisions before that saw it'),
    supersedes: (): SelfReference => selfReference(Transaction, 'The cancelled transaction that this row corrects'),
    recordedAt: instant().comment('When the row was recorded, UTC: decisions before that did not see it'),
    version: version().comment('Optimistic lock'),
  },
  indexes: [
    { name: 'transactions_portfolio_trade_date', properties: ['portfolio', 'tradeDate', 'sequence'] },
    { name: 'transactions_security_portfolio', properties: ['security', 'portfolio', 'status'] },
    { name: 'transactions_counter_security_portfolio', properties: ['counterSecurity', 'portfolio'] },
    { name: 'transactions_supersedes', properties: ['supersedes'] },
    { name: 'transactions_recorded_at', properties: ['recordedAt'] },
  ],
  uniques: [{ name: 'transactions_external_ref_unique', properties: ['portfolio', 'externalRef'] }],
  checks: [
    oneOf('Transactions', 'kind', TRANSACTION_KINDS),
    oneOf('Transactions', 'status', TRANSACTION_STATUSES),
  ],
});

export class Transaction extends TransactionSchema.class {}
TransactionSchema.setClass(Transaction);

export const transactions = describeTable(Transaction, TransactionSchema, {
  access: clientOwned('portfolio.client', ['advisor']),
  personal: ['note'],
});
