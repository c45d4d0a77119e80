import type { AdviceBook, Asset } from '../advice-book.ts';
import type { Measures } from '../measure.ts';
import { isPooled } from '../security-kind.ts';
import { shiftsOf, shiftWishes, sizesOf, withAndWithoutBands, type Shift } from '../shift-mix.ts';
import { declined, signalOf, type Proposal, type Strategy } from '../strategy.ts';
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
  const risky = (asset: Asset): boolean => !CALM_CLASSES.includes(asset.security.exposureClass);
  const bonds = shiftsOf(book, before, { from: risky, into: 'bond', cash: 0, byRisk: true });
  // Where the mandate's bands forbid bonds, spreading single names and what swings most over share funds lowers the risk as well.
  const spread = shiftsOf(book, before, { from: (asset) => risky(asset) && !isPooled(asset.security), into: 'equity', cash: 0, byRisk: true, pooledOnly: true });
  const calm = bonds.length > 0 ? bonds : shiftsOf(book, before, { from: risky, into: 'cash', cash: 0, byRisk: true });
  const ways = [calm, spread].flatMap((shifts) => withAndWithoutBands(shifts, (some) => smallest(some, aim))).filter((shift) => shift.volatilityFraction! < volatility);
  // Asked for: where those would break a rule, what the mandate's bands leave room for, nearest to the aim first.
  const within = isAsked ? withinBands(book, before, aim).filter(({ volatilityFraction }) => volatilityFraction! < volatility) : [];
  if (ways.length + within.length === 0) return declined('no shift that the rules allow lowers the risk', figures);
  const words: Readonly<Record<string, string>> = { bond: 'bonds', cash: 'cash', equity: 'share funds' };
  const told = (to: number, moved: number, into: string): Pick<Proposal, 'title' | 'lead' | 'reasons'> => ({
    title: `Lower volatility from ${percent(volatility)} to about ${percent(to)}`,
    lead: `Volatility of ${percent(volatility)} ${volatility > high ? 'is above' : 'is to fall further below'} the ${percent(high)} that suits (${source}): ${percent(moved)} of the portfolio moves from what adds most risk into ${into}.`,
    reasons: [{ text: `Volatility is ${percent(volatility)}; at most ${percent(high)} suits (${source}).`, figures: [...figures, adviceFigure('moved', 'Moved', moved, 'fraction', 'share of the portfolio that is exchanged')] }],
  });
  return [...ways, ...within].map((shift, rank) => ({
    kind: 'proposal', isReserve: rank >= ways.length, wishes: shiftWishes(book, shift), signal: volatility > high ? signalOf(volatility - high, high / 8) : 0.5,
    ...told(shift.volatilityFraction!, shift.amount, words[shift.into] ?? shift.into), movedFraction: shift.amount, whenCut: (after, moved) => told(after.volatilityFraction ?? shift.volatilityFraction!, moved, words[shift.into] ?? shift.into),
    check: (from, to) => (from.volatilityFraction !== undefined && to.volatilityFraction !== undefined && to.volatilityFraction < from.volatilityFraction ? undefined : 'the trades that may be placed would not lower the risk'),
  }));
};

function withinBands(book: AdviceBook, before: Measures, aim: number): Shift[] {
  const risky = (asset: Asset): boolean => !CALM_CLASSES.includes(asset.security.exposureClass);
  const shifts = [
    shiftsOf(book, before, { from: risky, into: 'bond', cash: 0, byRisk: true, withinBands: true }), shiftsOf(book, before, { from: risky, into: 'cash', cash: 0, byRisk: true, withinBands: true }),
    shiftsOf(book, before, { from: (asset) => risky(asset) && !isPooled(asset.security), into: 'equity', cash: 0, byRisk: true, pooledOnly: true, withinBands: true }),
  ];
  const off = ({ volatilityFraction }: Shift): number => Math.abs(volatilityFraction! - aim);
  return shifts.flatMap((some) => sizesOf(some, smallest(some, aim))).filter(({ volatilityFraction }) => volatilityFraction !== undefined).toSorted((a, b) => off(a) - off(b));
}

/** The smallest shift that reaches the aim, else the one with the least volatility. */
function smallest(shifts: readonly Shift[], aim: number): Shift | undefined {
  const known = shifts.filter(({ volatilityFraction }) => volatilityFraction !== undefined);
  return known.find(({ volatilityFraction }) => volatilityFraction! <= aim) ?? known.toSorted((a, b) => a.volatilityFraction! - b.volatilityFraction!)[0];
}
