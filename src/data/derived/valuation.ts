import { divideHalfEven, MONEY_SCALE, QUANTITY_SCALE } from './fixed-point.ts';
import { businessDaysBetween, UNIT_SCALE } from './market-grid.ts';

/** A quote older than this many business days is stale. */
export const STALE_AFTER_BUSINESS_DAYS = 5;

const TO_MONEY = 10n ** BigInt(QUANTITY_SCALE + UNIT_SCALE - MONEY_SCALE);
const ONE_UNIT = 10n ** BigInt(QUANTITY_SCALE);
const WHOLE_TO_MONEY = 10n ** BigInt(UNIT_SCALE - MONEY_SCALE);

/** Units of quantity scale times unit value, as money. */
export function worth(quantity: bigint, unit: bigint): bigint {
  return divideHalfEven(quantity * unit, TO_MONEY);
}

/** `worth` of one quantity at many unit values: without the decimal places of whole units, which most are, the numbers are half as long. */
export function worthAt(quantity: bigint): (unit: bigint) => bigint {
  if (quantity % ONE_UNIT !== 0n) return (unit) => worth(quantity, unit);
  const whole = quantity / ONE_UNIT;
  return (unit) => divideHalfEven(whole * unit, WHOLE_TO_MONEY);
}

/** Marks a reason that leaves a value in place: an old quote counts, and says so. */
export const STALE = 'last known';

export function isStale(quotedOn: number, day: number): boolean {
  return day - quotedOn > STALE_AFTER_BUSINESS_DAYS && businessDaysBetween(quotedOn, day) > STALE_AFTER_BUSINESS_DAYS;
}
