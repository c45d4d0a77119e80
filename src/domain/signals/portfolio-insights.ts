import { daysBetween } from '../../shared/calendar.ts';
import { decimal } from '../../shared/decimal.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { isPooled, isSingleName } from '../advice/security-kind.ts';
import type { PortfolioState, StatePosition } from '../portfolio-state/portfolio-state.ts';
import { normalCumulative } from '../risk/normal-distribution.ts';
import { detectRiskSpike } from './risk-spike.ts';
import { inPercent, steady, type FoundInsight, type InsightFigure, type InsightSeverity, type PortfolioFacts } from './insight.ts';

const DEFAULT_TOLERANCE = 0.05;
const DEFAULT_CAP = 0.2;
/** Cash beyond target or floor by more than this lies idle. */
const IDLE_ROOM = 0.03;
/** Fees and product costs together from which they are worth a word, a year. */
const FEE_DRAG = 0.015;
const OLD_PRICE_DAYS = 7;
/** Room for the rounding of weights: the edge of a limit counts as within. */
const EDGE = 1e-9;

interface Weighed {
  readonly total: number;
  readonly valued: readonly { readonly position: StatePosition; readonly weight: number }[];
  /** Share of positions that can be valued times the share of value with a price not older than a week. */
  readonly quality: number;
}

/** Everything worth a look in one portfolio: drift, concentration, idle cash, fee drag and risk. Nothing when it cannot be valued. */
export function portfolioInsights(facts: PortfolioFacts): FoundInsight[] {
  const weighed = weigh(facts.state);
  if (!weighed) return [];
  return [drift(facts, weighed), ...concentrations(facts, weighed), idleCash(facts, weighed), feeDrag(facts, weighed), riskSpike(facts)].filter((found) => found !== undefined);
}

export function weigh({ positions, asOf }: PortfolioState): Weighed | undefined {
  const valued = positions.flatMap((position) => (position.valueBase === null ? [] : [{ position, value: decimal(position.valueBase).toNumber() }]));
  const total = valued.reduce((sum, { value }) => sum + value, 0);
  if (total <= 0) return undefined;
  const fresh = valued.reduce((sum, { position, value }) => sum + (position.priceDate !== null && daysBetween(position.priceDate, asOf) > OLD_PRICE_DAYS ? 0 : value), 0);
  return { total, valued: valued.map(({ position, value }) => ({ position, weight: value / total })), quality: (fresh / total) * (valued.length / positions.length) };
}

export function allocationOf({ valued }: Weighed): Map<string, number> {
  const groups = new Map<string, number>();
  for (const { position, weight } of valued) groups.set(position.security.exposureClass, (groups.get(position.security.exposureClass) ?? 0) + weight);
  return groups;
}

/** Confidence of a measured fact: how much of it rests on fresh prices, and never quite one. */
function measured({ quality }: Weighed): number {
  return Math.round(95 * Math.max(0, quality)) / 100;
}

type Found = Pick<FoundInsight, 'kind' | 'severity' | 'title' | 'detail' | 'confidence'> & { readonly figures: readonly Omit<InsightFigure, 'asOf'>[]; readonly securityId?: string };

function found({ state }: PortfolioFacts, { figures, securityId, ...rest }: Found): FoundInsight {
  return { ...rest, title: rest.title.slice(0, 200), clientId: state.client.id, portfolioId: state.portfolio.id, securityId: securityId ?? null, figures: figures.map((figure) => ({ ...figure, asOf: state.asOf })) };
}

