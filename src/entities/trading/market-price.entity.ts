import { defineEntity, p } from '@mikro-orm/core';
import { day, flag, float, instant, json, price, text } from '../columns.ts';
import { ThirdPartyVendor } from '../markets/third-party-vendor.entity.ts';
import { describeTable, REFERENCE } from '../table.ts';
import { Security } from './security.entity.ts';

/** A close that stood until it was corrected: what a decision between `recordedAt` and the next entry saw. */
export interface PriceCorrection {
  /** Exact decimal. */
  readonly close: string;
  /** When that close was recorded, ISO 8601 UTC. */
  readonly recordedAt: string;
  readonly source: string;
}

const MarketPriceSchema = defineEntity({
  name: 'MarketPrice',
  tableName: 'MarketPrices',
  comment: 'Daily price of a security in the currency of the security. Cash has no rows: its price is 1. Corrections keep what stood before.',
  properties: {
    security: () => p.manyToOne(Security).index(false).primary().deleteRule('cascade').comment('What is priced'),
    priceDate: day().primary().comment('Trading day'),
    close: price().comment('Closing price of one unit, not adjusted for dividends'),
    open: price().nullable().comment('Opening price'),
    high: price().nullable().comment('Highest price'),
    low: price().nullable().comment('Lowest price'),
    volume: float().nullable().comment('Units traded'),
    isSplitAdjusted: flag().comment('True when the vendor restated the price for later splits'),
    vendor: () => p.manyToOne(ThirdPartyVendor).index(false).nullable().deleteRule('set null').comment('Who supplied it, if a registered vendor'),
    source: text(80).comment('Where it came from: feed, file or simulation'),
    recordedAt: instant().comment('When this close was recorded, UTC'),
    corrections: json<readonly PriceCorrection[]>().nullable().comment('Earlier closes of this day, oldest first; empty when never corrected'),
  },
  indexes: [
    { name: 'market_prices_day', properties: ['priceDate', 'security'] },
    { name: 'market_prices_vendor', properties: ['vendor'] },
  ],
});

export class MarketPrice extends MarketPriceSchema.class {}
MarketPriceSchema.setClass(MarketPrice);

export const marketPrices = describeTable(MarketPrice, MarketPriceSchema, { access: REFERENCE });
