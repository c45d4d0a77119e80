import { ecbFeed } from './ecb-feed.ts';
import { endOfDayFeed } from './end-of-day-feed.ts';
import type { Feed } from './feed.ts';

export interface FeedSettings {
  readonly FX_FEED_URL?: string | undefined;
  readonly PRICE_FEED_URL?: string | undefined;
  readonly PRICE_FEED_KEY?: string | undefined;
}

/** The feeds that the settings make possible. Without its key a feed does not exist. */
export function configuredFeeds({ FX_FEED_URL: fxUrl, PRICE_FEED_URL: priceUrl, PRICE_FEED_KEY: key }: FeedSettings): readonly Feed[] {
  return [ecbFeed(fxUrl), ...(key ? [endOfDayFeed({ baseUrl: priceUrl, key })] : [])];
}
