import { decimal, roundMoney, type DecimalInput } from '../../shared/decimal.ts';
import type { AdviceFigure } from './advice-snapshot.ts';

/** 0.1234 as "12.3 %". */
export function percent(fraction: number, places = 1): string {
  return `${(fraction * 100).toFixed(places)} %`;
}

/** Exact money with thousands separated: "12,345.60 USD". */
export function money(amount: DecimalInput, currency: string): string {
  const [whole = '0', cents] = roundMoney(decimal(amount), currency).toFixed(currency === 'JPY' ? 0 : 2).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${cents === undefined ? '' : `.${cents}`} ${currency}`;
}

/** "a, b and c". */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** A figure for a reason; fractions and scores are cut to 1e-8 so that equal inputs print equal figures. */
export function adviceFigure(key: string, label: string, value: string | number | undefined, unit: AdviceFigure['unit'], method: string, extra: { readonly currency?: string; readonly reason?: string } = {}): AdviceFigure {
  const kept = typeof value === 'number' ? Math.round(value * 1e8) / 1e8 : value;
  return { key, label, value: kept ?? null, unit, method, ...(extra.currency === undefined ? {} : { currency: extra.currency }), ...(kept === undefined ? { reason: extra.reason ?? 'not on record' } : {}) };
}
