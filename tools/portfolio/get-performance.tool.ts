import { z } from 'zod';
import type { ScopedDb } from '../../src/access/scoped-db.ts';
import { findBenchmarkId, loadBenchmark, loadBenchmarkSeries } from '../../src/data/market/load-benchmark.ts';
import { resolveBenchmark } from '../../src/data/names/resolve.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { loadValueSeries, type ValueSeries } from '../../src/data/portfolios/load-value-series.ts';
import { annualise } from '../../src/domain/performance/annualise.ts';
import { modifiedDietz } from '../../src/domain/performance/modified-dietz.ts';
import { xirr } from '../../src/domain/performance/money-weighted-return.ts';
import { investorFlows } from '../../src/domain/performance/portfolio-returns.ts';
import type { ValuedDay } from '../../src/domain/performance/time-weighted-return.ts';
import { answer, type Answer, type LabelledFigure } from '../../src/shared/answer.ts';
import { addDays, daysBetween, type IsoDate } from '../../src/shared/calendar.ts';
import { isUndefined, mapDefined, undefinedBecause, type Undefined } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { benchmark, whose } from '../shared-inputs.ts';
import { fact, fractionFigure } from './figures.ts';
import { pastSpan, spanText } from './span.ts';

const METHODS = ['TWR', 'MWR', 'simple', 'annualised_TWR', 'modified_dietz'] as const;
type Method = (typeof METHODS)[number];

const input = z.strictObject({ ...whose, periods: z.array(z.string().max(40)).max(12).optional().describe('YTD, 1Y, 2026-Q3, since_inception …'), methods: z.array(z.enum(METHODS)).optional(), benchmark });

export const getPerformance = defineTool({
  name: 'get_performance', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Returns over periods (TWR, MWR, simple …) against the benchmark.',
  input,
  async run(asked, { db, clock }) {
    const today = clock.today();
    // Staff have no portfolio of their own: a benchmark without one is asked about for itself.
    if (asked.benchmark && !asked.client && !asked.portfolio && db.principal.role !== 'client') return ofBenchmark(db, asked.benchmark, asked.periods ?? ['YTD'], today);
    const scope = await loadScope(db, asked);
    const spans = (asked.periods?.length ? asked.periods : ['YTD']).map((text) => pastSpan(text, today));
    const first = spans.map(({ openingDate }) => openingDate).toSorted()[0]!;
    const last = spans.map(({ to }) => to).toSorted().at(-1)!;
    const all = await loadValueSeries(db, scope, first, last);
    const benchmarkId = await findBenchmarkId(db, { reference: asked.benchmark, portfolioIds: scope.portfolios.map(({ id }) => id), today });
    const index = benchmarkId ? await loadBenchmarkSeries(db, benchmarkId, [all.opening.date, ...all.points.map(({ date }) => date)], scope.currency) : undefined;
    const figures: LabelledFigure[] = [];
    const caveats = new Set(all.caveats);
    for (const span of spans) {
      const series = within(all, span.openingDate, span.to);
      if (series.openedLater && span.from > '1900-01-01') caveats.add(`${scope.label} opened on ${series.openedLater}: ${span.label} starts there.`);
      const level = (date: IsoDate): number => index?.levels[[all.opening, ...all.points].findLastIndex((point) => point.date <= date)] ?? Number.NaN;
      const other = index ? returnOf(level(series.opening.date), level(series.points.at(-1)?.date ?? series.opening.date)) : undefined;
      figures.push(...figuresOf(series, { label: span.label, text: spanText(span) }, asked.methods?.length ? asked.methods : ['TWR']));
      if (index && other !== undefined) figures.push(...compared(series, other, { label: span.label, text: spanText(span), name: index.name, how: index.method }));
    }
    if (figures.some(({ key, value }) => key.startsWith('mwr') && value !== null) && spans.some(({ openingDate, to }) => daysBetween(openingDate, to) < 365)) caveats.add('The money-weighted return is a yearly rate also for periods under a year.');
    return answer({
      title: `Performance of ${scope.label}`, asOf: last, figures, caveats: [...caveats],
      facts: index ? [fact('benchmark', 'Benchmark', index.name, 'name')] : [],
    });
  },
});

async function ofBenchmark(db: ScopedDb, reference: string, periods: readonly string[], today: IsoDate): Promise<Answer> {
  const id = await resolveBenchmark(db, reference);
  const { currency, startsOn } = await loadBenchmark(db, id);
  const spans = periods.map((text) => pastSpan(text, today));
  const first = spans.map(({ openingDate }) => openingDate).toSorted()[0]!;
  const start = startsOn && first < startsOn ? startsOn : first;
  const dates = Array.from({ length: daysBetween(start, today) + 1 }, (_, index) => addDays(start, index));
  const index = await loadBenchmarkSeries(db, id, dates, currency);
  const level = (date: IsoDate): number => index.levels[Math.max(0, Math.min(daysBetween(start, date), index.levels.length - 1))] ?? Number.NaN;
  return answer({
    title: `Performance of ${index.name}`, asOf: today, facts: [fact('benchmark', 'Benchmark', index.name, 'name')],
    figures: spans.map((span) => fractionFigure(`benchmarkReturn:${span.label}`, `${index.name} ${span.label}`, returnOf(level(span.openingDate), level(span.to)), { asOf: span.to, method: `${index.method}; ${spanText(span)}` })),
  });
}

