import { defineEntity, p } from '@mikro-orm/core';
import { controlled, currency, day, fxRate, id, instant, money, oneOf, price, quantity } from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { clientOwned, describeTable } from '../table.ts';
import { Security } from '../trading/security.entity.ts';
import { Transaction } from '../trading/transaction.entity.ts';

export const PAYOUT_KINDS = ['dividend', 'coupon', 'special'] as const;
export const PAYOUT_STATUSES = ['announced', 'paid', 'cancelled'] as const;

const DividendPayoutSchema = defineEntity({
  name: 'DividendPayout',
  tableName: 'DividendPayouts',
  comment: 'A dividend or coupon of a security to a portfolio, announced or paid. Paid ones point to their transaction.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    portfolio: () => p.manyToOne(Portfolio).index(false).deleteRule('cascade').comment('Who receives it'),
    security: () => p.manyToOne(Security).index(false).deleteRule('restrict').comment('What pays it'),
    transaction: () => p.manyToOne(Transaction).index(false).nullable().deleteRule('set null').comment('The booking; empty until paid'),
    kind: controlled(PAYOUT_KINDS).comment('Regular dividend, coupon or special dividend'),
    exDate: day().comment('First day without the right'),
    payDate: day().comment('Day of payment, expected while announced'),
    units: quantity().comment('Units with the right'),
    amountPerUnit: price().comment('Amount for one unit in currency'),
    grossAmount: money().comment('Amount before withholding in currency'),
    withheldAmount: money().comment('Tax withheld at source in currency'),
    netAmount: money().comment('Amount received in currency'),
    currency: currency().comment('Currency of payment, ISO 4217'),
    fxRateToBase: fxRate().nullable().comment('Base currency of the portfolio for one unit of currency on the pay date; empty = unknown'),
    status: controlled(PAYOUT_STATUSES).comment('Announced, paid or cancelled'),
    createdAt: instant().comment('When the row was made, UTC'),
  },
  indexes: [
    { name: 'dividend_payouts_pay_date', properties: ['portfolio', 'payDate'] },
    { name: 'dividend_payouts_security', properties: ['security', 'payDate'] },
    { name: 'dividend_payouts_transaction', properties: ['transaction'] },
  ],
  uniques: [{ name: 'dividend_payouts_unique', properties: ['portfolio', 'security', 'exDate', 'kind'] }],
  checks: [
    oneOf('DividendPayouts', 'kind', PAYOUT_KINDS),
    oneOf('DividendPayouts', 'status', PAYOUT_STATUSES),
  ],
});

export class DividendPayout extends DividendPayoutSchema.class {}
DividendPayoutSchema.setClass(DividendPayout);

export const dividendPayouts = describeTable(DividendPayout, DividendPayoutSchema, { access: clientOwned('portfolio.client') });
