import { addMonths, daysBetween, epochDay, fromEpochDay, startOfMonth, startOfQuarter, startOfYear, addDays, type IsoDate } from '../../shared/calendar.ts';
import { mapDefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { annualise, type AnnualisedReturn } from './annualise.ts';
import type { DailyAmounts, DailyLedger } from './daily-ledger.ts';
import { modifiedDietz } from './modified-dietz.ts';
import { xirr, type DatedFlow, type MoneyWeightedReturn } from './money-weighted-return.ts';
import { timeWeightedReturn, type FlowTiming, type ValuedDay } from './time-weighted-return.ts';

/**
 * What is left out of a return. `net` is after everything that the portfolio paid. `gross-of-fees` adds back fees booked apart from trades
 * (management, custody), never commissions (GIPS 2020); `gross-of-taxes` adds back taxes; `gross` both.
 */
export type FeeTreatment = 'net' | 'gross-of-fees' | 'gross-of-taxes' | 'gross';

export interface ReturnOptions {
  readonly timing: FlowTiming;
  readonly fees: FeeTreatment;
}

/** The days of a ledger as return functions want them. What a gross return leaves out counts as paid to the outside at the end of its day. */
export function returnDays(ledger: DailyLedger, fees: FeeTreatment, from: IsoDate, to: IsoDate): ValuedDay[] {
  const first = daysBetween(ledger.from, from);
  const last = daysBetween(ledger.from, to);
  const start = epochDay(ledger.from);
  const days: ValuedDay[] = [];
  for (let index = Math.max(0, first); index <= last && index < ledger.value.length; index += 1) {
    const addedBack = (fees === 'gross-of-fees' || fees === 'gross' ? ledger.fees[index]! : 0)
      + (fees === 'gross-of-taxes' || fees === 'gross' ? ledger.taxes[index]! : 0);
    days.push({ date: fromEpochDay(start + index), value: ledger.value[index]!, inflow: ledger.inflow[index]!, outflow: ledger.outflow[index]! + addedBack });
  }
  return days;
}

/** Every way of stating the return of one period; each is a different number and carries its own name. */
export interface PeriodReturns {
  readonly openingDate: IsoDate;
  readonly closingDate: IsoDate;
  /** Cumulative. */
  readonly twrFraction: number | Undefined;
  /** Per actual/365 year; `extrapolated` below one year. */
  readonly twrAnnualised: AnnualisedReturn | Undefined;
  readonly xirr: MoneyWeightedReturn | Undefined;
  readonly modifiedDietzFraction: number | Undefined;
  /** (Closing − opening − net flows) ÷ (opening + inflows). */
  readonly simpleFraction: number | Undefined;
}

/**
 * Returns from the close of `openingDate` to the close of `closingDate`, base currency.
 * @param ledger Must reach from `openingDate` (or from before the portfolio opened) to `closingDate`.
 */
export function periodReturns(ledger: DailyLedger, openingDate: IsoDate, closingDate: IsoDate, options: ReturnOptions): PeriodReturns {
  const days = returnDays(ledger, options.fees, addDays(openingDate, 1), closingDate);
  const opening = valueAt(ledger, openingDate);
  const lengthDays = daysBetween(openingDate, closingDate);
  const twrFraction = timeWeightedReturn(opening, days, options.timing);
  const atEndOfDay = options.timing === 'start-of-day' ? 'start-of-day' : 'end-of-day';
  const flows = days.flatMap(({ inflow, outflow }, index) => (inflow !== outflow ? [{ day: index + 1, amount: inflow - outflow }] : []));
  const closing = days.at(-1)?.value ?? opening;
  return {
    openingDate, closingDate, twrFraction,
    twrAnnualised: mapDefined(twrFraction, (fraction) => annualise(fraction, lengthDays / 365)),
    xirr: xirr(investorFlows(opening, openingDate, days)),
    modifiedDietzFraction: modifiedDietz({ begin: opening, end: closing, days: lengthDays, flows }, atEndOfDay),
    simpleFraction: simpleOf(opening, closing, days),
  };
}

/** Value at the close of a day: 0 before the ledger begins. */
function valueAt(ledger: DailyLedger, date: IsoDate): number {
  return ledger.value[daysBetween(ledger.from, date)] ?? 0;
}

/** Opening value and deposits as outlays, withdrawals and closing value as receipts. */
export function investorFlows(opening: number, openingDate: IsoDate, days: readonly ValuedDay[]): DatedFlow[] {
  const flows: DatedFlow[] = opening === 0 ? [] : [{ date: openingDate, amount: -opening }];
  for (const { date, inflow, outflow } of days) if (inflow !== outflow) flows.push({ date, amount: outflow - inflow });
  const last = days.at(-1);
  if (last) flows.push({ date: last.date, amount: last.value });
  return flows;
}

function simpleOf(opening: number, closing: number, days: readonly ValuedDay[]): number | Undefined {
  let inflows = 0;
  let outflows = 0;
  for (const { inflow, outflow } of days) {
    inflows += inflow;
    outflows += outflow;
  }
  const base = opening + inflows;
  if (!Number.isFinite(closing)) return undefinedBecause('The closing value is unknown: a price or an exchange rate is missing.');
  return base > 0 ? (closing + outflows - base) / base : undefinedBecause('No money was put in to measure the gain against.');
}

export type StandardPeriod = 'MTD' | 'QTD' | 'YTD' | '1Y' | '3Y' | '5Y' | '10Y' | 'since_inception';

export interface StandardReturn {
  readonly period: StandardPeriod;
  readonly returns: PeriodReturns | Undefined;
}

/**
 * The usual table of periods up to `asOf`. Calendar periods open at the close before their first day, trailing ones a year (…) before `asOf`.
 * @param inception First day with a transaction; a trailing period that would open before the day before it is Undefined, never silently shortened.
 */
export function standardReturns(ledger: DailyLedger, inception: IsoDate, asOf: IsoDate, options: ReturnOptions): StandardReturn[] {
  const opened = addDays(inception, -1);
  const trailing = (years: number): IsoDate => addMonths(asOf, -12 * years);
  const openings: readonly (readonly [StandardPeriod, IsoDate, boolean])[] = [
    ['MTD', addDays(startOfMonth(asOf), -1), false], ['QTD', addDays(startOfQuarter(asOf), -1), false], ['YTD', addDays(startOfYear(asOf), -1), false],
    ['1Y', trailing(1), true], ['3Y', trailing(3), true], ['5Y', trailing(5), true], ['10Y', trailing(10), true], ['since_inception', opened, false],
  ];
  return openings.map(([period, opening, mustCover]) => {
    if (opening < opened && mustCover) return { period, returns: undefinedBecause(`The portfolio opened on ${inception}, after the start of the period.`) };
    return { period, returns: periodReturns(ledger, opening < opened ? opened : opening, asOf, options) };
  });
}

/**
 * Cumulative return of a position, or of any part with its own flows, from the close of `openingDate`.
 * @param timing By default purchases work from the start of their day, so that the move from trade price to close counts; `end-of-day` is exact
 * where trades are booked at closing prices.
 */
export function partReturn(
  { part, ledgerFrom }: { readonly part: DailyAmounts; readonly ledgerFrom: IsoDate }, openingDate: IsoDate, closingDate: IsoDate,
  timing: FlowTiming = 'in-start-out-end',
): number | Undefined {
  const first = daysBetween(ledgerFrom, openingDate) + 1;
  const last = daysBetween(ledgerFrom, closingDate);
  const days: ValuedDay[] = [];
  for (let index = Math.max(0, first); index <= last && index < part.value.length; index += 1) {
    days.push({ date: addDays(ledgerFrom, index), value: part.value[index]!, inflow: part.inflow[index]!, outflow: part.outflow[index]! });
  }
  return timeWeightedReturn(part.value[first - 1] ?? 0, days, timing);
}
