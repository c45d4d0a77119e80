import { riskBand } from '../risk-band.ts';
import { shiftsOf, shiftWishes, sizesOf, withAndWithoutBands, type Shift } from '../shift-mix.ts';
import { declined, signalOf, type Proposal, type Strategy } from '../strategy.ts';
import { CASH_ROOM, idleCashFrom } from '../utility.ts';
import { adviceFigure, percent } from '../words.ts';
import { CALM_CLASSES } from './lower-risk.ts';

/** Aimed a little above the least risk that suits. */
const LANDING = 1.03;

/** Brings volatility up to what the profile asks for: idle cash and bonds into shares, never above the limit. */
export const raiseRisk: Strategy = (book, before) => {
  const { low, high, source } = riskBand(book);
  const volatility = before.volatilityFraction;
  const isAsked = book.request.objective === 'raise_risk';
  if (volatility === undefined) return declined('fewer than 26 weeks of returns are on record: risk is unknown');
  const figures = [
    adviceFigure('volatility', 'Volatility', volatility, 'fraction', 'deviation of weekly returns at these weights × √52'),
    adviceFigure('volatilityLeast', 'Least that suits', low, 'fraction', `house band of the ${book.snapshot.state.client.riskProfile} profile`, { reason: 'nothing calls for risk' }),
    adviceFigure('volatilityLimit', 'Most that suits', high, 'fraction', source, { reason: 'neither profile nor mandate sets one' }),
  ];
  if (low === undefined) return declined('the profile and horizon do not call for risk', figures);
  if (volatility >= low && !isAsked) return declined(`volatility of ${percent(volatility)} is at or above the ${percent(low)} that the profile asks for`, figures);
  if (high !== undefined && volatility >= high) return declined(`volatility of ${percent(volatility)} is at the ${percent(high)} that suits`, figures);
  const aim = volatility < low ? low * LANDING : volatility * 1.1;
  const spare = Math.max(0, before.cashFraction - (idleCashFrom(book) - CASH_ROOM));
  const shifts = shiftsOf(book, before, { from: ({ security }) => CALM_CLASSES.includes(security.exposureClass), into: 'equity', cash: spare, byRisk: false });
  const isAble = ({ volatilityFraction }: Shift): boolean => volatilityFraction !== undefined && (high === undefined || volatilityFraction <= high);
  const nearest = (some: readonly Shift[]): Shift | undefined => some.find(({ volatilityFraction }) => volatilityFraction! >= aim) ?? some.toSorted((a, b) => b.volatilityFraction! - a.volatilityFraction!)[0];
  const ways = withAndWithoutBands(shifts.filter(isAble), nearest).filter((shift) => shift.volatilityFraction! > volatility);
  // Asked for: where that would break a rule, what the mandate's bands leave room for, in smaller and smaller sizes.
  const inBands = isAsked ? shiftsOf(book, before, { from: ({ security }) => CALM_CLASSES.includes(security.exposureClass), into: 'equity', cash: spare, byRisk: false, withinBands: true }).filter(isAble) : [];
  const within = sizesOf(inBands, nearest(inBands)).filter((shift) => shift.volatilityFraction! > volatility);
  if (ways.length + within.length === 0) return declined('no shift that the rules allow raises the risk within the limit', figures);
  const told = (to: number, moved: number): Pick<Proposal, 'title' | 'lead' | 'reasons'> => ({
    title: `Raise volatility from ${percent(volatility)} to about ${percent(to)}`,
    lead: `Volatility of ${percent(volatility)} ${volatility < low ? 'is below' : 'is to rise further above'} the ${percent(low)} that the profile asks for: ${percent(moved)} of the portfolio moves from cash and bonds into shares.`,
    reasons: [{ text: `Volatility is ${percent(volatility)}; the profile asks for at least ${percent(low)}.`, figures: [...figures, adviceFigure('moved', 'Moved', moved, 'fraction', 'share of the portfolio that changes class')] }],
  });
  return [...ways, ...within].map((chosen, rank) => ({
    kind: 'proposal', isReserve: rank >= ways.length, wishes: shiftWishes(book, chosen), signal: volatility < low ? signalOf(low - volatility, low / 4) : 0.5,
    ...told(chosen.volatilityFraction!, chosen.amount), movedFraction: chosen.amount, whenCut: (after, moved) => told(after.volatilityFraction ?? chosen.volatilityFraction!, moved),
    check: (from, to) => (from.volatilityFraction !== undefined && to.volatilityFraction !== undefined && to.volatilityFraction > from.volatilityFraction && (high === undefined || to.volatilityFraction <= high) ? undefined : 'the trades that may be placed would not raise the risk within the limit'),
  }));
};