function drift(facts: PortfolioFacts, weighed: Weighed): FoundInsight | undefined {
  const { targets, portfolio } = facts.state;
  if (targets.length === 0) return undefined;
  const tolerance = portfolio.driftToleranceFraction ?? DEFAULT_TOLERANCE;
  const allocation = allocationOf(weighed);
  const wanted = new Map(targets.map(({ assetClass, targetFraction }) => [assetClass, targetFraction]));
  const rows = [...new Set([...wanted.keys(), ...allocation.keys()])].sort().map((group) => ({ group, target: wanted.get(group) ?? 0, actual: allocation.get(group) ?? 0 }));
  // Of classes equally far off, cash is the mere counterpart, and what there is more of weighs more.
  const worst = rows.toSorted((a, b) => steady(Math.abs(b.actual - b.target)) - steady(Math.abs(a.actual - a.target)) || Number(a.group === 'cash') - Number(b.group === 'cash') || b.actual - a.actual)[0]!;
  const distance = Math.abs(worst.actual - worst.target);
  if (distance <= tolerance + EDGE) return undefined;
  return found(facts, {
    kind: 'drift', severity: distance > 2 * tolerance ? 'high' : 'medium', confidence: measured(weighed),
    title: `${label(worst.group)} in ${portfolio.name} is ${inPercent(distance)} ${worst.actual > worst.target ? 'above' : 'below'} target`,
    detail: `${label(worst.group)} is ${inPercent(worst.actual)} of the portfolio, its target ${inPercent(worst.target)}, the tolerance ${inPercent(tolerance)}.`,
    figures: [
      fraction('drift', worst.actual - worst.target, 'weight less target of the class farthest from it'), fraction('weight', worst.actual, 'market value over value, by what holdings are exposed to'),
      fraction('target', worst.target, 'target in force'), fraction('tolerance', tolerance, portfolio.driftToleranceFraction === null ? 'house default' : 'mandate'),
    ],
  });
}

function concentrations(facts: PortfolioFacts, weighed: Weighed): FoundInsight[] {
  const { portfolio, preferences } = facts.state;
  const wishes = preferences.flatMap(({ kind, limitValue }) => (kind === 'max_position_fraction' && limitValue !== null ? [limitValue] : []));
  const cap = Math.min(portfolio.maxPositionFraction ?? DEFAULT_CAP, ...wishes);
  return weighed.valued.filter(({ position, weight }) => isSingleName(position.security) && weight > cap + EDGE).map(({ position: { security }, weight }) => {
    const severity: InsightSeverity = weight > 1.7 * cap ? 'critical' : weight > 1.3 * cap ? 'high' : 'medium';
    return found(facts, {
      kind: 'concentration', severity, confidence: measured(weighed), securityId: security.id, title: `${security.ticker} is ${inPercent(weight)} of ${portfolio.name}`,
      detail: `One name carries ${inPercent(weight)} of the portfolio; at most ${inPercent(cap)} is allowed.`,
      figures: [fraction('weight', weight, 'market value over value'), fraction('positionCap', cap, 'the strictest of mandate, client and house default')],
    });
  });
}

function idleCash(facts: PortfolioFacts, weighed: Weighed): FoundInsight | undefined {
  const { targets, portfolio } = facts.state;
  const cash = weighed.valued.reduce((sum, { position, weight }) => sum + (position.security.assetClass === 'cash' ? weight : 0), 0);
  const keep = Math.max(targets.find(({ assetClass }) => assetClass === 'cash')?.targetFraction ?? 0, portfolio.cashFloorFraction ?? 0);
  if (cash <= keep + IDLE_ROOM + EDGE) return undefined;
  const idle = cash - keep;
  return found(facts, {
    kind: 'idle_cash', severity: idle > 0.15 ? 'medium' : 'low', confidence: measured(weighed), title: `${inPercent(cash)} of ${portfolio.name} is cash`,
    detail: `Target and floor ask for ${inPercent(keep)}: ${inPercent(idle)} lies idle.`,
    figures: [fraction('cash', cash, 'cash in all currencies over value'), fraction('cashWanted', keep, 'larger of target and floor'), { name: 'idleCash', value: (idle * weighed.total).toFixed(2), unit: 'money', currency: portfolio.baseCurrency, method: 'cash above what is wanted' }],
  });
}

