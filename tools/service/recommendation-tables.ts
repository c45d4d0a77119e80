import type { RecommendationRecord } from '../../src/data/advice/load-recommendations.ts';
import type { AnswerTable, LabelledFigure } from '../../src/shared/answer.ts';
import { isIsoDate } from '../../src/shared/calendar.ts';
import { recordsTable } from './records-table.ts';

/** The trades that a recommendation proposes; amounts in the portfolio's base currency. */
export function tradesTable({ trades, portfolio }: RecommendationRecord): AnswerTable {
  const rows = trades.map(({ side, ticker, quantity, price, currency, amountBase, priceDate }) => ({ side, ticker, quantity, price, currency, amount: amountBase, priceDate }));
  return recordsTable('trades', 'Proposed trades', { rows, total: rows.length }, [
    ['side', 'Side'], ['ticker', 'Security'], ['quantity', 'Quantity', 'units'], ['price', 'Price', 'price'], ['currency', 'Price currency'], ['amount', 'Amount', 'money', { currency: portfolio.baseCurrency }], ['priceDate', 'Price of', 'date'],
  ], 'quantity times price, at the rate of the day, as proposed');
}

export function alternativesTable({ alternatives }: RecommendationRecord): AnswerTable {
  const rows = alternatives.map((item) => ({ alternative: part(item, 'strategy') ?? part(item, 'title') ?? part(item, 'name'), reason: part(item, 'reason') ?? part(item, 'whyNot') ?? part(item, 'text') }));
  return recordsTable('alternatives', 'Alternatives considered', { rows, total: rows.length }, [['alternative', 'Alternative'], ['reason', 'Why not']]);
}

/** The figures on which a recommendation rests, as it stored them with unit, day and method. */
export function reasonsOf({ reasons, dataAsOf }: RecommendationRecord): LabelledFigure[] {
  return reasons.flatMap((reason): LabelledFigure[] => {
    const [key, label, method, asOf, currency] = [part(reason, 'key'), part(reason, 'label'), part(reason, 'method'), part(reason, 'asOf'), part(reason, 'currency')];
    const value = typeof reason === 'object' && reason !== null && 'value' in reason ? reason.value : undefined;
    const unit = UNITS.find((name) => name === part(reason, 'unit'));
    if (!key || !unit || (typeof value !== 'number' && typeof value !== 'string')) return [];
    return [{ key, label: label ?? key, value, unit, method: method ?? 'as recorded', asOf: asOf && isIsoDate(asOf) ? asOf : dataAsOf, ...(currency ? { currency } : {}) }];
  });
}

const UNITS = ['money', 'price', 'units', 'fraction', 'number', 'count', 'days', 'years', 'bps', 'score'] as const;

function part(value: unknown, key: string): string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined; // stored JSON
  return typeof found === 'string' ? found : undefined;
}
