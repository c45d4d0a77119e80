import type { CastClient } from '../people/cast-types.ts';

/** A purchase that a story needs, some calendar days before today, as a fraction of the portfolio's value on that day. */
export interface StoryTrade {
  readonly daysAgo: number;
  readonly ticker: string;
  readonly weightFraction: number;
  readonly note: string;
}

type StoryBook = Partial<Record<CastClient['stories'][number], readonly StoryTrade[]>>;

/** What the first portfolio of a client with the story buys; nothing is recorded but the purchase, the rest follows from prices. */
const TRADES: StoryBook = {
  concentrated: [
    { daysAgo: 1_010, ticker: 'NVLT', weightFraction: 0.2, note: 'Client instruction' },
    { daysAgo: 640, ticker: 'QBIT', weightFraction: 0.1, note: 'Client instruction' },
    { daysAgo: 620, ticker: 'CRDX', weightFraction: 0.1, note: 'Client instruction' },
  ],
  harvest: [
    { daysAgo: 480, ticker: 'VOLT', weightFraction: 0.06, note: 'Client instruction' },
    { daysAgo: 400, ticker: 'MDRA', weightFraction: 0.05, note: 'Advisor proposal' },
    { daysAgo: 290, ticker: 'STRM', weightFraction: 0.05, note: 'Client instruction' },
    { daysAgo: 385, ticker: 'RHEN', weightFraction: 0.04, note: 'Advisor proposal' },
  ],
  wash_sale: [
    { daysAgo: 410, ticker: 'HLXC', weightFraction: 0.07, note: 'Client instruction' },
    { daysAgo: 12, ticker: 'HLXC', weightFraction: 0.02, note: 'Averaging down, client instruction' },
  ],
  restricted: [{ daysAgo: 520, ticker: 'LEMN', weightFraction: 0.06, note: 'Advisor proposal' }],
  stale_price: [{ daysAgo: 330, ticker: 'KSTR', weightFraction: 0.05, note: 'Client instruction' }],
  missing_rate: [{ daysAgo: 610, ticker: 'FJRD', weightFraction: 0.06, note: 'Client instruction' }],
  risk_breach: [
    { daysAgo: 300, ticker: 'BTC', weightFraction: 0.1, note: 'Client instruction' },
    { daysAgo: 240, ticker: 'SOL', weightFraction: 0.07, note: 'Client instruction' },
  ],
  esg: [{ daysAgo: 450, ticker: 'PTRX', weightFraction: 0.04, note: 'Client instruction' }],
};

export function storyTradesOf(client: CastClient): StoryTrade[] {
  return client.stories.flatMap((story) => TRADES[story] ?? []).sort((left, right) => right.daysAgo - left.daysAgo);
}
