import { addDays, dayOf, type IsoDate } from '../../shared/calendar.ts';

/** Calendar days after the acceptance in which it is carried out. */
export const CARRY_OUT_WITHIN_DAYS = 7;
/** No price that it states is older than so many calendar days when it is carried out. */
export const OLDEST_PRICE_DAYS = 10;

export interface AcceptedAdvice {
  readonly acceptedAt: Date;
  readonly trades: readonly { readonly priceDate: string }[];
}

/**
 * Why an accepted recommendation may not be carried out any more on a day; undefined while it may. What a client agreed to is a trade at about the
 * stated prices, in about these days: no consent for ever. Without trades there is nothing to carry out and nothing that lapses.
 */
export function whyLapsed({ acceptedAt, trades }: AcceptedAdvice, today: IsoDate): string | undefined {
  const [oldest] = trades.map(({ priceDate }) => priceDate).toSorted();
  if (oldest === undefined) return undefined;
  const accepted = dayOf(acceptedAt);
  if (today > addDays(accepted, CARRY_OUT_WITHIN_DAYS)) return `it was accepted on ${accepted}, more than ${CARRY_OUT_WITHIN_DAYS} days ago`;
  return oldest < addDays(today, -OLDEST_PRICE_DAYS) ? `its oldest price is of ${oldest}, more than ${OLDEST_PRICE_DAYS} days ago` : undefined;
}
