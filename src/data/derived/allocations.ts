import { securityOf, type Derivation, type SecurityFacts } from './context.ts';
import { MONEY_SCALE, toFloat } from './fixed-point.ts';

const DIMENSIONS = ['asset_class', 'sector', 'region', 'country', 'currency'] as const;
type Dimension = (typeof DIMENSIONS)[number];

/** The bucket of positions whose security has no such label. */
export const UNKNOWN_BUCKET = 'unknown';

export interface AllocationRow {
  readonly dimension: Dimension;
  readonly bucket: string;
  readonly valueBase: bigint;
  readonly weightFraction: number;
}

interface ValuedHolding {
  readonly securityId: string;
  readonly marketValueBase: bigint | undefined;
}

/** Weights by bucket of what can be valued; none when that is not above zero. Cash has no sector, region or country. */
export function allocationRows(holdings: readonly ValuedHolding[], derivation: Derivation): AllocationRow[] {
  const sums = new Map<string, { dimension: Dimension; bucket: string; valueBase: bigint }>();
  let total = 0n;
  for (const { securityId, marketValueBase } of holdings) {
    if (marketValueBase === undefined) continue;
    total += marketValueBase;
    for (const dimension of DIMENSIONS) {
      const bucket = bucketOf(securityOf(derivation, securityId), dimension);
      const sum = sums.get(`${dimension} ${bucket}`);
      if (sum) sum.valueBase += marketValueBase;
      else sums.set(`${dimension} ${bucket}`, { dimension, bucket, valueBase: marketValueBase });
    }
  }
  if (total <= 0n) return [];
  return [...sums.values()].map((sum) => ({ ...sum, weightFraction: toFloat(sum.valueBase, MONEY_SCALE) / toFloat(total, MONEY_SCALE) }));
}

function bucketOf(security: SecurityFacts, dimension: Dimension): string {
  switch (dimension) {
    case 'asset_class': return security.exposureClass;
    case 'currency': return security.currency;
    case 'sector': return security.isCash ? 'cash' : security.sector ?? UNKNOWN_BUCKET;
    case 'region': return security.isCash ? 'cash' : security.region ?? UNKNOWN_BUCKET;
    case 'country': return security.isCash ? 'cash' : security.country ?? UNKNOWN_BUCKET;
  }
}
