import { cannotTell, failed, passed, percent, rounded, warning, type Finding, type Verdict } from '../rule.ts';
import type { SubjectView } from '../subject-view.ts';
import { EDGE, greatest, isSingleName, judgeLimit, lookThroughWeights, unweighable, weightsBy, worsens } from '../weights.ts';

export interface MandateParameters {
  /** How far a market may carry a single position above the mandate's limit before it is a breach, fraction of the value. */
  readonly passiveToleranceFraction: number;
  readonly tradableStatuses: readonly string[];
}

/** What the mandate allows: trading at all, the largest single position, volatility, and the bands of the asset classes. */
export function judgeMandateLimits(view: SubjectView, parameters: MandateParameters): Verdict {
  const { portfolio, client, volatilityFraction } = view.state;
  const findings: Finding[] = [...standing(view, parameters)];
  const blank = unweighable(view);
  if (blank) findings.push(blank);
  else findings.push(...positionFindings(view, parameters), ...bandFindings(view));
  findings.push(...volatilityFindings(view));
  const top = blank ? undefined : greatest(weightsBy(view.after, ({ security }) => (isSingleName(security) ? security.ticker : undefined)));
  return {
    findings: [...findings, passed('Everything is within the mandate.')],
    evidence: {
      portfolioStatus: portfolio.status, clientStatus: client.status, maxPositionFraction: portfolio.maxPositionFraction, largestPosition: top ? { ticker: top.label, weightFraction: rounded(top.weight) } : null,
      maxVolatilityFraction: portfolio.maxVolatilityFraction, volatilityFraction: volatilityFraction === null ? null : rounded(volatilityFraction), ...parameters,
    },
  };
}

function standing({ state: { portfolio, client }, hasTrades }: SubjectView, { tradableStatuses }: MandateParameters): Finding[] {
  if (!hasTrades) return [];
  const findings: Finding[] = [];
  if (!tradableStatuses.includes(portfolio.status)) findings.push(failed(`The portfolio is ${portfolio.status}: nothing may be traded in it.`, { override: 'none' }));
  if (!tradableStatuses.includes(client.status)) findings.push(failed(`The client is ${client.status}: nothing may be traded.`, { override: 'none' }));
  return findings;
}

function positionFindings(view: SubjectView, { passiveToleranceFraction }: MandateParameters): Finding[] {
  const limit = view.state.portfolio.maxPositionFraction;
  if (limit === null) return [];
  const weigh = (book: SubjectView['after']) => weightsBy(book, ({ security }) => (isSingleName(security) ? security.ticker : undefined));
  const before = weigh(view.before);
  // Trades have no tolerance: it is for what markets do.
  const hard = view.hasTrades ? limit : limit + passiveToleranceFraction;
  return [...weigh(view.after)].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).flatMap(([ticker, after]) => judgeLimit({ name: ticker, before: before.get(ticker) ?? 0, after, soft: limit, hard, stated: limit }, view.hasTrades) ?? []);
}

function bandFindings(view: SubjectView): Finding[] {
  const weigh = (book: SubjectView['after']) => lookThroughWeights(book, 'assetClasses', ({ exposureClass }) => exposureClass);
  const after = weigh(view.after);
  const before = view.hasTrades ? weigh(view.before) : after;
  return view.state.targets.flatMap(({ assetClass, minFraction, maxFraction }): Finding[] => {
    const outside = (weight: number) => Math.max(minFraction - weight, weight - maxFraction, 0);
    const weight = after.get(assetClass) ?? 0;
    const distance = outside(weight);
    if (distance <= EDGE) return [];
    const says = `${nameOf(assetClass)} ${view.hasTrades ? 'would be' : 'is'} ${percent(weight)} of the value, outside the band of ${percent(minFraction)} to ${percent(maxFraction)}.`;
    return [view.hasTrades && isWorse(outside(before.get(assetClass) ?? 0), distance) ? failed(says, { severity: 'medium', override: 'release' }) : warning(says)];
  });
}

/** Out of the band that it was in, or further out of it. */
function isWorse(before: number, after: number): boolean {
  return before <= EDGE || worsens(before, after);
}

function nameOf(assetClass: string): string {
  const words = assetClass.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function volatilityFindings({ state: { portfolio, volatilityFraction, positions }, hasTrades }: SubjectView): Finding[] {
  const limit = portfolio.maxVolatilityFraction;
  if (limit === null || positions.length === 0) return [];
  if (volatilityFraction === null) return [cannotTell('The volatility of the last year is not known, so the limit of the mandate cannot be judged.', { override: 'release' })];
  if (volatilityFraction <= limit + EDGE) return [];
  const says = `The volatility of the last year was ${percent(volatilityFraction)}; the mandate allows ${percent(limit)}.`;
  // It is of the past: no trade of today can change it, and trades may be the way down.
  return [hasTrades ? warning(says) : failed(says)];
}
