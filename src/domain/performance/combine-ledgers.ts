import { daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { invalidInput } from '../../shared/errors.ts';
import { emptyAmounts, type DailyAmounts, type DailyLedger } from './daily-ledger.ts';

/**
 * Several portfolios (of one client, say) as one: values and flows add up day by day, so a portfolio that opens later enters as a flow and
 * never as performance. Returns are computed on the sum, never averaged.
 * @param ledgers All over the same days and in the same base currency; before its first transaction a portfolio is worth nothing.
 * @throws AppError invalid-input when there are none, or when currencies or days differ.
 */
export function combineLedgers(ledgers: readonly DailyLedger[]): DailyLedger {
  const first = ledgers[0];
  if (!first) throw invalidInput('There are no portfolios to add up.');
  const length = first.value.length;
  const sum = { ...emptyAmounts(length), fees: new Float64Array(length), tradingCosts: new Float64Array(length), taxes: new Float64Array(length), cash: new Float64Array(length) };
  const positions = new Map<string, DailyAmounts>();
  for (const ledger of ledgers) {
    if (ledger.baseCurrency !== first.baseCurrency) {
      throw invalidInput(`Portfolios in ${first.baseCurrency} and ${ledger.baseCurrency} cannot be added.`, { hint: 'Value them in one currency first.' });
    }
    if (ledger.from !== first.from || ledger.to !== first.to) throw invalidInput('Portfolios can be added only over the same days.');
    addAmounts(sum, ledger);
    for (const name of ['fees', 'tradingCosts', 'taxes', 'cash'] as const) addArray(sum[name], ledger[name]);
    for (const [securityId, amounts] of ledger.positions) {
      const own = positions.get(securityId) ?? emptyAmounts(length);
      positions.set(securityId, own);
      addAmounts(own, amounts);
    }
  }
  return { baseCurrency: first.baseCurrency, from: first.from, to: first.to, ...sum, positions, quality: [...new Set(ledgers.flatMap(({ quality }) => quality))] };
}

function addAmounts(sum: DailyAmounts, part: DailyAmounts): void {
  for (const name of ['value', 'inflow', 'outflow', 'income'] as const) addArray(sum[name], part[name]);
}

function addArray(sum: Float64Array, part: Float64Array): void {
  for (let index = 0; index < part.length; index += 1) sum[index]! += part[index]!;
}

/** Positions grouped by any attribute (asset class, sector, currency), each group a portfolio of its own. Members without one go to `unclassified`. */
export function groupPositions(ledger: DailyLedger, groupOf: (securityId: string) => string | undefined, unclassified = 'unclassified'): Map<string, DailyAmounts> {
  const groups = new Map<string, DailyAmounts>();
  for (const [securityId, amounts] of ledger.positions) {
    const name = groupOf(securityId) ?? unclassified;
    const group = groups.get(name) ?? emptyAmounts(ledger.value.length);
    groups.set(name, group);
    addAmounts(group, amounts);
  }
  return groups;
}

/** Index of a day in the arrays of a ledger. */
export function dayIndex(ledger: DailyLedger, date: IsoDate): number {
  return daysBetween(ledger.from, date);
}
