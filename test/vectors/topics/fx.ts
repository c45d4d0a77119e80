import { decimal, ZERO } from '../../../src/shared/decimal.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { invalidInput } from '../../../src/shared/errors.ts';
import { isUndefined } from '../../../src/shared/undefined-value.ts';
import { depositWithFee } from '../../../src/domain/fx/currency-balances.ts';
import type { RateLookup } from '../../../src/domain/fx/rate-series.ts';
import type { VectorCase } from '../vector-case.ts';
import { fxReader, seriesOf, type FxInput } from './fx-input.ts';
import { conventionText } from './lot-conventions.ts';

type Points = readonly (readonly [string, number])[];

interface SeriesInput {
  readonly series: Points;
  readonly dates?: readonly string[];
  readonly date?: string;
  readonly inverse?: boolean;
  readonly amount?: number;
}

export function run(testCase: VectorCase): unknown {
  const { input } = testCase;
  if ('series' in input) return lookups(testCase, input as unknown as SeriesInput); // the runner reads untyped JSON
  if (Object.keys(input).some((key) => /^deposit_[a-z]{3}$/.test(key))) return deposit(input);
  return conversion(input as FxInput & ConversionInput);
}

function lookups(testCase: VectorCase, input: SeriesInput): unknown {
  const series = seriesOf(input.series);
  const inverse = input.inverse ?? wantsInverse(testCase);
  const lookup = lookupOf(testCase);
  const rates = (input.dates ?? [input.date ?? '']).map((date) => {
    const found = inverse ? series.inverseOn(isoDate(date), lookup) : series.on(isoDate(date), lookup);
    return isUndefined(found) ? null : found.rate;
  });
  const rate = rates[0] ?? null;
  return { rates, rate, amount: input.amount === undefined || rate === null ? null : rate.times(input.amount) };
}

/** The published cases say only in the name of the source's class that they ask for the reciprocal. */
function wantsInverse({ conventions, source, note }: VectorCase): boolean {
  return /inverse|reciprocal/i.test(`${JSON.stringify(conventions)} ${source} ${note ?? ''}`);
}

function lookupOf(testCase: VectorCase): RateLookup {
  const text = conventionText(testCase, 'lookup');
  return { beforeFirst: /undefined|none|no value|missing|strict/i.test(text) ? 'undefined' : 'first' };
}

interface ConversionInput {
  readonly amount?: number;
  readonly from?: string;
  readonly to?: string;
  readonly date?: string;
}

function conversion(input: FxInput & ConversionInput): unknown {
  if (input.from === undefined || input.to === undefined) throw invalidInput('The case names no currencies.');
  const rate = fxReader(input, input.from, input.to)(input.date ?? '9999-12-31');
  if (isUndefined(rate)) return { rate: null, amount: null, converted: null };
  const converted = decimal(input.amount ?? 1).times(rate);
  return { rate, amount: converted, converted };
}

/** A deposit in another currency than the account's, with the fields' currencies in their names. */
function deposit(input: Readonly<Record<string, unknown>>): unknown {
  const number = (name: string) => decimal(Number(input[name] ?? 0));
  const key = Object.keys(input).find((name) => name.startsWith('deposit_')) ?? '';
  const foreign = key.slice('deposit_'.length);
  const rateName = Object.keys(input).find((name) => /^[a-z]{3}_per_[a-z]{3}$/.test(name)) ?? '';
  const [quote = '', base = ''] = rateName.split('_per_');
  const home = base === foreign ? quote : base;
  const rate = base === foreign ? number(rateName) : decimal(1).div(number(rateName));
  const after = depositWithFee({
    balances: new Map([[home, number(`${home}_balance`)], [foreign, number(`${foreign}_balance`)]]), netContribution: number(`net_contribution_${home}`),
  }, { currency: foreign, amount: number(key), fee: number(`fee_${foreign}`), rateToAccount: rate });
  const [foreignBalance, homeBalance] = [after.balances.get(foreign) ?? ZERO, after.balances.get(home) ?? ZERO];
  return {
    [`${foreign}_balance`]: foreignBalance, [`${home}_balance`]: homeBalance,
    [`cash_total_${home}`]: homeBalance.plus(foreignBalance.times(rate)), [`net_contribution_${home}`]: after.netContribution,
  };
}
