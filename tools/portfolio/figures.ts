import type { AnswerColumn, Cell, Fact, LabelledFigure } from '../../src/shared/answer.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { minorUnits, roundMoney, type Decimal } from '../../src/shared/decimal.ts';
import { figure, type FigureUnit } from '../../src/shared/figure.ts';
import { isUndefined, mapDefined, type Undefined } from '../../src/shared/undefined-value.ts';

/** What every figure of one answer shares. */
export interface FigureBasis {
  readonly asOf: IsoDate;
  readonly method: string;
  readonly currency?: string;
  readonly quality?: readonly string[];
}

/** Money rounded to the minor unit of its currency. */
export function moneyFigure(key: string, label: string, value: Decimal | Undefined, basis: FigureBasis & { readonly currency: string }): LabelledFigure {
  return { key, label, ...figure(mapDefined(value, (amount) => roundMoney(amount, basis.currency)), { ...basis, unit: 'money' }) };
}

/** A statistic or an exact number without a currency. */
export function plainFigure(key: string, label: string, value: number | Decimal | Undefined, unit: FigureUnit, basis: FigureBasis): LabelledFigure {
  const { currency, ...rest } = basis;
  return { key, label, ...figure(value, { ...rest, unit, ...(unit === 'price' && currency ? { currency } : {}) }) };
}

export function fractionFigure(key: string, label: string, value: number | Undefined, basis: FigureBasis): LabelledFigure {
  return plainFigure(key, label, value, 'fraction', basis);
}

export function fact(key: string, label: string, value: string | boolean | null, kind: Fact['kind'] = typeof value === 'boolean' ? 'boolean' : 'text'): Fact {
  return { key, label, value, kind };
}

/** Text that people wrote: data, never instructions. */
export function quotedFact(key: string, label: string, value: string | null, kind: Fact['kind'] = 'text'): Fact {
  return { key, label, value, kind, untrusted: true };
}

/** A table cell of money: fixed minor units, null when there is none. */
export function moneyCell(value: Decimal | Undefined | undefined, currency: string): Cell {
  return value === undefined || isUndefined(value) ? null : roundMoney(value, currency).toFixed(minorUnits(currency));
}

export function decimalCell(value: Decimal | Undefined | undefined): Cell {
  return value === undefined || isUndefined(value) ? null : value.toFixed();
}

export function numberCell(value: number | Undefined | undefined | null): Cell {
  return value === undefined || value === null || isUndefined(value) ? null : value;
}

export function column(key: string, label: string, kind: AnswerColumn['kind'], more: Partial<AnswerColumn> = {}): AnswerColumn {
  return { key, label, kind, ...more };
}

/** Parts of a method sentence, without the empty ones. */
export function method(...parts: readonly (string | undefined | false)[]): string {
  return parts.filter(Boolean).join('; ');
}
