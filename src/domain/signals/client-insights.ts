import { decimal } from '../../shared/decimal.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { DEFAULT_INFLATION_FRACTION, DEFAULT_VOLATILITY_FRACTION, houseAssumption } from '../advice/house-assumptions.ts';
import type { AdviceGoal } from '../advice/advice-snapshot.ts';
import { projectGoal, wholeMonths } from '../goals/project-goal.ts';
import { churnRisk } from './churn-risk.ts';
import { goalProbability } from './goal-probability.ts';
import { inPercent, steady, type ClientFacts, type FoundInsight, type PortfolioFacts } from './insight.ts';
import { allocationOf, weigh } from './portfolio-insights.ts';

/** A goal below this probability slips. */
const SLIPPING = 0.6;
/** A fall of the mean mood between halves of the half-year that is a turn; the mood of the later half must be below zero. */
const TURN = 0.25;
const FEWEST_SCORES = 6;
/** Two and a half times the base rate of the model: early enough to call. */
const LEAST_CHURN = 0.1;

/** The goal of a portfolio that is least likely to be reached, when that is below 60 %. Confidence falls with the years ahead, over which assumptions err. */
export function goalSlippage(facts: PortfolioFacts): FoundInsight | undefined {
  const weak = facts.goals.flatMap((goal) => chanceOf(goal, facts) ?? []).filter(({ probability }) => probability < SLIPPING).toSorted((a, b) => a.probability - b.probability || (a.goal.id < b.goal.id ? -1 : 1))[0];
  if (!weak) return undefined;
  const { goal, probability, required, months, returnFraction } = weak;
  const { state: { portfolio, client, asOf } } = facts;
  const money = { unit: 'money' as const, currency: portfolio.baseCurrency, asOf };
  return {
    kind: 'goal_slippage', severity: probability < 0.2 ? 'high' : probability < 0.4 ? 'medium' : 'low', clientId: client.id, portfolioId: portfolio.id, securityId: null, confidence: Math.round(100 * Math.max(0.5, 0.9 - months / 600)) / 100,
    title: `${goal.name} is reached with a probability of ${inPercent(probability)}`.slice(0, 200),
    detail: `With ${goal.monthlyContribution} ${portfolio.baseCurrency} a month ${goal.name} is reached by ${goal.targetDate} with a probability of ${inPercent(probability)}; ${onPath(required, goal, portfolio.baseCurrency)}.`,
    figures: [
      { name: 'probability', value: steady(probability), unit: 'fraction', asOf, method: 'lognormal with the exact first two moments' }, { name: 'expectedReturn', value: steady(returnFraction), unit: 'fraction', asOf, method: goal.expectedReturnFraction === null ? 'house assumptions by class' : 'assumed in the goal' },
      { name: 'target', value: goal.targetAmount, ...money, method: goal.targetIsReal ? 'in money of today' : 'in money of the target date' }, { name: 'monthlySaving', value: goal.monthlyContribution, ...money, method: 'planned on record' },
      { name: 'requiredMonthly', value: required === undefined ? null : required.toFixed(2), ...money, method: 'annuity at the expected return' },
    ],
  };
}

function onPath(required: number | undefined, { monthlyContribution }: AdviceGoal, currency: string): string {
  if (required === undefined) return 'its date has come';
  return required > decimal(monthlyContribution).toNumber() ? `${required.toFixed(2)} ${currency} a month would reach it on the expected path` : 'the expected path reaches it, but markets may well stay below';
}

interface Chance {
  readonly goal: AdviceGoal;
  readonly probability: number;
  readonly required: number | undefined;
  readonly months: number;
  readonly returnFraction: number;
}

