import { createHash } from 'node:crypto';
import { inTransaction, type DataHandle } from '../../data/imports/data-handle.ts';
import { loadPricedSecurities } from '../../data/imports/load-priced-securities.ts';
import { saveRun } from '../../data/imports/save-run.ts';
import { registerVendor, saveVendorHealth } from '../../data/imports/vendor-health.ts';
import { saveFxRates, savePrices } from '../../data/transactions/index.ts';
import type { Clock } from '../../shared/clock.ts';
import type { NewId } from '../../shared/ids.ts';
import { FeedFault, FeedHttp, type FeedHttpOptions } from './feed-http.ts';
import type { Feed, FeedQuotes, FeedReject } from './feed.ts';

export interface FeedDeps {
  /** A new one for each feed. */
  readonly openHandle: () => DataHandle;
  readonly feeds: readonly Feed[];
  readonly clock: Clock;
  readonly newId: NewId;
  readonly http: Pick<FeedHttpOptions, 'nowMs' | 'pause' | 'random'> & Partial<FeedHttpOptions>;
}

export interface FeedReport {
  readonly feed: string;
  readonly status: 'succeeded' | 'partial' | 'failed' | 'suspended';
  readonly added: number;
  readonly corrected: number;
  readonly unchanged: number;
  readonly rejects: readonly FeedReject[];
  readonly error?: string;
}

const LIMITS = { timeoutMs: 20_000, attempts: 4, mostWaitMs: 60_000, mostBytes: 30 * 1_048_576 } as const;

/**
 * Asks each feed for what is new, saves it and brings the derived tables up to date; the run goes to ETL_Logs and the supplier's health to
 * ThirdPartyVendors. One feed's fault is its own: it is reported, and the next one is asked. Nothing is awaited inside a transaction.
 */
export async function refreshFeeds(deps: FeedDeps): Promise<FeedReport[]> {
  const reports: FeedReport[] = [];
  for (const feed of deps.feeds) reports.push(await refresh(feed, deps));
  return reports;
}

async function refresh(feed: Feed, { openHandle, clock, newId, http: own }: FeedDeps): Promise<FeedReport> {
  const handle = openHandle();
  const context = { now: clock.now(), today: clock.today(), newId };
  const vendor = await registerVendor(handle, feed.vendor, context);
  const nothing = { feed: feed.name, added: 0, corrected: 0, unchanged: 0, rejects: [] };
  if (!vendor.isActive) return { ...nothing, status: 'suspended' };
  const http = new FeedHttp({ ...LIMITS, ratePerMinute: vendor.ratePerMinute, ...own });
  const run = { job: `feed ${feed.name}`, fileName: feed.vendor.endpoint };
  try {
    const securities = feed.vendor.kind === 'prices' ? await loadPricedSecurities(handle) : [];
    const quotes = await feed.load({ today: context.today, securities }, http);
    return await inTransaction(handle, async (tx) => {
      const saved = await saveQuotes(tx, feed, quotes, { ...context, vendorId: vendor.id });
      const status = quotes.rejects.length > 0 ? 'partial' as const : 'succeeded' as const;
      const now = clock.now();
      await saveRun(tx, {
        ...run, status, read: quotes.prices.length + quotes.rates.length + quotes.rejects.length, written: saved.added + saved.corrected, refused: quotes.rejects.length, skipped: saved.unchanged,
        fileHash: hashOf(JSON.stringify([quotes.prices, quotes.rates])), detail: { rejects: quotes.rejects.slice(0, 100) },
      }, context);
      const [first] = quotes.rejects;
      await saveVendorHealth(tx, vendor.id, first ? { state: 'degraded', error: `${first.what}: ${first.reason}`, latencyMs: http.latencyMs, now } : { state: 'healthy', latencyMs: http.latencyMs, now });
      return { feed: feed.name, status, ...saved, rejects: quotes.rejects };
    });
  } catch (error) {
    if (!(error instanceof FeedFault)) throw error;
    await saveRun(handle, { ...run, status: 'failed', read: 0, written: 0, refused: 0, skipped: 0, fileHash: hashOf(''), error: error.message }, context);
    await saveVendorHealth(handle, vendor.id, { state: 'down', error: error.message, latencyMs: http.latencyMs, now: clock.now() });
    return { ...nothing, status: 'failed', error: error.message };
  }
}

async function saveQuotes(tx: DataHandle, feed: Feed, { prices, rates }: FeedQuotes, context: Parameters<typeof savePrices>[2]) {
  const source = `feed ${feed.name}`;
  const [first, second] = [await savePrices(tx, prices.map((price) => ({ ...price, source })), context), await saveFxRates(tx, rates.map((rate) => ({ ...rate, source })), context)];
  return { added: first.added + second.added, corrected: first.corrected + second.corrected, unchanged: first.unchanged + second.unchanged };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
