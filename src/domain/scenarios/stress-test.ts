import { decimal, sumDecimals, ZERO, type Decimal } from '../../shared/decimal.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import type { AssetClass, ShockSector } from './asset-class.ts';
import { SHOCK_TABLE, type ScenarioId, type ScenarioShocks } from './shock-table.ts';

export interface StressPosition {
  readonly key: string;
  /** Market value in the base currency; negative for a short position. */
  readonly valueBase: Decimal;
  readonly assetClass?: AssetClass;
  /** For a fund or ETF: what it mainly holds; its shock is that class's. */
  readonly underlyingClass?: AssetClass;
  readonly sector?: ShockSector;
  readonly currency?: string;
  /** Modified duration in years; needed for a yield shift to reach a bond. */
  readonly durationYears?: number;
  /** In years²; 0 when left out. */
  readonly convexity?: number;
  /** Sensitivity to each factor, e.g. a beta of 1.2 to `equity_market`: the price change for a factor change of 1. */
  readonly factorExposures?: Readonly<Record<string, number>>;
}

/** Shocks of a scenario or of one's own making. The most specific one wins: key, then factors, sector, class, market. */
export interface Shocks extends Omit<Partial<ScenarioShocks>, 'id' | 'title' | 'source'> {
  readonly byKey?: Readonly<Record<string, number>>;
  /** Changes of factors; a position with exposure to any of them moves by Σ exposure × change, but loses no more than everything. */
  readonly byFactor?: Readonly<Record<string, number>>;
  /** Applies to whatever no other shock names. */
  readonly marketFraction?: number;
}

export interface PositionImpact {
  readonly key: string;
  readonly impactBase: Decimal;
  /** Absent when no shock covers the position; its impact is then 0 and the key stands in `notCovered`. */
  readonly shockFraction?: number;
}

export interface StressResult {
  readonly impacts: readonly PositionImpact[];
  /** Negative is a loss. */
  readonly totalImpactBase: Decimal;
  readonly stressedValueBase: Decimal;
  /** Total impact over the net value before; undefined when that is not above zero. */
  readonly impactFraction: number | Undefined;
  readonly notCovered: readonly string[];
  readonly worst?: string;
  readonly best?: string;
}

export interface StressOptions {
  /** Positions in another currency carry the currency shock; without it no position does. */
  readonly baseCurrency?: string;
}

/** The shocks of a named scenario; `custom` has none of its own. */
export function scenarioShocks(id: ScenarioId): Shocks {
  return id === 'custom' ? {} : SHOCK_TABLE[id];
}

/**
 * Applies shocks to position values, one instant repricing without rebalancing: impact = value × ((1 + price shock)(1 + currency
 * shock) - 1). A position that no shock covers is unchanged and named as not covered.
 */
export function stressTest(positions: readonly StressPosition[], shocks: Shocks, options: StressOptions = {}): StressResult {
  const impacts = positions.map((position): PositionImpact => {
    const shockFraction = shockOf(position, shocks, options);
    if (shockFraction === undefined) return { key: position.key, impactBase: ZERO };
    return { key: position.key, impactBase: position.valueBase.times(decimal(shockFraction)), shockFraction };
  });
  const before = sumDecimals(positions.map(({ valueBase }) => valueBase));
  const totalImpactBase = sumDecimals(impacts.map(({ impactBase }) => impactBase));
  const ranked = impacts.filter(({ shockFraction }) => shockFraction !== undefined).toSorted((a, b) => a.impactBase.comparedTo(b.impactBase));
  const worst = ranked[0]?.key;
  const best = ranked.at(-1)?.key;
  return {
    impacts,
    totalImpactBase,
    stressedValueBase: before.plus(totalImpactBase),
    impactFraction: before.gt(0) ? totalImpactBase.div(before).toNumber() : undefinedBecause('the value before the shock is not above zero'),
    notCovered: impacts.filter(({ shockFraction }) => shockFraction === undefined).map(({ key }) => key),
    ...(worst === undefined ? {} : { worst }),
    ...(best === undefined ? {} : { best }),
  };
}

function shockOf(position: StressPosition, shocks: Shocks, { baseCurrency }: StressOptions): number | undefined {
  const price = priceShock(position, shocks);
  const foreign = baseCurrency !== undefined && position.currency !== undefined && position.currency !== baseCurrency;
  const currency = foreign ? shocks.foreignCurrencyFraction : undefined;
  if (price === undefined) return currency;
  // Decimal keeps 1.0 × (1 - 0.3) - 1 at exactly -0.3.
  return decimal(1).plus(price).times(decimal(1).plus(currency ?? 0)).minus(1).toNumber();
}

function priceShock(position: StressPosition, shocks: Shocks): number | undefined {
  const own = shocks.byKey?.[position.key];
  if (own !== undefined) return own;
  const factors = Object.entries(position.factorExposures ?? {}).filter(([factor]) => shocks.byFactor?.[factor] !== undefined);
  if (factors.length > 0) return Math.max(-1, factors.reduce((total, [factor, exposure]) => total + exposure * shocks.byFactor![factor]!, 0)); // the filter kept only shocked factors
  const assetClass = position.assetClass === 'fund' ? (position.underlyingClass ?? 'fund') : position.assetClass;
  const sector = assetClass === 'equity' && position.sector ? shocks.bySector?.[position.sector] : undefined;
  if (sector !== undefined) return sector;
  if (assetClass === 'bond' && shocks.yieldShiftBps !== undefined && position.durationYears !== undefined) {
    const shift = shocks.yieldShiftBps / 10_000;
    return Math.max(-1, -position.durationYears * shift + 0.5 * (position.convexity ?? 0) * shift * shift);
  }
  return (assetClass ? shocks.byClass?.[assetClass] : undefined) ?? shocks.marketFraction;
}