function chanceOf(goal: AdviceGoal, { state }: PortfolioFacts): Chance | undefined {
  const weighed = weigh(state);
  if (goal.currentAmount === null || !weighed) return undefined;
  const allocation = allocationOf(weighed);
  const returnFraction = goal.expectedReturnFraction ?? [...allocation].reduce((sum, [group, weight]) => sum + weight * houseAssumption(group).returnFraction, 0);
  const inflation = goal.targetIsReal ? { annualInflationFraction: goal.inflationFraction ?? DEFAULT_INFLATION_FRACTION } : {};
  const plan = { asOf: state.asOf, targetDate: goal.targetDate, currentValue: decimal(goal.currentAmount).toNumber(), monthlyContribution: decimal(goal.monthlyContribution).toNumber(), targetValue: decimal(goal.targetAmount).toNumber(), annualReturnFraction: returnFraction, ...inflation };
  const { targetNominal, requiredMonthlyContribution: required } = projectGoal(plan);
  const months = wholeMonths(state.asOf, goal.targetDate);
  const chance = goalProbability({ ...plan, targetValue: targetNominal, months, annualVolatilityFraction: state.volatilityFraction ?? DEFAULT_VOLATILITY_FRACTION });
  return isUndefined(chance) ? undefined : { goal, probability: chance.probability, required: isUndefined(required) ? undefined : required, months, returnFraction };
}

/** Mood that turned for the worse within half a year. Confidence grows with the number of scores behind it. */
export function sentimentTurn({ clientId, clientName, asOf, sentiment }: ClientFacts): FoundInsight | undefined {
  if (sentiment.length < FEWEST_SCORES) return undefined;
  const half = Math.floor(sentiment.length / 2);
  const mean = (part: ClientFacts['sentiment']): number => part.reduce((sum, { score }) => sum + score, 0) / part.length;
  const [earlier, later] = [mean(sentiment.slice(0, half)), mean(sentiment.slice(-half))];
  if (earlier - later < TURN || later >= 0) return undefined;
  const method = `mean of ${half} scores, halves of the last 180 days`;
  return {
    kind: 'sentiment_turn', severity: later < -0.4 ? 'high' : 'medium', clientId, portfolioId: null, securityId: null, confidence: Math.round(100 * Math.min(0.95, 0.5 + half / 20)) / 100, title: `The mood of ${clientName} has turned`.slice(0, 200),
    detail: `The mean score fell from ${earlier.toFixed(2)} to ${later.toFixed(2)} within half a year (-1 is very negative, 1 very positive).`,
    figures: [{ name: 'earlierScore', value: steady(earlier), unit: 'score', asOf, method }, { name: 'laterScore', value: steady(later), unit: 'score', asOf, method }, { name: 'scores', value: sentiment.length, unit: 'count', asOf, method: 'scores on record in 180 days' }],
  };
}

/** A client who may leave: the documented model puts the chance within a year at 10 % or more. Confidence is the share of the facts that the model knew. */
export function churnInsight({ clientId, clientName, asOf, churn }: ClientFacts): FoundInsight | undefined {
  const { probability, level, contributions, missing, model } = churnRisk(churn);
  if (probability < LEAST_CHURN) return undefined;
  const drivers = contributions.filter(({ logOdds }) => logOdds > 0).slice(0, 3);
  const known = contributions.length - missing.length;
  return {
    kind: 'churn_risk', severity: level === 'high' ? 'high' : level === 'elevated' ? 'medium' : 'low', clientId, portfolioId: null, securityId: null, confidence: Math.round((100 * known) / contributions.length) / 100, title: `${clientName} may leave`.slice(0, 200),
    detail: `The model puts the chance of leaving within a year at ${inPercent(probability)}; driven by ${drivers.map(({ input }) => words(input)).join(', ')}.`,
    figures: [
      { name: 'churnProbability', value: steady(probability), unit: 'fraction', asOf, method: `${model.name} ${model.version}: ${model.basis}` },
      ...drivers.map(({ input, value, logOdds }) => ({ name: input, value: steady(value), unit: 'number' as const, asOf, method: `adds ${logOdds.toFixed(2)} to the log-odds` })),
    ],
  };
}

function words(input: string): string {
  return input.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
}