function feeDrag(facts: PortfolioFacts, weighed: Weighed): FoundInsight | undefined {
  const { state, yearlyFeesBase, meanValueBase } = facts;
  if (yearlyFeesBase === null || meanValueBase === null || meanValueBase <= 0) return undefined;
  const fees = yearlyFeesBase / meanValueBase;
  const products = weighed.valued.reduce((sum, { position, weight }) => sum + weight * (position.security.expenseRatioFraction ?? 0), 0);
  // A fund whose cost nobody knows is no free fund: what is known is then a floor, and the less is known the less it is worth.
  const unknown = weighed.valued.filter(({ position: { security } }) => isPooled(security) && security.expenseRatioFraction === null);
  const unknownWeight = unknown.reduce((sum, { weight }) => sum + weight, 0);
  const atLeast = unknown.length > 0 ? 'at least ' : '';
  if (fees + products < FEE_DRAG) return undefined;
  return found(facts, {
    kind: 'fee_drag', severity: fees + products > 0.025 ? 'medium' : 'low', confidence: Math.round(100 * measured(weighed) * (1 - unknownWeight)) / 100, title: `${state.portfolio.name} costs ${atLeast}${inPercent(fees + products, 2)} a year`,
    detail: `Fees took ${inPercent(fees, 2)} of the mean value in the last year; the funds held cost ${atLeast}${inPercent(products, 2)} on top.${unknown.length > 0 ? ` The cost of ${unknown.map(({ position }) => position.security.ticker).join(', ')} is not known.` : ''}`,
    figures: [fraction('totalCost', fees + products, unknown.length > 0 ? 'fees and known product costs together: at least' : 'fees and product costs together'), fraction('fees', fees, 'fees paid in 365 days over the mean value'), fraction('productCost', products, unknown.length > 0 ? 'expense ratios of funds by weight, as far as known: at least' : 'expense ratios of funds by weight')],
  });
}

/** Confidence is the chance that so much above the usual is no accident, were log volatility normal. */
function riskSpike(facts: PortfolioFacts): FoundInsight | undefined {
  const { state: { portfolio, volatilityFraction, asOf }, dailyReturns } = facts;
  const limit = portfolio.maxVolatilityFraction;
  const spike = detectRiskSpike(Float64Array.from(dailyReturns));
  const jumped = !isUndefined(spike) && spike.spike ? spike : undefined;
  const breaches = limit !== null && volatilityFraction !== null && volatilityFraction > limit;
  if (!jumped && !breaches) return undefined;
  const words = [
    ...(breaches ? [`Volatility of the last year is ${inPercent(volatilityFraction)}; the mandate allows ${inPercent(limit)}.`] : []),
    ...(jumped ? [`Today\u2019s volatility is ${jumped.ratio.toFixed(1)} times the usual of the last year.`] : []),
  ];
  return found(facts, {
    kind: 'risk_spike', severity: breaches && volatilityFraction > limit * 1.1 ? 'critical' : 'high', confidence: breaches ? 0.95 : Math.min(0.99, Math.round(100 * normalCumulative(jumped!.zScore)) / 100),
    title: breaches ? `${portfolio.name} moves more than its mandate allows` : `Risk of ${portfolio.name} has jumped`, detail: words.join(' '),
    figures: [
      ...(breaches ? [fraction('volatility', volatilityFraction, `yearly volatility on record up to ${asOf}`), fraction('volatilityLimit', limit, 'mandate')] : []),
      ...(jumped ? [{ name: 'spikeRatio', value: steady(jumped.ratio), unit: 'number' as const, method: 'EWMA volatility (decay 0.94) over its mean of 250 days' }, { name: 'zScore', value: steady(jumped.zScore), unit: 'number' as const, method: 'deviations of log EWMA volatility above its mean' }] : []),
    ],
  });
}

function fraction(name: string, value: number, method: string): Omit<InsightFigure, 'asOf'> {
  return { name, value: steady(value), unit: 'fraction', method };
}

function label(group: string): string {
  const words = group.replaceAll('_', ' ');
  return words[0]!.toUpperCase() + words.slice(1);
}
