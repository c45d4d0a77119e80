import { setTimeout as pause } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import type { Settings } from './config.ts';
import type { Database } from './db/open-database.ts';
import { configuredFeeds } from './ingest/feeds/configured-feeds.ts';
import type { FeedDeps } from './ingest/feeds/refresh-feeds.ts';
import type { Clock } from './shared/clock.ts';
import { invalidInput } from './shared/errors.ts';
import type { NewId } from './shared/ids.ts';

export interface FeedParts {
  readonly settings: Settings;
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: NewId;
}

/**
 * What `refreshFeeds` needs, for the named feeds.
 * @param names Those of the setting FEEDS when left out: what runs on schedule.
 * @throws AppError invalid-input for a name that is not there, or whose key is not set.
 */
export function feedDeps({ settings, database, clock, newId }: FeedParts, names: readonly string[] = settings.FEEDS): FeedDeps {
  const known = configuredFeeds(settings);
  const feeds = names.map((name) => {
    const feed = known.find((one) => one.name === name);
    if (!feed) throw invalidInput(`There is no feed "${name}".`, { hint: `There are ${known.map((one) => one.name).join(', ')}. The feed "prices" needs PRICE_FEED_KEY.` });
    return feed;
  });
  return {
    openHandle: () => database.orm.em.fork(), feeds, clock, newId,
    http: { nowMs: () => performance.now(), pause: async (ms) => { await pause(ms); }, random: () => randomBytes(4).readUInt32BE() / 2 ** 32 },
  };
}
