import { invalidInput } from '../../shared/errors.ts';

/** One group in one period: weights at its start (fractions that add up to 1 over all groups) and returns over it (fractions). */
export interface GroupPeriod {
  readonly group: string;
  readonly portfolioWeight: number;
  readonly benchmarkWeight: number;
  /** Ignored where the weight is 0; give the benchmark's return, or 0, there. */
  readonly portfolioReturn: number;
  readonly benchmarkReturn: number;
  /** Weight × return where both are known exactly only as a product: costs of a group that holds nothing. */
  readonly portfolioContribution?: number;
}

/** Below this weight a group counts as not held: what it still contributed is interaction. */
const NOT_HELD = 1e-6;

export interface AttributionEffects {
  readonly group: string;
  readonly allocationFraction: number;
  readonly selectionFraction: number;
  readonly interactionFraction: number;
}

export interface Attribution {
  readonly portfolioReturnFraction: number;
  readonly benchmarkReturnFraction: number;
  /** Portfolio less benchmark; the sum of all effects. */
  readonly activeReturnFraction: number;
  readonly groups: readonly AttributionEffects[];
}

/**
 * Brinson attribution of one period.
 * - Allocation (Brinson–Fachler): (wp − wb)(rb − Rb): reward for being where the benchmark did better than on the whole. `brinson-hood-beebower`
 *   uses (wp − wb)·rb; the sum over groups is the same.
 * - Selection: wb(rp − rb). Interaction: (wp − wb)(rp − rb).
 * @throws AppError invalid-input when weights do not add up to 1.
 * Sources: Brinson, Hood, Beebower, FAJ 1986; Brinson, Fachler, JPM 1985.
 */
export function brinsonAttribution(groups: readonly GroupPeriod[], model: 'brinson-fachler' | 'brinson-hood-beebower' = 'brinson-fachler'): Attribution {
  requireWholeWeights(groups);
  const portfolioReturnFraction = groups.reduce((sum, group) => sum + contributionOf(group), 0);
  const benchmarkReturnFraction = groups.reduce((sum, { benchmarkWeight, benchmarkReturn }) => sum + benchmarkWeight * benchmarkReturn, 0);
  const hurdle = model === 'brinson-fachler' ? benchmarkReturnFraction : 0;
  const effects = groups.map((groupPeriod) => {
    const { group, portfolioWeight, benchmarkWeight, benchmarkReturn } = groupPeriod;
    const excess = contributionOf(groupPeriod) - portfolioWeight * benchmarkReturn;
    const selectionFraction = Math.abs(portfolioWeight) < NOT_HELD ? 0 : benchmarkWeight * excess / portfolioWeight;
    return {
      group, allocationFraction: (portfolioWeight - benchmarkWeight) * (benchmarkReturn - hurdle), selectionFraction,
      interactionFraction: excess - selectionFraction,
    };
  });
  return {
    portfolioReturnFraction, benchmarkReturnFraction, activeReturnFraction: portfolioReturnFraction - benchmarkReturnFraction,
    groups: effects,
  };
}

function contributionOf({ portfolioContribution, portfolioWeight, portfolioReturn }: GroupPeriod): number {
  return portfolioContribution ?? portfolioWeight * portfolioReturn;
}

/**
 * Attribution over several periods: single-period effects scaled so that they add up to the difference of the compounded returns.
 * Source: Cariño, Combining Attribution Effects Over Time, Journal of Performance Measurement 1999.
 */
export function linkAttribution(periods: readonly Attribution[]): Attribution {
  const portfolio = compound(periods.map(({ portfolioReturnFraction }) => portfolioReturnFraction));
  const benchmark = compound(periods.map(({ benchmarkReturnFraction }) => benchmarkReturnFraction));
  const overall = logScale(portfolio, benchmark);
  const sums = new Map<string, { allocationFraction: number; selectionFraction: number; interactionFraction: number }>();
  for (const period of periods) {
    const factor = logScale(period.portfolioReturnFraction, period.benchmarkReturnFraction) / overall;
    for (const { group, allocationFraction, selectionFraction, interactionFraction } of period.groups) {
      const sum = sums.get(group) ?? { allocationFraction: 0, selectionFraction: 0, interactionFraction: 0 };
      sums.set(group, {
        allocationFraction: sum.allocationFraction + factor * allocationFraction,
        selectionFraction: sum.selectionFraction + factor * selectionFraction,
        interactionFraction: sum.interactionFraction + factor * interactionFraction,
      });
    }
  }
  return {
    portfolioReturnFraction: portfolio, benchmarkReturnFraction: benchmark, activeReturnFraction: portfolio - benchmark,
    groups: Array.from(sums, ([group, effects]) => ({ group, ...effects })),
  };
}

function compound(returns: readonly number[]): number {
  return returns.reduce((growth, value) => growth * (1 + value), 1) - 1;
}

function logScale(portfolio: number, benchmark: number): number {
  if (portfolio <= -1 || benchmark <= -1) throw invalidInput('Attribution cannot be linked across a total loss.');
  const apart = portfolio - benchmark;
  return Math.abs(apart) < 1e-12 ? 1 / (1 + portfolio) : (Math.log1p(portfolio) - Math.log1p(benchmark)) / apart;
}

function requireWholeWeights(groups: readonly GroupPeriod[]): void {
  for (const side of ['portfolioWeight', 'benchmarkWeight'] as const) {
    const total = groups.reduce((sum, group) => sum + group[side], 0);
    if (Math.abs(total - 1) > 1e-6) throw invalidInput(`The ${side === 'portfolioWeight' ? 'portfolio' : 'benchmark'} weights add up to ${total.toFixed(6)}, not 1.`);
  }
}
