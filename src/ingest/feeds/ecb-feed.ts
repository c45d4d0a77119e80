import { isIsoDate } from '../../shared/calendar.ts';
import { AppError } from '../../shared/errors.ts';
import { ecbXmlTable } from '../foreign-formats.ts';
import { FeedFault } from './feed-http.ts';
import type { Feed, FeedRate, FeedReject } from './feed.ts';

export const ECB_URL = 'https://www.ecb.europa.eu/stats/eurofxref';

/** Euro reference rates of the last 90 days, published by the European Central Bank without a key. Asking again gives the same days, so a missed run heals itself. */
export function ecbFeed(baseUrl: string = ECB_URL): Feed {
  return {
    name: 'ecb',
    vendor: { name: 'European Central Bank reference rates', kind: 'fx', supplies: 'Euro foreign exchange reference rates, working days', endpoint: baseUrl, ratePerMinute: 30 },
    load: async ({ today }, http) => {
      const rates: FeedRate[] = [];
      const rejects: FeedReject[] = [];
      for (const { cells } of rowsOf(await http.get(`${baseUrl}/eurofxref-hist-90d.xml`))) {
        const [baseCurrency = '', quoteCurrency = '', rateDate = '', rate = ''] = cells;
        const what = `${baseCurrency}/${quoteCurrency} ${rateDate}`;
        if (!/^[A-Z]{3}$/.test(quoteCurrency) || !isIsoDate(rateDate)) rejects.push({ what, reason: 'no currency or day' });
        else if (!/^\d+(?:\.\d+)?$/.test(rate) || !/[1-9]/.test(rate)) rejects.push({ what, reason: `"${rate.slice(0, 40)}" is not a rate above zero` });
        else if (rateDate <= today) rates.push({ baseCurrency, quoteCurrency, rateDate, rate });
      }
      return { prices: [], rates, rejects };
    },
  };
}

function rowsOf(text: string): ReturnType<typeof ecbXmlTable>['rows'] {
  try {
    return ecbXmlTable(text).rows;
  } catch (error) {
    // Half a document is not a document: what a broken transfer left is not taken.
    throw new FeedFault(error instanceof AppError ? 'the answer is not a file of reference rates' : 'the answer is not well-formed XML', { isPassing: true, cause: error });
  }
}
