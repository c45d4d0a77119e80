import { daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { brinsonAttribution, linkAttribution, type Attribution, type GroupPeriod } from './brinson.ts';
import { CASH_AND_COSTS } from './contribution.ts';
import type { DailyAmounts, DailyLedger } from './daily-ledger.ts';

/** One group of the benchmark on one day: weight at its start and return over it, both fractions. Weights add up to 1. */
export interface BenchmarkDay {
  readonly group: string;
  readonly weight: number;
  readonly returnFraction: number;
}

export interface AttributionInput {
  /** Positions by the same groups as the benchmark's (`groupPositions`); what is left of the portfolio is cash and costs. */
  readonly groups: ReadonlyMap<string, DailyAmounts>;
  /** @param index Day of the ledger, 0 = its first. */
  readonly benchmark: (index: number) => readonly BenchmarkDay[];
}

/**
 * Brinson–Fachler attribution of a portfolio against a benchmark from the close of `openingDate` to that of `closingDate`: one attribution a
 * day (deposits and purchases at its start, withdrawals and sales at its end), linked by Cariño, so that the effects add up exactly.
 * Days without capital have no attribution and are left out on both sides.
 * @returns Undefined when a value is unknown.
 */
export function attributeLedger(ledger: DailyLedger, input: AttributionInput, openingDate: IsoDate, closingDate: IsoDate): Attribution | Undefined {
  const first = Math.max(0, daysBetween(ledger.from, openingDate) + 1);
  const last = Math.min(ledger.value.length - 1, daysBetween(ledger.from, closingDate));
  const days: Attribution[] = [];
  for (let index = first; index <= last; index += 1) {
    const total = capitalAndGain(ledger, index);
    if (!Number.isFinite(total.capital) || !Number.isFinite(total.gain)) {
      return undefinedBecause('A value in the period is unknown: a price or an exchange rate is missing.');
    }
    if (total.capital > 0) days.push(brinsonAttribution(dayGroups(input, index, total)));
  }
  return days.length > 0 ? linkAttribution(days) : undefinedBecause('There was no money at work in the period.');
}

interface CapitalAndGain {
  readonly capital: number;
  readonly gain: number;
}

function capitalAndGain({ value, inflow, outflow }: DailyAmounts, index: number): CapitalAndGain {
  const capital = (value[index - 1] ?? 0) + inflow[index]!;
  return { capital, gain: value[index]! + outflow[index]! - capital };
}

function dayGroups({ groups, benchmark }: AttributionInput, index: number, total: CapitalAndGain): GroupPeriod[] {
  const reference = new Map(benchmark(index).map((day) => [day.group, day]));
  const periods: GroupPeriod[] = [];
  let restCapital = total.capital;
  let restGain = total.gain;
  const add = (group: string, { capital, gain }: CapitalAndGain): void => {
    const against = reference.get(group);
    reference.delete(group);
    periods.push({
      group, portfolioWeight: capital / total.capital, portfolioContribution: gain / total.capital, portfolioReturn: capital === 0 ? 0 : gain / capital,
      benchmarkWeight: against?.weight ?? 0, benchmarkReturn: against?.returnFraction ?? 0,
    });
  };
  for (const [group, amounts] of groups) {
    const own = capitalAndGain(amounts, index);
    restCapital -= own.capital;
    restGain -= own.gain;
    add(group, own);
  }
  add(CASH_AND_COSTS, { capital: restCapital, gain: restGain });
  for (const group of Array.from(reference.keys())) add(group, { capital: 0, gain: 0 });
  return periods;
}
