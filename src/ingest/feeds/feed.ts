import type { IsoDate } from '../../shared/calendar.ts';
import type { FeedHttp } from './feed-http.ts';

/** What is wanted of a feed. */
export interface FeedRequest {
  readonly today: IsoDate;
  /** Securities with the last day that we have; price feeds alone read them. */
  readonly securities: readonly { readonly id: string; readonly ticker: string; readonly lastDay: IsoDate | undefined }[];
}

export interface FeedPrice {
  readonly securityId: string;
  readonly priceDate: IsoDate;
  /** Plain decimal text above zero. */
  readonly close: string;
}

export interface FeedRate {
  readonly baseCurrency: string;
  readonly quoteCurrency: string;
  readonly rateDate: IsoDate;
  readonly rate: string;
}

/** Something that the feed gave or withheld and that was not taken, and why. */
export interface FeedReject {
  readonly what: string;
  readonly reason: string;
}

export interface FeedQuotes {
  readonly prices: readonly FeedPrice[];
  readonly rates: readonly FeedRate[];
  readonly rejects: readonly FeedReject[];
}

/** A supplier of prices or rates over HTTP. A new one is one file like `ecb-feed.ts` and one line in `configured-feeds.ts`. */
export interface Feed {
  /** What the command line and the settings call it. */
  readonly name: string;
  /** How it stands in ThirdPartyVendors. */
  readonly vendor: { readonly name: string; readonly kind: 'prices' | 'fx'; readonly supplies: string; readonly endpoint: string; readonly ratePerMinute: number };
  /** @throws FeedFault when the supplier gave nothing that can be used. */
  readonly load: (request: FeedRequest, http: FeedHttp) => Promise<FeedQuotes>;
}
