import { ONE, type Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { STRICT_LOOKUP, type FoundRate, type RateLookup, type RateSeries } from './rate-series.ts';

export interface CrossRate extends FoundRate {
  /** The currencies passed through, both ends included: EUR, USD, JPY. One entry for a currency to itself. */
  readonly path: readonly string[];
}

export interface Converted {
  readonly amount: Decimal;
  readonly rate: CrossRate;
}

/**
 * Rates between any two currencies: the pair's own series, its inverse, or the shortest chain through others. Of a chain, `from` and
 * `ageDays` are those of its oldest link.
 */
export class CurrencyTable {
  readonly #links = new Map<string, { readonly to: string; readonly series: RateSeries; readonly inverse: boolean }[]>();

  /** Adds the series of units of `quote` for one `base`. Pairs added first win among equally short chains. */
  add(base: string, quote: string, series: RateSeries): this {
    this.#linksOf(base).push({ to: quote, series, inverse: false });
    this.#linksOf(quote).push({ to: base, series, inverse: true });
    return this;
  }

  /** Units of `to` for one `from` on a day; undefined, with the reason, when no chain has rates for that day. */
  rate(from: string, to: string, date: IsoDate, lookup: RateLookup = STRICT_LOOKUP): CrossRate | Undefined {
    if (from === to) return { rate: ONE, from: date, ageDays: 0, path: [from] };
    const seen = new Set([from]);
    let frontier: CrossRate[] = [{ rate: ONE, from: date, ageDays: 0, path: [from] }];
    let missing: Undefined | undefined;
    while (frontier.length > 0) {
      const next: CrossRate[] = [];
      for (const reached of frontier) {
        for (const link of this.#linksOf(reached.path[reached.path.length - 1]!)) {
          if (seen.has(link.to)) continue;
          const found = link.inverse ? link.series.inverseOn(date, lookup) : link.series.on(date, lookup);
          if (isUndefined(found)) {
            missing ??= found;
            continue;
          }
          const older = Math.abs(found.ageDays) > Math.abs(reached.ageDays) ? found : reached;
          const crossed = { rate: reached.rate.times(found.rate), from: older.from, ageDays: older.ageDays, path: [...reached.path, link.to] };
          if (link.to === to) return crossed;
          seen.add(link.to);
          next.push(crossed);
        }
      }
      frontier = next;
    }
    return undefinedBecause(`no exchange rate from ${from} to ${to} on ${date}${missing ? `: ${missing.reason}` : ''}`);
  }

  /** An amount converted at the rate of a day: the trade's day keeps the currency effect, today's leaves it out. */
  convert(amount: Decimal, from: string, to: string, date: IsoDate, lookup: RateLookup = STRICT_LOOKUP): Converted | Undefined {
    const rate = this.rate(from, to, date, lookup);
    return isUndefined(rate) ? rate : { amount: amount.times(rate.rate), rate };
  }

  #linksOf(currency: string): { readonly to: string; readonly series: RateSeries; readonly inverse: boolean }[] {
    let links = this.#links.get(currency);
    if (!links) this.#links.set(currency, links = []);
    return links;
  }
}

/** The remark that belongs beside a figure computed with an old rate; none when it is young enough. */
export function staleRateRemark(rate: CrossRate, staleAfterDays: number): string | undefined {
  if (Math.abs(rate.ageDays) <= staleAfterDays) return undefined;
  return `exchange rate ${rate.path.join('→')} is from ${rate.from} (${Math.abs(rate.ageDays)} days)`;
}
