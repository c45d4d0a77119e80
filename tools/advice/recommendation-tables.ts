import type { RecommendationRecord } from '../../src/data/advice/load-recommendations.ts';
import type { AnswerTable, LabelledFigure } from '../../src/shared/answer.ts';
import { isIsoDate, type IsoDate } from '../../src/shared/calendar.ts';
import { recordsTable } from '../service/records-table.ts';

type Trades = RecommendationRecord['trades'];

/** Trades as proposed; amounts in the portfolio's base currency. */
export function tradesTable(trades: Trades, baseCurrency: string): AnswerTable {
  const rows = trades.map(({ side, ticker, quantity, price, currency, amountBase, priceDate }) => ({ side, ticker, quantity, price, currency, amount: amountBase, priceDate }));
  return recordsTable('trades', 'Proposed trades', { rows, total: rows.length }, [
    ['side', 'Side'], ['ticker', 'Security'], ['quantity', 'Quantity', 'units'], ['price', 'Price', 'price'], ['currency', 'Price currency'], ['amount', 'Amount', 'money', { currency: baseCurrency }], ['priceDate', 'Price of', 'date'],
  ], 'quantity times price, at the rate of the day, as proposed');
}

export function alternativesTable(alternatives: readonly unknown[]): AnswerTable {
  const rows = alternatives.map((item) => ({ alternative: part(item, 'title') ?? part(item, 'strategy') ?? part(item, 'name'), strategy: part(item, 'strategy'), reason: part(item, 'reason') ?? part(item, 'whyNot') ?? part(item, 'text') }));
  return recordsTable('alternatives', 'Alternatives considered', { rows, total: rows.length }, [['alternative', 'Alternative'], ['strategy', 'Kind'], ['reason', 'Why not']]);
}

/** What the reader must know, as sentences. */
export function warningsOf(warnings: readonly unknown[]): string[] {
  return warnings.flatMap((warning) => (typeof warning === 'string' ? warning : part(warning, 'text')) ?? []);
}

/** The figures on which a recommendation rests, with unit, day and method: kept flat in records of the past, under their reason by the engine. */
export function reasonFigures(reasons: readonly unknown[], dataAsOf: IsoDate): LabelledFigure[] {
  const figures = reasons.flatMap((reason) => {
    const inner: unknown = typeof reason === 'object' && reason !== null && 'figures' in reason ? reason.figures : undefined;
    return Array.isArray(inner) ? inner as unknown[] : [reason];
  });
  const seen = new Set<string>();
  return figures.flatMap((reason): LabelledFigure[] => {
    const [key, label, method, asOf, currency] = [part(reason, 'key'), part(reason, 'label'), part(reason, 'method'), part(reason, 'asOf'), part(reason, 'currency')];
    const value = typeof reason === 'object' && reason !== null && 'value' in reason ? reason.value : undefined;
    const unit = UNITS.find((name) => name === part(reason, 'unit'));
    if (!key || !unit || seen.has(key) || (typeof value !== 'number' && typeof value !== 'string')) return [];
    seen.add(key);
    return [{ key, label: label ?? key, value, unit, method: method ?? 'as recorded', asOf: asOf && isIsoDate(asOf) ? asOf : dataAsOf, ...(currency ? { currency } : {}) }];
  });
}

const UNITS = ['money', 'price', 'units', 'fraction', 'number', 'count', 'days', 'years', 'bps', 'score'] as const;

function part(value: unknown, key: string): string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined; // stored JSON
  return typeof found === 'string' ? found : undefined;
}
