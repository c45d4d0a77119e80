import { z } from 'zod';
import { loadLastPrice, loadPrices, loadSecurity, type DailyPrice } from '../../src/data/market/load-security.ts';
import { resolveSecurity } from '../../src/data/names/resolve.ts';
import { answer, type AnswerChart, type LabelledFigure } from '../../src/shared/answer.ts';
import { daysBetween, type IsoDate } from '../../src/shared/calendar.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import type { Period } from '../../src/shared/period.ts';
import { undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { fact, fractionFigure, plainFigure } from '../portfolio/figures.ts';
import { pastSpan, spanText } from '../portfolio/span.ts';
import { day, period, security } from '../shared-inputs.ts';

const STALE_AFTER_DAYS = 7;
const CHART_POINTS = 120;

export const getPrice = defineTool({
  name: 'get_price', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Price of a security now or on a day; over a period high, low, change and distance from the high, with chart.',
  input: z.strictObject({ security, date: day.optional(), period }),
  async run(input, { db, clock }) {
    const today = clock.today();
    if (input.date && input.date > today) throw invalidInput('That day is still to come.', { hint: `Ask for a day up to ${today}.` });
    const id = await resolveSecurity(db, input.security);
    const row = await loadSecurity(db, id);
    const span = input.period ? pastSpan(input.period, today) : undefined;
    const on = input.date ?? span?.to ?? today;
    const price = await loadLastPrice(db, id, on);
    const latest = price && { asOf: price.date, currency: row.currency, method: 'last close, not adjusted for dividends' };
    const [history, opening] = span ? [await loadPrices(db, id, span.from, span.to), await loadLastPrice(db, id, span.openingDate)] : [[], undefined];
    return answer({
      title: `Price of ${row.name} (${row.ticker})`, asOf: price?.date ?? on,
      figures: [
        plainFigure('price', `Price on ${price?.date ?? on}`, price?.close ?? undefinedBecause('there is no price on record'), 'price', latest ?? { asOf: on, currency: row.currency, method: 'last close' }),
        ...(price && span && history.length > 0 ? overSpan({ price, history, opening: opening ?? history[0]!, span, currency: row.currency }) : []),
      ],
      facts: [fact('priceDate', 'Day of the price', price?.date ?? null, 'date'), fact('currency', 'Currency', row.currency), fact('security', 'Security', row.name, 'name'), ...extremeDates(history)],
      charts: history.length > 1 ? [chartOf(history, row.currency)] : [],
      caveats: price && daysBetween(price.date, on) > STALE_AFTER_DAYS ? [`The last price is old: ${price.date}.`] : [],
    });
  },
});

interface SpanPrices {
  readonly price: DailyPrice;
  readonly history: readonly DailyPrice[];
  readonly opening: DailyPrice;
  readonly span: Period;
  readonly currency: string;
}

function extremes(history: readonly DailyPrice[]) {
  const first = history[0]!;
  return history.reduce(({ high, low }, price) => ({
    high: price.close.gt(high.close) ? price : high, low: price.close.lt(low.close) ? price : low,
  }), { high: first, low: first });
}

function overSpan({ price, history, opening, span, currency }: SpanPrices): LabelledFigure[] {
  const { high, low } = extremes(history);
  const basis = (asOf: IsoDate, method: string) => ({ asOf, currency, method: `${method}; ${spanText(span)}` });
  return [
    plainFigure('openingPrice', `Price on ${opening.date}`, opening.close, 'price', basis(opening.date, 'last close at the start')),
    plainFigure('high', `High, ${high.date}`, high.close, 'price', basis(high.date, 'highest close')), plainFigure('low', `Low, ${low.date}`, low.close, 'price', basis(low.date, 'lowest close')),
    fractionFigure('changeFraction', 'Change', price.close.div(opening.close).minus(1).toNumber(), { asOf: price.date, method: `last over first close, without dividends; ${spanText(span)}` }),
    fractionFigure('distanceFromHighFraction', 'Below the high', price.close.div(high.close).minus(1).toNumber(), { asOf: price.date, method: `last close over the highest close; ${spanText(span)}` }),
  ];
}

function extremeDates(history: readonly DailyPrice[]) {
  if (history.length === 0) return [];
  const { high, low } = extremes(history);
  return [fact('highDate', 'Day of the high', high.date, 'date'), fact('lowDate', 'Day of the low', low.date, 'date')];
}

function chartOf(history: readonly DailyPrice[], currency: string): AnswerChart {
  const step = Math.max(1, Math.ceil(history.length / CHART_POINTS));
  const shown = history.filter((_, index) => (history.length - 1 - index) % step === 0);
  return { key: 'price', title: 'Price', kind: 'line', unit: 'price', currency, labels: shown.map(({ date }) => date), series: [{ label: 'Close', values: shown.map(({ close }) => close.toNumber()) }] };
}
