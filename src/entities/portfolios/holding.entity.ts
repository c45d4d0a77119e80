import { defineEntity, p } from '@mikro-orm/core';
import { currency, day, float, fxRate, instant, json, money, price, quantity } from '../columns.ts';
import { clientOwned, describeTable } from '../table.ts';
import { Security } from '../trading/security.entity.ts';
import { Portfolio } from './portfolio.entity.ts';

/** One open lot; decimals are strings, dates ISO days. Costs are for the remaining quantity. */
export interface HoldingLot {
  /** Id of the transaction that opened the lot. */
  readonly lotId: string;
  readonly quantity: string;
  readonly cost: string;
  /** Absent when the exchange rate of the acquisition is unknown. */
  readonly costBase?: string;
  readonly acquiredOn: string;
  readonly isShort?: boolean;
}

const HoldingSchema = defineEntity({
  name: 'Holding',
  tableName: 'Holdings',
  comment: 'Current position of a portfolio in a security, cash included. Derived from transactions, prices and rates and can be rebuilt.',
  properties: {
    portfolio: () => p.manyToOne(Portfolio).index(false).primary().deleteRule('cascade').comment('Whose position'),
    security: () => p.manyToOne(Security).index(false).primary().deleteRule('restrict').comment('What is held; cash is the security of its currency'),
    quantity: quantity().comment('Units held, negative when short; amount of money for cash'),
    currency: currency().comment('Currency of price, value and cost, ISO 4217'),
    costBasis: money().comment('Cost of the open lots in currency'),
    costBasisBase: money().nullable().comment('Cost in the base currency of the portfolio at the rates of acquisition; empty when a rate is missing'),
    averageCost: price().comment('Cost of one unit in currency'),
    marketPrice: price().nullable().comment('Last close in currency; empty when there is none'),
    priceDate: day().nullable().comment('Day of that close: older than as_of means stale'),
    fxRateToBase: fxRate().nullable().comment('Base currency of the portfolio for one unit of currency; empty when missing'),
    fxRateDate: day().nullable().comment('Day of that rate'),
    marketValue: money().nullable().comment('Quantity times price in currency'),
    marketValueBase: money().nullable().comment('Market value in the base currency of the portfolio; empty when price or rate is missing'),
    unrealisedGainBase: money().nullable().comment('Market value less cost, both in base currency'),
    accruedIncome: money().nullable().comment('Accrued interest in currency, not part of the market value'),
    weightFraction: float().nullable().comment('Share of the portfolio value; empty when a value in the portfolio is missing'),
    firstAcquiredOn: day().nullable().comment('Acquisition day of the oldest open lot'),
    lots: json<readonly HoldingLot[]>().comment('Open lots, oldest first; empty list for cash'),
    asOf: day().comment('Day that the row describes'),
    updatedAt: instant().comment('When it was last derived, UTC'),
  },
  indexes: [{ name: 'holdings_security', properties: ['security'] }],
});

export class Holding extends HoldingSchema.class {}
HoldingSchema.setClass(Holding);

export const holdings = describeTable(Holding, HoldingSchema, { access: clientOwned('portfolio.client') });
