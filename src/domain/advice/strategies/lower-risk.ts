import { shiftsOf, shiftWishes, type Shift } from '../shift-mix.ts';
import { declined, signalOf, type Strategy } from '../strategy.ts';
import { riskBand } from '../risk-band.ts';
import { adviceFigure, percent } from '../words.ts';

export const CALM_CLASSES: readonly string[] = ['bond', 'cash'];
/** Aimed for this share of the limit, so that an ordinary month does not breach it again. */
const LANDING = 0.97;

/** Brings volatility under what profile and mandate allow: out of what adds most risk, into bonds, or cash where no bond may be bought. */
export const lowerRisk: Strategy = (book, before) => {
  const { high, source } = riskBand(book);
  const volatility = before.volatilityFraction;
  if (high === undefined) return declined('neither profile nor mandate sets a limit of risk');
  if (volatility === undefined) return declined('fewer than 26 weeks of returns are on record: risk is unknown');
  const figures = [
    adviceFigure('volatility', 'Volatility', volatility, 'fraction', 'deviation of weekly returns at these weights × √52'),
    adviceFigure('volatilityLimit', 'Most that suits', high, 'fraction', source),
  ];
  const isAsked = book.request.objective === 'lower_risk';
  if (volatility <= high && !isAsked) return declined(`volatility of ${percent(volatility)} is within the ${percent(high)} that suits`, figures);
  // Asked for though within the limit: a tenth less than now.
  const aim = volatility > high ? high * LANDING : volatility * 0.9;
  const question = { from: ({ security }: { readonly security: { readonly exposureClass: string } }) => !CALM_CLASSES.includes(security.exposureClass), cash: 0, byRisk: true };
  const bonds = shiftsOf(book, before, { ...question, into: 'bond' });
  const shifts = bonds.length > 0 ? bonds : shiftsOf(book, before, { ...question, into: 'cash' });
  const chosen = smallest(shifts, aim);
  if (!chosen) return declined('no shift that the rules allow lowers the risk', figures);
  return [{
    kind: 'proposal', wishes: shiftWishes(book, chosen), signal: volatility > high ? signalOf(volatility - high, high / 8) : 0.5,
    title: `Lower volatility from ${percent(volatility)} to about ${percent(chosen.volatilityFraction!)}`,
    lead: `Volatility of ${percent(volatility)} ${volatility > high ? 'is above' : 'is to fall further below'} the ${percent(high)} that suits (${source}): ${percent(chosen.amount)} of the portfolio moves from what adds most risk into ${chosen.into === 'bond' ? 'bonds' : 'cash'}.`,
    reasons: [{ text: `Volatility is ${percent(volatility)}; at most ${percent(high)} suits (${source}).`, figures: [...figures, adviceFigure('moved', 'Moved', chosen.amount, 'fraction', 'share of the portfolio that changes class')] }],
    check: (from, to) => (from.volatilityFraction !== undefined && to.volatilityFraction !== undefined && to.volatilityFraction < from.volatilityFraction ? undefined : 'the trades that may be placed would not lower the risk'),
  }];
};

/** The smallest shift that reaches the aim, else the one with the least volatility. */
function smallest(shifts: readonly Shift[], aim: number): Shift | undefined {
  const known = shifts.filter(({ volatilityFraction }) => volatilityFraction !== undefined);
  return known.find(({ volatilityFraction }) => volatilityFraction! <= aim) ?? known.toSorted((a, b) => a.volatilityFraction! - b.volatilityFraction!)[0];
}
