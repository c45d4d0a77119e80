import { epochDay, fromEpochDay } from '../../shared/calendar.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { realisedGainIn } from '../../domain/lots/currency-gains.ts';
import { addTransactionAmounts } from './add-transaction-amounts.ts';
import { securityOf, type Derivation, type SecurityFacts } from './context.ts';
import type { DayTotals } from './day-totals.ts';
import { fromDecimal, MONEY_SCALE } from './fixed-point.ts';
import { countUpTo, type UnitValues } from './market-grid.ts';
import type { PositionStep, SecurityStream } from './stream.ts';
import { isStale, STALE, worthAt } from './valuation.ts';

/** Adds (sign 1) or takes out (sign -1) everything that a stream of securities contributes to the days. */
export function addStream(totals: DayTotals, stream: SecurityStream, derivation: Derivation, sign: 1 | -1): void {
  for (const [securityId, steps] of stream.steps) addPosition(totals, { steps, security: securityOf(derivation, securityId), derivation, sign });
  for (const gain of stream.realised) {
    const day = epochDay(gain.closedOn);
    const amounts = realisedGainIn(gain, 'base');
    if (!isUndefined(amounts)) totals.add(day, 'realised', BigInt(sign) * fromDecimal(amounts.total, MONEY_SCALE));
    else totals.note(day, `${securityOf(derivation, gain.securityId).ticker}: realised gain unknown, no exchange rate of purchase or sale`, sign);
  }
  for (const transaction of stream.transactions) addTransactionAmounts(totals, transaction, derivation, sign);
}

interface PositionPart {
  readonly steps: readonly PositionStep[];
  readonly security: SecurityFacts;
  readonly derivation: Derivation;
  readonly sign: 1 | -1;
}

function addPosition(totals: DayTotals, { steps, security, derivation, sign }: PositionPart): void {
  const units = derivation.market.unitsOf(security.id, security.currency, derivation.portfolio.baseCurrency);
  const factor = BigInt(sign);
  for (const [at, step] of steps.entries()) {
    if (step.quantity === 0n) continue;
    const valueAt = worthAt(factor * step.quantity);
    const cost = step.costBase === undefined ? undefined : factor * step.costBase;
    const end = totals.indexFrom(steps[at + 1]?.day ?? Number.MAX_SAFE_INTEGER);
    let index = totals.indexFrom(step.day);
    let unit = countUpTo(units.days, totals.days[index] ?? 0) - 1;
    for (; index < end; index += 1) {
      const day = totals.days[index]!;
      while (unit + 1 < units.days.length && units.days[unit + 1]! <= day) unit += 1;
      if (cost === undefined) totals.noteAt(index, `${security.ticker}: cost unknown, no exchange rate of the purchase`, sign);
      else totals.addAt(index, 'cost', cost);
      if (unit < 0) totals.noteAt(index, missingReason(security, derivation, day), sign);
      else {
        totals.addAt(index, 'value', valueAt(units.values[unit]!));
        noteStale(totals, { index, day, unit, units, security, sign });
      }
    }
  }
}

/** Why a held security cannot be valued on a day. */
export function missingReason(security: SecurityFacts, { market, portfolio }: Derivation, day: number): string {
  return market.closeOn(security.id, day) ? `${security.ticker}: no exchange rate from ${security.currency} to ${portfolio.baseCurrency}` : `${security.ticker}: no price`;
}

interface Quoted {
  readonly index: number;
  readonly day: number;
  readonly unit: number;
  readonly units: UnitValues;
  readonly security: SecurityFacts;
  readonly sign: 1 | -1;
}

function noteStale(totals: DayTotals, { index, day, unit, units, security, sign }: Quoted): void {
  const closeDay = units.closeDays[unit]!;
  const rateDay = units.rateDays[unit]!;
  if (isStale(closeDay, day)) totals.noteAt(index, `${security.ticker}: ${STALE} price of ${fromEpochDay(closeDay)}`, sign);
  if (rateDay !== closeDay && isStale(rateDay, day)) totals.noteAt(index, `${security.ticker}: ${STALE} exchange rate of ${fromEpochDay(rateDay)}`, sign);
}
