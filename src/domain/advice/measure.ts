import { roundMoney, sumDecimals, type Decimal } from '../../shared/decimal.ts';
import type { AdviceBook, Asset } from './advice-book.ts';
import type { AdviceSide } from './advice-snapshot.ts';
import { goalChance } from './goal-chance.ts';
import { currencyParts, isPooled, isSingleName, sectorParts } from './security-kind.ts';
import { portfolioVolatility, type Weight } from './weekly-returns.ts';

/** Everything the engine weighs about a portfolio, before or after trades. Fractions of its value, unrounded. */
export interface Measures {
  readonly valueBase: Decimal;
  readonly cashBase: Decimal;
  readonly weights: readonly AssetWeight[];
  readonly allocation: ReadonlyMap<string, number>;
  readonly cashFraction: number;
  readonly largestPositionFraction: number;
  /** Largest weight of a single name; 0 without one. */
  readonly largestNameFraction: number;
  /** Single names above the position cap: the sum of what stands above it. */
  readonly aboveCapFraction: number;
  /** Restricted, excluded or no longer traded. */
  readonly unwantedFraction: number;
  readonly downgradedFraction: number;
  /** Holdings whose ESG score is below the one that the client wants. */
  readonly belowEsgFraction: number;
  readonly foreignFraction: number;
  readonly preferredSectorFraction: number;
  readonly driftFraction: number | undefined;
  readonly volatilityFraction: number | undefined;
  readonly ongoingCostFraction: number | undefined;
  readonly esgScore: number | undefined;
  readonly goalProbability: number | undefined;
}

export interface AssetWeight extends Weight {
  readonly asset: Asset;
}

/** Share of the risky value that must have an ESG score for the portfolio to have one. */
const LEAST_SCORED = 0.5;

/** Measures a portfolio of these units and this cash at the prices of the snapshot. */
export function measure(book: AdviceBook, quantities: ReadonlyMap<string, Decimal>, cashBase: Decimal): Measures {
  const values = [...book.assets.values()].flatMap((asset) => {
    const quantity = quantities.get(asset.security.id);
    return quantity === undefined || quantity.isZero() ? [] : [{ asset, value: quantity.times(asset.unitBase) }];
  });
  const valueBase = sumDecimals(values.map(({ value }) => value)).plus(cashBase);
  const total = valueBase.toNumber();
  const share = (value: Decimal): number => (total > 0 ? value.toNumber() / total : 0);
  const weights = values.map(({ asset, value }): AssetWeight => ({ asset, securityId: asset.security.id, weight: share(value) }));
  const cashFraction = share(cashBase);
  const allocation = allocationOf(weights, cashFraction);
  const names = weights.filter(({ asset }) => isSingleName(asset.security));
  const cap = book.rules.positionCap;
  const sum = (part: (item: AssetWeight) => number): number => weights.reduce((total, item) => total + item.weight * part(item), 0);
  const volatilityFraction = portfolioVolatility(book.snapshot, weights);
  return {
    valueBase, cashBase, weights, allocation, cashFraction, volatilityFraction,
    largestPositionFraction: Math.max(0, ...weights.map(({ weight }) => weight)),
    largestNameFraction: Math.max(0, ...names.map(({ weight }) => weight)),
    aboveCapFraction: names.reduce((total, { weight }) => total + Math.max(0, weight - cap), 0),
    unwantedFraction: sum(({ asset }) => (isUnwanted(book, asset) ? 1 : 0)), downgradedFraction: sum(({ asset }) => (book.rules.isDowngraded(asset.security) ? 1 : 0)),
    belowEsgFraction: sum(({ asset }) => (asset.security.esgScore !== null && asset.security.esgScore < (book.rules.minEsgScore ?? 0) ? 1 : 0)),
    foreignFraction: sum(({ asset }) => 1 - (currencyParts(asset.security)[book.currency] ?? 0)),
    preferredSectorFraction: sum(({ asset }) => book.rules.preferredSectors.reduce((total, sector) => total + (sectorParts(asset.security)[sector] ?? 0), 0)),
    driftFraction: driftOf(book, allocation),
    ongoingCostFraction: weights.some(({ asset: { security } }) => isPooled(security) && security.expenseRatioFraction === null) ? undefined : sum(({ asset }) => asset.security.expenseRatioFraction ?? 0),
    esgScore: esgOf(weights),
    goalProbability: goalChance(book, { allocation, volatilityFraction })?.probability,
  };
}

/** Restricted by the firm, excluded by the client or no longer traded. */
export function isUnwanted(book: AdviceBook, { security }: Asset): boolean {
  return book.rules.unwanted(security) !== undefined || security.status !== 'active';
}

function allocationOf(weights: readonly AssetWeight[], cashFraction: number): Map<string, number> {
  const groups = new Map<string, number>([['cash', cashFraction]]);
  for (const { asset, weight } of weights) groups.set(asset.security.exposureClass, (groups.get(asset.security.exposureClass) ?? 0) + weight);
  return groups;
}

/** Largest distance from target of any class; undefined without a target. */
function driftOf(book: AdviceBook, allocation: ReadonlyMap<string, number>): number | undefined {
  const { targets } = book.snapshot.state;
  if (targets.length === 0) return undefined;
  const wanted = new Map(targets.map(({ assetClass, targetFraction }) => [assetClass, targetFraction]));
  return Math.max(...[...new Set([...wanted.keys(), ...allocation.keys()])].map((group) => Math.abs((allocation.get(group) ?? 0) - (wanted.get(group) ?? 0))));
}

function esgOf(weights: readonly AssetWeight[]): number | undefined {
  const scored = weights.filter(({ asset, weight }) => asset.security.esgScore !== null && weight > 0);
  const covered = scored.reduce((sum, { weight }) => sum + weight, 0);
  const risky = weights.reduce((sum, { weight }) => sum + Math.max(0, weight), 0);
  if (covered <= 0 || covered < risky * LEAST_SCORED) return undefined;
  return scored.reduce((sum, { asset, weight }) => sum + weight * asset.security.esgScore!, 0) / covered;
}

/** The measures as they are kept: money to the minor unit, fractions to 1e-8, missing as null. */
export function sideOf(book: AdviceBook, measures: Measures): AdviceSide {
  const { allocation } = measures;
  return {
    valueBase: roundMoney(measures.valueBase, book.currency).toFixed(), cashBase: measures.cashBase.toFixed(),
    allocation: Object.fromEntries([...allocation.keys()].sort().map((group) => [group, rounded(allocation.get(group)!)])),
    cashFraction: rounded(measures.cashFraction), largestPositionFraction: rounded(measures.largestPositionFraction),
    driftFraction: roundedOrNull(measures.driftFraction), volatilityFraction: roundedOrNull(measures.volatilityFraction),
    ongoingCostFraction: roundedOrNull(measures.ongoingCostFraction), esgScore: roundedOrNull(measures.esgScore), goalProbability: roundedOrNull(measures.goalProbability),
  };
}

/** To 1e-8, so that the last bits of float64 never decide whether two answers are the same. */
export function rounded(value: number): number {
  const cut = Math.round(value * 1e8) / 1e8;
  return cut === 0 ? 0 : cut; // no negative zero
}

export function roundedOrNull(value: number | undefined): number | null {
  return value === undefined ? null : rounded(value);
}
