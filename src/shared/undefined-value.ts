/**
 * "Missing is not zero": a figure that does not exist is a value of its own, with the reason in words a person can read.
 * Functions return `T | Undefined` and never 0, NaN or null for "unknown".
 */
export interface Undefined {
  readonly kind: 'undefined';
  readonly reason: string;
}

export function undefinedBecause(reason: string): Undefined {
  return { kind: 'undefined', reason };
}

export function isUndefined(value: unknown): value is Undefined {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'undefined';
}

/** The value, or a throw: for places where an earlier check has already proved that it exists (and for tests). */
export function definedOrThrow<T>(value: T | Undefined): T {
  if (isUndefined(value)) throw new Error(`expected a value, found none: ${value.reason}`);
  return value;
}

/** Applies `map` to a value that exists and passes a missing one through with its reason. */
export function mapDefined<T, R>(value: T | Undefined, map: (value: T) => R): R | Undefined {
  return isUndefined(value) ? value : map(value);
}
