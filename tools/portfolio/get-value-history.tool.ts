import { z } from 'zod';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { loadValueSeries, sumOver, type ValuePoint, type ValueSeries } from '../../src/data/portfolios/load-value-series.ts';
import { answer, type AnswerChart, type LabelledFigure } from '../../src/shared/answer.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { day, period, whose } from '../shared-inputs.ts';
import { fact, fractionFigure, moneyFigure } from './figures.ts';
import { pastSpan, spanText } from './span.ts';

/** Points of a chart: more say nothing on a screen. */
const CHART_POINTS = 120;

export const getValueHistory = defineTool({
  name: 'get_value_history', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Value on one past day (date), or over a period: opening, closing, change, peak, low, net deposits, chart.',
  input: z.strictObject({ ...whose, period, date: day.optional() }),
  async run(input, { db, clock }) {
    const scope = await loadScope(db, input);
    const today = clock.today();
    if (input.date) {
      if (input.date > today) throw invalidInput('That day is still to come.', { hint: `Ask for a day up to ${today}.` });
      const series = await loadValueSeries(db, scope, input.date, input.date);
      const value = series.opening.value.isZero() && series.opening.unit === 100 ? undefinedBecause(`nothing is on record on ${input.date}`) : series.opening.value;
      return answer({
        title: `Value of ${scope.label} on ${input.date}`, asOf: input.date, caveats: series.caveats,
        figures: [moneyFigure('valueOnDate', `Value on ${input.date}`, value, { asOf: input.date, currency: scope.currency, method: 'market value at the close, cash included' })],
      });
    }
    const span = pastSpan(input.period ?? 'YTD', today);
    const series = await loadValueSeries(db, scope, span.openingDate, span.to);
    const closes = series.openedLater ? series.points : [series.opening, ...series.points];
    if (closes.length === 0) return answer({ title: `No values of ${scope.label} ${spanText(span)}`, asOf: today, caveats: ['There is nothing on record in this period.'] });
    return answer({
      title: `Value of ${scope.label}, ${spanText(span)}`, asOf: closes.at(-1)!.date, charts: [chartOf(closes, scope.currency)],
      figures: figuresOf(series, closes, scope.currency), facts: factsOf(closes),
      caveats: [...(series.openedLater && span.from > '1900-01-01' ? [`The portfolio opened on ${series.openedLater}: the period starts there.`] : []), ...series.caveats],
    });
  },
});

function extremes(closes: readonly ValuePoint[]): { peak: ValuePoint; low: ValuePoint } {
  return closes.reduce(({ peak, low }, point) => ({ peak: point.value.gt(peak.value) ? point : peak, low: point.value.lt(low.value) ? point : low }), { peak: closes[0]!, low: closes[0]! });
}

function figuresOf(series: ValueSeries, closes: readonly ValuePoint[], currency: string): LabelledFigure[] {
  const closing = closes.at(-1)!;
  const { opening } = series;
  const { peak, low } = extremes(closes);
  const change = closing.value.minus(opening.value);
  const at = (asOf: IsoDate, method = 'market value at the close, cash included') => ({ asOf, currency, method });
  return [
    moneyFigure('openingValue', `Value on ${opening.date}`, opening.value, at(opening.date)), moneyFigure('closingValue', `Value on ${closing.date}`, closing.value, at(closing.date)),
    moneyFigure('valueChange', 'Change of value', change, at(closing.date, 'closing less opening value; deposits and withdrawals count')),
    fractionFigure('valueChangeFraction', 'Change of value, fraction', opening.value.gt(0) ? change.div(opening.value).toNumber() : undefinedBecause('the opening value is zero'), at(closing.date, 'change over the opening value; not a return: deposits and withdrawals count')),
    moneyFigure('netFlow', 'Net deposits', sumOver(series.points, 'flow'), at(closing.date, 'money and securities in less out over the period')),
    moneyFigure('peakValue', `Highest close, ${peak.date}`, peak.value, at(peak.date)), moneyFigure('lowValue', `Lowest close, ${low.date}`, low.value, at(low.date)),
  ];
}

function factsOf(closes: readonly ValuePoint[]) {
  const { peak, low } = extremes(closes);
  return [fact('peakDate', 'Day of the highest close', peak.date, 'date'), fact('lowDate', 'Day of the lowest close', low.date, 'date')];
}

function chartOf(closes: readonly ValuePoint[], currency: string): AnswerChart {
  const step = Math.max(1, Math.ceil(closes.length / CHART_POINTS));
  // Counted from the end, so that the last close is always drawn.
  const shown = closes.filter((_, index) => (closes.length - 1 - index) % step === 0);
  return { key: 'value', title: 'Value', kind: 'line', unit: 'money', currency, labels: shown.map(({ date }) => date), series: [{ label: 'Value', values: shown.map(({ value }) => value.toDecimalPlaces(2).toNumber()) }] };
}
