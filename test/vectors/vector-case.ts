import { Decimal } from '../../src/shared/decimal.ts';
import { AppError } from '../../src/shared/errors.ts';
import { isUndefined } from '../../src/shared/undefined-value.ts';

/** One worked case of another project's tests or of a publication, with the conventions under which its figures hold. */
export interface VectorCase {
  readonly id: string;
  readonly source: string;
  readonly origin: string;
  /** The kind of case within its file (a file of topic `twr` holds `modified_dietz` cases too). */
  readonly topic: string;
  readonly conventions: Readonly<Record<string, unknown>>;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expected: unknown;
  readonly tolerance?: number;
  readonly tolerance_abs?: number;
  readonly verified?: boolean;
  readonly note?: string;
}

export interface VectorFile {
  readonly topic: string;
  readonly cases: readonly VectorCase[];
}

/** Computes the figures of a case: an object with (at least) the keys of `expected`; `Undefined` and null stand for "no value". */
export type RunCase = (testCase: VectorCase) => unknown;

export type Outcome =
  | { readonly passed: true }
  | { readonly passed: false; readonly actual: unknown; readonly differences: readonly string[] };

/** Runs one case. A refusal (AppError) passes where the case expects an error, and only there. */
export function judge(testCase: VectorCase, run: RunCase): Outcome {
  let actual: unknown;
  try {
    actual = run(testCase);
  } catch (error) {
    if (error instanceof AppError && expectsError(testCase.expected)) return { passed: true };
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { passed: false, actual: { threw: message }, differences: [`threw ${message}`] };
  }
  const differences = compare(testCase.expected, actual, (expected) => allowance(testCase, expected), '');
  return differences.length === 0 ? { passed: true } : { passed: false, actual, differences };
}

function expectsError(expected: unknown): boolean {
  return isRecord(expected) && expected['error'] === true;
}

function allowance(testCase: VectorCase, expected: number): number {
  return testCase.tolerance_abs ?? (testCase.tolerance ?? 0) * Math.max(1, Math.abs(expected));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Decimals count as numbers, infinities as their names. */
function plain(value: unknown): unknown {
  if (Decimal.isDecimal(value)) return plain(value.toNumber());
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return isUndefined(value) || value === undefined ? null : value;
}

function compare(expected: unknown, actualRaw: unknown, allowed: (expected: number) => number, path: string): string[] {
  const actual = plain(actualRaw);
  const differs = [`${path || 'value'}: expected ${show(expected)}, got ${show(actual)}`];
  if (typeof expected === 'number') {
    return typeof actual === 'number' && Math.abs(actual - expected) <= allowed(expected) ? [] : differs;
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return differs;
    return expected.flatMap((item, index) => compare(item, actual[index], allowed, `${path}[${index}]`));
  }
  if (isRecord(expected)) {
    if (!isRecord(actual)) return isOnlyRefusal(expected) && actual === null ? [] : differs;
    return Object.entries(expected).flatMap(([key, item]) => (
      key === 'error' && item === true
        ? refusal(expected, actual, path)
        : compare(item, actual[key], allowed, path ? `${path}.${key}` : key)
    ));
  }
  return Object.is(expected, actual) ? [] : differs;
}

function isOnlyRefusal(expected: Record<string, unknown>): boolean {
  return expected['error'] === true && Object.entries(expected).every(([key, item]) => key === 'error' || item === null);
}

/** Refused or flagged: an explicit `error`, or every figure that the case names is explicitly undefined (with its reason). */
function refusal(expected: Record<string, unknown>, actual: Record<string, unknown>, path: string): string[] {
  const flagged = actual['error'] !== undefined && actual['error'] !== false && actual['error'] !== null;
  const figures = Object.keys(expected).filter((key) => key !== 'error');
  const undefinedThroughout = figures.length > 0 && figures.every((key) => isUndefined(actual[key]));
  return flagged || undefinedThroughout ? [] : [`${path ? `${path}.` : ''}error: expected a refusal or a flag, got ${show(actual)}`];
}

export function show(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'number' && !Number.isFinite(item) ? String(item) : item)) ?? 'nothing';
}
