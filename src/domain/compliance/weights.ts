import type { StateSecurity } from '../portfolio-state/portfolio-state.ts';
import type { Finding } from './rule.ts';
import { cannotTell, failed, passed, percent, warning } from './rule.ts';
import type { Book, BookLine, SubjectView } from './subject-view.ts';

/** A weight on the edge of its limit counts as within: room for the rounding of thirds and the like. */
export const EDGE = 1e-9;

/** Whole units and the cost of trades move the weight of what is left alone by hairs; that is no worsening. */
const HAIR = 0.0005;

/** Do trades push a share above a limit that it breaks already? */
export function worsens(before: number, after: number): boolean {
  return after > before + HAIR;
}

/** Why weights do not exist for a book; `undefined` when they do. */
export function unweighable(view: SubjectView): Finding | undefined {
  const { totalBase, lines } = view.after;
  if (totalBase === undefined || view.before.totalBase === undefined) {
    const lacking = view.before.lines.filter(({ valueBase }) => valueBase === undefined).map(({ security }) => security.ticker);
    return cannotTell(`The portfolio cannot be valued: ${lacking.slice(0, 3).join(', ')}${lacking.length > 3 ? ' and others' : ''} ${lacking.length === 1 ? 'lacks' : 'lack'} a price or an exchange rate.`);
  }
  if (totalBase > 0) return undefined;
  if (lines.every(({ quantity }) => quantity.isZero())) return passed('The portfolio holds nothing.');
  return cannotTell('The portfolio has no value above zero, so that shares of it mean nothing.');
}

/** Shares of a book's value by a label. Lines without a label (undefined) are left out. Call it on books that can be weighed. */
export function weightsBy(book: Book, labelOf: (line: BookLine) => string | undefined): Map<string, number> {
  const weights = new Map<string, number>();
  const total = book.totalBase ?? 0;
  if (total <= 0) return weights;
  for (const line of book.lines) {
    const label = labelOf(line);
    if (label !== undefined) weights.set(label, (weights.get(label) ?? 0) + (line.valueBase ?? 0) / total);
  }
  return weights;
}

export type Look = 'sectors' | 'countries' | 'assetClasses' | 'currencies';

/** Shares by a label with funds opened as far as their composition is known; what a fund does not explain counts under its own label. */
export function lookThroughWeights(book: Book, look: Look, ownLabel: (security: StateSecurity) => string | null): Map<string, number> {
  const weights = new Map<string, number>();
  const total = book.totalBase ?? 0;
  if (total <= 0) return weights;
  const add = (label: string | null, weight: number): void => {
    if (label !== null) weights.set(label, (weights.get(label) ?? 0) + weight);
  };
  for (const { security, valueBase = 0 } of book.lines) {
    const parts = security.composition?.[look];
    let explained = 0;
    if (parts) {
      for (const [label, part] of Object.entries(parts)) {
        add(label, (valueBase / total) * part);
        explained += part;
      }
    }
    if (explained < 1 - EDGE) add(ownLabel(security), (valueBase / total) * (1 - explained));
  }
  return weights;
}

/** The greatest share; of equal ones the first by name, so that the answer never depends on the order of rows. */
export function greatest(weights: ReadonlyMap<string, number>): { readonly label: string; readonly weight: number } | undefined {
  let found: { label: string; weight: number } | undefined;
  for (const [label, weight] of weights) {
    if (!found || weight > found.weight || (weight === found.weight && label < found.label)) found = { label, weight };
  }
  return found;
}

export interface Limit {
  /** What is limited, as the subject of a sentence: "NVLT", "The sector Energy". */
  readonly name: string;
  readonly before: number;
  readonly after: number;
  /** Above this there is something to say. */
  readonly soft: number;
  /** Above this the portfolio breaches. */
  readonly hard: number;
  /** What the words call the limit, where `hard` holds a tolerance on top of it. */
  readonly stated?: number;
}

/**
 * One share against its limits. As it stands: a warning above the soft limit, a failure above the hard one. With trades: what they push
 * above the hard limit, or further above it, fails; what is above it already and what they leave alone or bring down is a warning, because
 * forbidding the way out of a breach would keep it.
 */
export function judgeLimit({ name, before, after, soft, hard, stated = hard }: Limit, hasTrades: boolean): Finding | undefined {
  if (after <= soft + EDGE) return undefined;
  if (!hasTrades) {
    return after > hard + EDGE ? failed(`${name} is ${percent(after)} of the value; the limit is ${percent(stated)}.`) : warning(`${name} is ${percent(after)} of the value, above ${percent(soft)}.`);
  }
  if (after <= hard + EDGE) return warning(`${name} would be ${percent(after)} of the value, above ${percent(soft)}.`);
  if (before <= hard + EDGE || worsens(before, after)) return failed(`${name} would be ${percent(after)} of the value; the limit is ${percent(stated)}.`);
  return warning(`${name} would still be ${percent(after)} of the value; the limit is ${percent(stated)} and it stands at ${percent(before)} today.`);
}

/** A bond without a sector is one of a state: the catalogue gives companies a sector. */
export function isSovereign({ assetClass, sector }: StateSecurity): boolean {
  return assetClass === 'bond' && sector === null;
}

/** Funds spread their money by law; limits on single names do not apply to them. */
export function isPooled({ assetClass }: StateSecurity): boolean {
  return assetClass === 'etf' || assetClass === 'fund';
}

/** A share, bond, coin or other holding that stands or falls alone. */
export function isSingleName(security: StateSecurity): boolean {
  return security.assetClass !== 'cash' && !isPooled(security) && !isSovereign(security);
}

/** A company's share, bond or property: of such a thing somebody knows the sector and the country, and where they are not on record they are missing. */
export function isOfCompany(security: StateSecurity): boolean {
  return isSingleName(security) && ['equity', 'bond', 'real_estate'].includes(security.exposureClass);
}

/** Share of what may lose much: everything but cash and bonds, with funds opened. */
export function riskyShare(book: Book): number {
  let share = 0;
  for (const [label, weight] of lookThroughWeights(book, 'assetClasses', ({ exposureClass }) => exposureClass)) {
    if (label !== 'cash' && label !== 'bond') share += weight;
  }
  return share;
}
