import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { daysBetween, type IsoDate } from '../../shared/calendar.ts';
import type { DailyAmounts, DailyLedger } from './daily-ledger.ts';

/** What one part (position, group, cash and costs) added to the portfolio's return. */
export interface Contribution {
  readonly name: string;
  /** Fractions of a portfolio; all parts add up to the portfolio's linked return. */
  readonly contributionFraction: number;
  /** Gain in base currency: change of value less net purchases, plus income. */
  readonly gainBase: number;
}

export interface ContributionReport {
  readonly twrFraction: number;
  readonly parts: readonly Contribution[];
}

/** Name of what belongs to no security: cash interest, its currency gains, fees and taxes. */
export const CASH_AND_COSTS = 'cash and costs';

/**
 * Contribution of each part to the time-weighted return, deposits at the start and withdrawals at the end of their day: each day's gain over the
 * portfolio's capital of that day, carried to the end by the growth that follows it, so that the parts add up exactly.
 * @param parts Securities (`ledger.positions`) or groups of them.
 * @returns Undefined when a day has a result but no positive capital, or a value is unknown.
 * Source: linking by subsequent growth, Bacon, Practical Portfolio Performance Measurement and Attribution, ch. 5 (Frongello's forward form).
 */
export function contributions(
  ledger: DailyLedger, parts: ReadonlyMap<string, DailyAmounts>, openingDate: IsoDate, closingDate: IsoDate,
): ContributionReport | Undefined {
  const first = Math.max(0, daysBetween(ledger.from, openingDate) + 1);
  const last = Math.min(ledger.value.length - 1, daysBetween(ledger.from, closingDate));
  const names = [...parts.keys(), CASH_AND_COSTS];
  const sums = new Float64Array(names.length);
  const gains = new Float64Array(names.length);
  const dayGains = new Float64Array(names.length);
  let growth = 1;
  for (let index = first; index <= last; index += 1) {
    const total = gainOf(ledger, index);
    const capital = (ledger.value[index - 1] ?? 0) + ledger.inflow[index]!;
    if (!Number.isFinite(total)) return undefinedBecause('A value in the period is unknown: a price or an exchange rate is missing.');
    if (capital <= 0 && Math.abs(total) > 1e-7) return undefinedBecause('The portfolio had a result on a day without positive capital.');
    fillGains(parts, index, total, dayGains);
    const dayReturn = capital > 0 ? total / capital : 0;
    for (let part = 0; part < names.length; part += 1) {
      sums[part] = sums[part]! * (1 + dayReturn) + (capital > 0 ? dayGains[part]! / capital : 0);
      gains[part]! += dayGains[part]!;
    }
    growth *= 1 + dayReturn;
  }
  return { twrFraction: growth - 1, parts: names.map((name, part) => ({ name, contributionFraction: sums[part]!, gainBase: gains[part]! })) };
}

function fillGains(parts: ReadonlyMap<string, DailyAmounts>, index: number, total: number, dayGains: Float64Array): void {
  let slot = 0;
  let explained = 0;
  for (const amounts of parts.values()) {
    const gain = gainOf(amounts, index);
    dayGains[slot] = gain;
    explained += gain;
    slot += 1;
  }
  dayGains[slot] = total - explained;
}

function gainOf({ value, inflow, outflow }: DailyAmounts, index: number): number {
  return value[index]! - (value[index - 1] ?? 0) - inflow[index]! + outflow[index]!;
}