/** The part of a series from the close of one day to another. */
function within(all: ValueSeries, openingDate: IsoDate, to: IsoDate): ValueSeries {
  const before = all.points.findLast(({ date }) => date <= openingDate);
  const points = all.points.filter(({ date }) => date > openingDate && date <= to);
  if (before) return { ...all, opening: { ...before, date: openingDate }, points, openedLater: undefined };
  return { ...all, points };
}

interface Named {
  readonly label: string;
  readonly text: string;
}

function twrOf({ opening, points }: ValueSeries): number | Undefined {
  const last = points.at(-1);
  return last ? last.unit / opening.unit - 1 : undefinedBecause('there is nothing on record in this period');
}

function figuresOf(series: ValueSeries, { label, text }: Named, methods: readonly Method[]): LabelledFigure[] {
  const asOf = series.points.at(-1)?.date ?? series.opening.date;
  const days = series.points.map(({ date, value, flow }): ValuedDay => ({ date, value: value.toNumber(), inflow: Math.max(flow.toNumber(), 0), outflow: Math.max(-flow.toNumber(), 0) }));
  const opening = series.opening.value.toNumber();
  const length = daysBetween(series.opening.date, asOf);
  const made: Readonly<Record<Method, () => LabelledFigure>> = {
    TWR: () => fractionFigure(`twr:${label}`, `Time-weighted return ${label}`, twrOf(series), { asOf, method: `TWR, daily-linked, deposits from the morning, withdrawals until the evening, after fees, not annualised; ${text}` }),
    annualised_TWR: () => {
      const yearly = mapDefined(twrOf(series), (twr) => annualise(twr, length / 365));
      return fractionFigure(`annualisedTwr:${label}`, `Annualised return ${label}`, mapDefined(yearly, ({ rateFraction }) => rateFraction), {
        asOf, method: `TWR per actual/365 year, after fees${!isUndefined(yearly) && yearly.extrapolated ? ', extrapolated from less than a year' : ''}; ${text}`,
      });
    },
    MWR: () => fractionFigure(`mwr:${label}`, `Money-weighted return ${label}`, mapDefined(xirr(investorFlows(opening, series.opening.date, days)), ({ rateFraction }) => rateFraction), { asOf, method: `XIRR, effective per year, actual/365, after fees; ${text}` }),
    simple: () => fractionFigure(`simple:${label}`, `Simple return ${label}`, simpleOf(opening, days), { asOf, method: `(closing − opening − net flows) ÷ (opening + deposits), after fees; ${text}` }),
    modified_dietz: () => {
      const flows = days.flatMap(({ date, inflow, outflow }) => (inflow === outflow ? [] : [{ day: daysBetween(series.opening.date, date), amount: inflow - outflow }]));
      const value = modifiedDietz({ begin: opening, end: days.at(-1)?.value ?? opening, days: length, flows });
      return fractionFigure(`modifiedDietz:${label}`, `Modified Dietz return ${label}`, value, { asOf, method: `modified Dietz, flows at the end of their day, after fees, not annualised; ${text}` });
    },
  };
  return [...new Set(methods)].map((name) => made[name]());
}

function simpleOf(opening: number, days: readonly ValuedDay[]): number | Undefined {
  const base = opening + days.reduce((sum, { inflow }) => sum + inflow, 0);
  const last = days.at(-1);
  if (!last) return undefinedBecause('there is nothing on record in this period');
  return base > 0 ? (last.value + days.reduce((sum, { outflow }) => sum + outflow, 0) - base) / base : undefinedBecause('no money was put in to measure the gain against');
}

function returnOf(opening: number, closing: number): number | Undefined {
  return opening > 0 && Number.isFinite(closing) ? closing / opening - 1 : undefinedBecause('the benchmark has no level at one end of the period');
}

function compared(series: ValueSeries, other: number | Undefined, { label, text, name, how }: Named & { readonly name: string; readonly how: string }): LabelledFigure[] {
  const asOf = series.points.at(-1)?.date ?? series.opening.date;
  const own = twrOf(series);
  return [
    fractionFigure(`benchmarkReturn:${label}`, `${name} ${label}`, other, { asOf, method: `${how}; ${text}` }),
    fractionFigure(`excess:${label}`, `Difference to ${name} ${label}`, isUndefined(own) ? own : mapDefined(other, (index) => own - index), { asOf, method: `time-weighted return less the benchmark's; ${text}` }),
  ];
}

