import { z } from 'zod';
import { addDays, isIsoDate, type IsoDate } from '../../shared/calendar.ts';
import { parseExact } from '../exact-json.ts';
import { FeedFault } from './feed-http.ts';
import type { Feed, FeedPrice, FeedReject } from './feed.ts';

export const PRICE_FEED_URL = 'https://api.tiingo.com';
/** A security without any price begins with this much of history. */
const FIRST_DAYS = 365;
/** After so many failures in a row the supplier is taken to be down: the rest of the list would only wait. */
const MOST_FAILURES = 3;

/** Numbers arrive as the digits of the answer. A field that a day lacks refuses that day, not the list. */
const Days = z.array(z.object({ date: z.string().optional(), close: z.string().nullish() }));

/**
 * Daily closes, one request a security, with the key in a header so that it stands in no log of addresses. Speaks the layout of Tiingo's
 * end-of-day prices: GET /tiingo/daily/TICKER/prices?startDate=…, a list of days with an unadjusted `close`.
 */
export function endOfDayFeed({ baseUrl = PRICE_FEED_URL, key }: { readonly baseUrl?: string | undefined; readonly key: string }): Feed {
  return {
    name: 'prices',
    vendor: { name: 'End-of-day prices', kind: 'prices', supplies: 'Daily closes, unadjusted, in the currency of the security', endpoint: baseUrl, ratePerMinute: 50 },
    load: async ({ today, securities }, http) => {
      const prices: FeedPrice[] = [];
      const rejects: FeedReject[] = [];
      let failures = 0;
      for (const { id, ticker, lastDay } of securities) {
        // The last day again, so that a correction of it is seen.
        const from = lastDay ?? addDays(today, -FIRST_DAYS);
        try {
          const text = await http.get(`${baseUrl}/tiingo/daily/${encodeURIComponent(ticker)}/prices?startDate=${from}&endDate=${today}`, { authorization: `Token ${key}`, accept: 'application/json' });
          readDays(text, { securityId: id, ticker, today }, prices, rejects);
          failures = 0;
        } catch (error) {
          if (!(error instanceof FeedFault)) throw error;
          rejects.push({ what: ticker, reason: error.message });
          if (error.isLocal) continue;
          failures += 1;
          // A refused key is refused for every other security too.
          if (prices.length === 0 && (!error.isPassing || failures >= MOST_FAILURES)) throw error;
          if (failures >= MOST_FAILURES) break;
        }
      }
      return { prices, rates: [], rejects };
    },
  };
}

interface Wanted {
  readonly securityId: string;
  readonly ticker: string;
  readonly today: IsoDate;
}

function readDays(text: string, { securityId, ticker, today }: Wanted, prices: FeedPrice[], rejects: FeedReject[]): void {
  const read = Days.safeParse(parsed(text));
  if (!read.success) throw new FeedFault('the answer is not a list of days with a close', { isPassing: false, isLocal: true });
  for (const { date = '', close } of read.data) {
    const day = date.slice(0, 10);
    if (!isIsoDate(day)) rejects.push({ what: ticker, reason: `"${date.slice(0, 40)}" is not a day` });
    else if (typeof close !== 'string' || !/^\d+(?:\.\d+)?$/.test(close) || !/[1-9]/.test(close)) rejects.push({ what: `${ticker} ${day}`, reason: 'no close above zero' });
    else if (day <= today) prices.push({ securityId, priceDate: day, close });
  }
}

function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch (error) {
    throw new FeedFault('the answer is not well-formed JSON', { isPassing: false, isLocal: true, cause: error });
  }
}
