import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';

/** An external flow `day` days into the period (0 = the opening close); positive is money in. */
export interface DietzFlow {
  readonly day: number;
  readonly amount: number;
}

/**
 * Modified Dietz: (EV − BV − ΣCF) / (BV + Σ CF·w). One currency, cumulative fraction, not annualised.
 * @param flowTiming `end-of-day` weights a flow (CD − d)/CD, `start-of-day` (CD − d + 1)/CD.
 * @returns Undefined when the average capital is not positive.
 * Source: Bacon, Practical Portfolio Performance Measurement and Attribution, ch. 3; GIPS 2020.
 */
export function modifiedDietz(
  period: { readonly begin: number; readonly end: number; readonly days: number; readonly flows: readonly DietzFlow[] },
  flowTiming: 'end-of-day' | 'start-of-day' = 'end-of-day',
): number | Undefined {
  if (!(period.days > 0)) return undefinedBecause('A period without length has no return.');
  const shift = flowTiming === 'start-of-day' ? 1 : 0;
  let net = 0;
  let weighted = 0;
  for (const { day, amount } of period.flows) {
    net += amount;
    weighted += amount * (period.days - day + shift) / period.days;
  }
  const capital = period.begin + weighted;
  if (!(capital > 0)) return undefinedBecause('The average capital at work is not positive.');
  return (period.end - period.begin - net) / capital;
}
