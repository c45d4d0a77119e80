import { goalChance } from '../goal-chance.ts';
import { riskBand } from '../risk-band.ts';
import { shiftsOf, shiftWishes, type Shift } from '../shift-mix.ts';
import { declined, signalOf, type Strategy } from '../strategy.ts';
import { CASH_ROOM, idleCashFrom } from '../utility.ts';
import { adviceFigure, money, percent } from '../words.ts';
import { CALM_CLASSES } from './lower-risk.ts';

/** A goal with at least this probability is on track. */
const ON_TRACK = 0.8;
/** A mix must raise the probability by this much to be worth trading for. */
const LEAST_GAIN = 0.01;

/** Looks for the mix within the risk that suits that makes the leading goal most probable: more shares when it lacks return, fewer when the date is near. */
export const fundGoal: Strategy = (book, before) => {
  const now = goalChance(book, before);
  if (!now) return declined(book.request.constraints.goalId === undefined ? 'no goal with an amount and a date ahead is linked to the portfolio' : 'the goal has no amount on record, is past its date or is not linked to the portfolio');
  const { goal } = now;
  const { high } = riskBand(book);
  const figures = [
    adviceFigure('goalProbability', `Probability of ${goal.name}`, now.probability, 'fraction', 'lognormal with the exact first two moments'),
    adviceFigure('goalAmount', 'Amount wanted', goal.targetAmount, 'money', goal.targetIsReal ? 'in money of today' : 'in money of the target date', { currency: book.currency }),
    adviceFigure('monthlySaving', 'Saved a month', goal.monthlyContribution, 'money', 'planned contribution on record', { currency: book.currency }),
    adviceFigure('requiredMonthly', 'Saving a month that reaches it on the expected path', now.requiredMonthly === undefined ? undefined : now.requiredMonthly.toFixed(2), 'money', 'annuity at the expected return', { currency: book.currency, reason: 'its date has come' }),
  ];
  const saving = now.requiredMonthly === undefined ? '' : ` Saving ${money(now.requiredMonthly.toFixed(2), book.currency)} a month would reach it on the expected path.`;
  if (now.probability >= ON_TRACK && book.request.objective !== 'fund_goal') return declined(`${goal.name} is reached with a probability of ${percent(now.probability, 0)}`, figures);
  const spare = Math.max(0, before.cashFraction - (idleCashFrom(book) - CASH_ROOM));
  const bolder = shiftsOf(book, before, { from: ({ security }) => CALM_CLASSES.includes(security.exposureClass), into: 'equity', cash: spare, byRisk: false });
  const calmer = shiftsOf(book, before, { from: ({ security }) => !CALM_CLASSES.includes(security.exposureClass), into: 'bond', cash: 0, byRisk: true });
  const weighed = [...bolder, ...calmer].filter(({ volatilityFraction }) => volatilityFraction === undefined || high === undefined || volatilityFraction <= Math.max(high, before.volatilityFraction ?? 0))
    .flatMap((shift) => {
      const chance = goalChance(book, shift);
      return chance ? [{ shift, probability: chance.probability }] : [];
    }).toSorted((a, b) => b.probability - a.probability);
  const ways = [...new Set([firstWithin(weighed.filter(({ shift }) => shift.keepsBands)), firstWithin(weighed)])].filter((best) => best !== undefined && best.probability >= now.probability + LEAST_GAIN);
  if (ways.length === 0) return declined(`no mix within the risk that suits makes ${goal.name} more probable than ${percent(now.probability, 0)}.${saving}`, figures);
  return ways.flatMap((best) => best ?? []).map((best) => ({
    kind: 'proposal', wishes: shiftWishes(book, best.shift), signal: signalOf(best.probability - now.probability, 0.05),
    title: `Raise the probability of ${goal.name} from ${percent(now.probability, 0)} to about ${percent(best.probability, 0)}`,
    lead: `${goal.name} is reached with a probability of ${percent(now.probability, 0)}: moving ${percent(best.shift.amount)} of the portfolio into ${best.shift.into === 'equity' ? 'shares' : 'bonds'} makes it about ${percent(best.probability, 0)}, within the risk that suits.`,
    reasons: [{ text: `${goal.name} needs ${money(goal.targetAmount, book.currency)} by ${goal.targetDate}.${saving}`, figures: [...figures, adviceFigure('moved', 'Moved', best.shift.amount, 'fraction', 'share of the portfolio that changes class')] }],
    check: (from, to) => (from.goalProbability !== undefined && to.goalProbability !== undefined && to.goalProbability > from.goalProbability ? undefined : 'the trades that may be placed would not make the goal more probable'),
  }));
};

interface Weighed {
  readonly shift: Shift;
  readonly probability: number;
}

/** The smallest shift that comes within half a point of the best: no more is traded than needed. */
function firstWithin(weighed: readonly Weighed[]): Weighed | undefined {
  const best = weighed[0]?.probability;
  return best === undefined ? undefined : weighed.filter(({ probability }) => probability >= best - 0.005).toSorted((a, b) => a.shift.amount - b.shift.amount)[0];
}
