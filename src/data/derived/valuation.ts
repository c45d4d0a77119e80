import { divideHalfEven, MONEY_SCALE, QUANTITY_SCALE } from './fixed-point.ts';
import { businessDaysBetween, UNIT_SCALE } from './market-grid.ts';

/** A quote older than this many business days is stale. */
export const STALE_AFTER_BUSINESS_DAYS = 5;

const TO_MONEY = 10n ** BigInt(QUANTITY_SCALE + UNIT_SCALE - MONEY_SCALE);

/** Units of quantity scale times unit value, as money. */
export function worth(quantity: bigint, unit: bigint): bigint {
  return divideHalfEven(quantity * unit, TO_MONEY);
}

/** Marks a reason that leaves a value in place: an old quote counts, and says so. */
export const STALE = 'last known';

export function isStale(quotedOn: number, day: number): boolean {
  return day - quotedOn > STALE_AFTER_BUSINESS_DAYS && businessDaysBetween(quotedOn, day) > STALE_AFTER_BUSINESS_DAYS;
}
