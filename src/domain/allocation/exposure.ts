import { sumDecimals, ZERO, type Decimal } from '../../shared/decimal.ts';
import { undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';

/** A position with the labels by which it can be grouped: asset class, sector, country, currency, security; several tags may apply. */
export interface ExposurePosition {
  readonly securityId: string;
  readonly valueBase: Decimal;
  readonly labels: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What one unit of value of a fund is made of. Weights below 1 in total leave the rest as the fund itself. */
export interface FundComponent {
  readonly securityId: string;
  readonly weightFraction: number;
  readonly labels: ExposurePosition['labels'];
}

export type FundCompositions = ReadonlyMap<string, readonly FundComponent[]>;

/** The group of positions without the label. */
export const UNCLASSIFIED = 'unclassified';

export interface ExposureRow {
  readonly group: string;
  readonly valueBase: Decimal;
  /** Share of the net total; cash counts in it. */
  readonly weightFraction: number;
}

export interface Exposure {
  /** Largest first. By tag, positions with several tags count once under each, so the weights may add up to more than 1. */
  readonly rows: readonly ExposureRow[];
  readonly totalBase: Decimal;
}

/**
 * Replaces funds of known composition by what they hold, through funds of funds. A component's value is exact: value × weight, and the
 * unexplained rest stays under the fund, so that nothing is lost or added.
 */
export function lookThrough(positions: readonly ExposurePosition[], compositions: FundCompositions): ExposurePosition[] {
  return positions.flatMap((position) => opened(position, compositions, new Set()));
}

function opened(position: ExposurePosition, compositions: FundCompositions, above: ReadonlySet<string>): ExposurePosition[] {
  const components = compositions.get(position.securityId);
  // A fund that holds itself, directly or not, is left closed where the circle shuts.
  if (!components || components.length === 0 || above.has(position.securityId)) return [position];
  const within = new Set([...above, position.securityId]);
  const parts = components.map((part) => ({ securityId: part.securityId, labels: part.labels, valueBase: position.valueBase.times(part.weightFraction) }));
  const rest = position.valueBase.minus(sumDecimals(parts.map(({ valueBase }) => valueBase)));
  return [...parts.flatMap((part) => opened(part, compositions, within)), ...(rest.isZero() ? [] : [{ ...position, valueBase: rest }])];
}

/** Exposure by one label (or by `security`). Undefined when the net total is not above zero: a weight would mean nothing. */
export function exposureBy(positions: readonly ExposurePosition[], label: string): Exposure | Undefined {
  const totalBase = sumDecimals(positions.map(({ valueBase }) => valueBase));
  if (totalBase.lte(0)) return undefinedBecause('the portfolio has no value above zero');
  const groups = new Map<string, Decimal>();
  for (const position of positions) {
    for (const group of groupsOf(position, label)) groups.set(group, (groups.get(group) ?? ZERO).plus(position.valueBase));
  }
  const rows = [...groups]
    .map(([group, valueBase]) => ({ group, valueBase, weightFraction: valueBase.div(totalBase).toNumber() }))
    .toSorted((a, b) => b.valueBase.comparedTo(a.valueBase) || (a.group < b.group ? -1 : 1));
  return { rows, totalBase };
}

function groupsOf(position: ExposurePosition, label: string): readonly string[] {
  const found = label === 'security' ? position.securityId : position.labels[label];
  if (found === undefined || found.length === 0) return [UNCLASSIFIED];
  return typeof found === 'string' ? [found] : [...new Set(found)];
}
