import { defineEntity, p } from '@mikro-orm/core';
import { controlled, currency, day, float, instant, json, money, oneOf } from '../columns.ts';
import { clientOwned, describeTable } from '../table.ts';
import { Portfolio } from './portfolio.entity.ts';

export const SNAPSHOT_QUALITIES = ['complete', 'stale_price', 'partial'] as const;

const PortfolioSnapshotSchema = defineEntity({
  name: 'PortfolioSnapshot',
  tableName: 'PortfolioSnapshots',
  comment: 'End-of-day state of a portfolio in its base currency. Derived from transactions, prices and rates and can be rebuilt.',
  properties: {
    portfolio: () => p.manyToOne(Portfolio).index(false).primary().deleteRule('cascade').comment('Whose state'),
    snapshotDate: day().primary().comment('The day, at its end'),
    currency: currency().comment('Base currency of the portfolio, ISO 4217'),
    valueBase: money().comment('Market value with cash; of what can be valued when quality is partial'),
    cashBase: money().comment('Cash part of the value'),
    costBase: money().comment('Cost of the open positions without cash'),
    netFlowBase: money().comment('External flows of the day: money and securities in less out'),
    incomeBase: money().comment('Dividends, coupons and interest of the day, before withholding'),
    feesBase: money().comment('Fees of the day, positive = paid'),
    taxesBase: money().comment('Taxes and withholding of the day, positive = paid'),
    realisedGainBase: money().comment('Realised gain of the day'),
    unitValue: float().comment('Time-weighted index, 100 before the first flow, after fees'),
    quality: controlled(SNAPSHOT_QUALITIES).comment('Complete, with a stale price, or partial where a price or rate is missing'),
    missing: json<readonly string[]>().nullable().comment('What is stale or missing, one reason each'),
    updatedAt: instant().comment('When it was last derived, UTC'),
  },
  indexes: [{ name: 'portfolio_snapshots_day', properties: ['snapshotDate'] }],
  checks: [oneOf('PortfolioSnapshots', 'quality', SNAPSHOT_QUALITIES)],
});

export class PortfolioSnapshot extends PortfolioSnapshotSchema.class {}
PortfolioSnapshotSchema.setClass(PortfolioSnapshot);

export const portfolioSnapshots = describeTable(PortfolioSnapshot, PortfolioSnapshotSchema, { access: clientOwned('portfolio.client') });
