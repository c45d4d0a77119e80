import type { StateSecurity } from '../portfolio-state/portfolio-state.ts';

const DIVERSIFIED = ['etf', 'fund'];

/** A pooled product: its own weight says little about concentration. */
export function isPooled({ assetClass }: Pick<StateSecurity, 'assetClass'>): boolean {
  return DIVERSIFIED.includes(assetClass);
}

/** Stands for one issuer's fortune: shares, corporate bonds (bonds with a sector), a property company, a coin. Government bonds, pools and bullion do not. */
export function isSingleName(security: StateSecurity): boolean {
  if (isPooled(security) || security.assetClass === 'cash' || security.assetClass === 'commodity') return false;
  return security.assetClass !== 'bond' || security.sector !== null;
}

/** Sectors that a unit of value is in: the look-through of a fund, else the security's own. */
export function sectorParts({ sector, composition }: StateSecurity): Readonly<Record<string, number>> {
  return composition?.sectors ?? (sector ? { [sector]: 1 } : {});
}

/** Currencies that a unit of value is exposed to: the look-through of a fund, with the rest in its own currency. */
export function currencyParts({ currency, composition }: StateSecurity): Readonly<Record<string, number>> {
  const parts = composition?.currencies;
  if (!parts) return { [currency]: 1 };
  const known = Object.keys(parts).sort().reduce((sum, key) => sum + parts[key]!, 0);
  return { ...parts, [currency]: (parts[currency] ?? 0) + Math.max(0, 1 - known) };
}
