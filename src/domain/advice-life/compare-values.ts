/** One place where two plain values differ. `undefined` = not there on that side. */
export interface Difference {
  /** Keys and names from the outside in: "state/positions/ACME/price". */
  readonly path: string;
  readonly kept: unknown;
  readonly other: unknown;
}

/** What names an item of a list, so that lists are compared by what their items are about and not by place. */
const NAMES = ['lotId', 'transactionId', 'ruleId', 'assetClass', 'key', 'id', 'ticker'] as const;

/** Every difference between two plain values, to the last digit and bit, in the order of the kept one. Equal values give an empty list. */
export function differencesOf(kept: unknown, other: unknown, path = ''): Difference[] {
  if (Object.is(kept, other)) return [];
  if (Array.isArray(kept) && Array.isArray(other)) return differencesOf(byName(kept), byName(other), path);
  if (isRecord(kept) && isRecord(other)) {
    return [...new Set([...Object.keys(kept), ...Object.keys(other)])].flatMap((key) => differencesOf(kept[key], other[key], path === '' ? key : `${path}/${key}`));
  }
  return [{ path, kept, other }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byName(items: readonly unknown[]): Record<string, unknown> {
  const names = items.map((item, index) => nameOf(item) ?? String(index));
  // Two items of one name (two trades of one security) are told apart by their place.
  const isUnique = new Set(names).size === names.length;
  return Object.fromEntries(items.map((item, index) => [isUnique ? names[index]! : String(index), item]));
}

function nameOf(item: unknown): string | undefined {
  if (!isRecord(item)) return undefined;
  if (isRecord(item['security'])) return textOf(item['security']['ticker']);
  for (const name of NAMES) {
    const found = textOf(item[name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
