import { z } from 'zod';
import type { ScopedDb } from '../../src/access/scoped-db.ts';
import { loadTargets } from '../../src/data/planning/load-targets.ts';
import { loadHoldings } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope, type PortfolioScope, type ScopedPortfolio } from '../../src/data/portfolios/load-scope.ts';
import { indexLevels, loadValueSeries } from '../../src/data/portfolios/load-value-series.ts';
import { maxDrawdownOfWealth } from '../../src/domain/risk/drawdown.ts';
import { sharpeRatio } from '../../src/domain/risk/ratios.ts';
import { annualisedVolatility } from '../../src/domain/risk/volatility.ts';
import { answer, type AnswerColumn } from '../../src/shared/answer.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { roundMoney, sumDecimals } from '../../src/shared/decimal.ts';
import { isUndefined, type Undefined } from '../../src/shared/undefined-value.ts';
import type { Period } from '../../src/shared/period.ts';
import { defineTool } from '../define-tool.ts';
import { linesOf } from '../portfolio/get-drift.tool.ts';
import { pastSpan, spanText } from '../portfolio/span.ts';
import { quoted, recordsTable } from '../service/records-table.ts';
import { limit, period } from '../shared-inputs.ts';

const METRICS = ['TWR', 'value', 'gain', 'volatility', 'sharpe', 'drawdown', 'drift'] as const;
type Metric = (typeof METRICS)[number];

/** What a portfolio is ranked by; undefined when it has none. */
type Measured = ReadonlyMap<string, number>;

export const rankPortfolios = defineTool({
  name: 'rank_portfolios', effect: 'read', version: 2, roles: ['advisor', 'auditor'],
  purpose: 'Ranks the portfolios of the book by return (TWR), value, gain, volatility, Sharpe ratio, drawdown or drift; top or bottom.',
  input: z.strictObject({ metric: z.enum(METRICS).optional(), period, direction: z.enum(['top', 'bottom']).optional(), limit }),
  async run({ metric = 'TWR', period: expression = 'YTD', direction = 'top', limit: most = 10 }, { db, clock }) {
    const today = clock.today();
    const scope = await loadScope(db, {}, { wholeBook: true });
    const span = pastSpan(expression, today);
    const { values, method, caveats } = await measure(db, scope, metric, span, today);
    const sign = direction === 'top' ? -1 : 1;
    const ranked = scope.portfolios.flatMap((portfolio) => (values.has(portfolio.id) ? [{ portfolio, value: values.get(portfolio.id)! }] : [])).toSorted((left, right) => sign * (left.value - right.value) || left.portfolio.name.localeCompare(right.portfolio.name, 'en'));
    const rows = ranked.slice(0, most).map(({ portfolio, value }, index) => ({ rank: index + 1, portfolio: portfolio.name, client: portfolio.clientName, value: isMoney(metric) ? value.toFixed(2) : value, id: portfolio.id }));
    const left = scope.portfolios.filter(({ id }) => !values.has(id)).map(({ name }) => name);
    return answer({
      title: `Portfolios of ${scope.label} by ${metric === 'TWR' ? 'return' : metric}`, asOf: today,
      tables: [recordsTable('ranking', 'Ranking', { rows, total: ranked.length }, [['rank', 'Rank', 'count'], ['portfolio', 'Portfolio', 'name', quoted], ['client', 'Client', 'name', quoted], ['value', LABELS[metric], kindOf(metric), isMoney(metric) ? { currency: scope.currency } : {}], ['id', 'Id', 'id']], method)],
      caveats: [...caveats, ...(left.length > 0 ? [`Nothing to measure: ${left.slice(0, 10).join(', ')}.`] : [])],
    });
  },
});

const LABELS: Readonly<Record<Metric, string>> = { TWR: 'Return', value: 'Value', gain: 'Gain', volatility: 'Volatility', sharpe: 'Sharpe ratio', drawdown: 'Largest fall from a peak', drift: 'Largest drift' };

function isMoney(metric: Metric): boolean {
  return metric === 'value' || metric === 'gain';
}

function kindOf(metric: Metric): AnswerColumn['kind'] {
  return isMoney(metric) ? 'money' : metric === 'sharpe' ? 'number' : 'fraction';
}

interface Measurement {
  readonly values: Measured;
  readonly method: string;
  readonly caveats: readonly string[];
}

const YEAR = { periodsPerYear: 252 };

function returnsOf(levels: readonly number[]): number[] {
  return levels.slice(1).map((level, index) => level / levels[index]! - 1);
}

/** Measures of the ups and downs between business days, with the conventions of get_risk. */
const RISKS = {
  volatility: { of: (levels) => annualisedVolatility(returnsOf(levels), YEAR), method: 'sample deviation of daily returns times the root of 252' },
  sharpe: { of: (levels) => sharpeRatio(returnsOf(levels), YEAR), method: 'mean over sample deviation of daily returns, 252 a year, risk-free rate 0' },
  drawdown: {
    of(levels) {
      const fall = maxDrawdownOfWealth(levels);
      return isUndefined(fall) ? fall : fall.depthFraction;
    },
    method: 'positive fraction of the peak',
  },
} as const satisfies Record<string, { of: (levels: readonly number[]) => number | Undefined; method: string }>;

async function measure(db: ScopedDb, scope: PortfolioScope, metric: Metric, span: Period, today: IsoDate): Promise<Measurement> {
  if (metric === 'TWR') return fromSeries(db, scope, span, `TWR, daily-linked, after fees, not annualised; ${spanText(span)}`, (levels) => (levels.length > 1 ? levels.at(-1)! / levels[0]! - 1 : undefined));
  if (metric === 'volatility' || metric === 'sharpe' || metric === 'drawdown') {
    const risk = RISKS[metric];
    return fromSeries(db, scope, span, `${risk.method}; ${spanText(span)}`, (_all, levels) => {
      const value = risk.of(levels);
      return isUndefined(value) ? undefined : value;
    });
  }
  const held = await loadHoldings(db, scope, today);
  const own = (portfolio: ScopedPortfolio) => held.positions.filter((position) => position.portfolio.id === portfolio.id);
  if (metric === 'drift') {
    const targets = await loadTargets(db, scope.portfolios.map(({ id }) => id), today);
    const largest = scope.portfolios.flatMap((portfolio) => {
      const drifts = linesOf(portfolio, held.positions, targets.get(portfolio.id) ?? [], undefined).map(({ drift }) => Math.abs(drift));
      return drifts.length > 0 ? [[portfolio.id, Math.max(...drifts)] as const] : [];
    });
    return { values: new Map(largest), method: 'largest distance of an asset class from its target, last closes', caveats: held.caveats };
  }
  const amounts = scope.portfolios.flatMap((portfolio) => {
    const parts = own(portfolio).flatMap((position) => (metric === 'value' ? position.value : position.isCash ? undefined : position.gain) ?? []);
    return parts.length > 0 ? [[portfolio.id, roundMoney(sumDecimals(parts), scope.currency).toNumber()] as const] : [];
  });
  return { values: new Map(amounts), method: metric === 'value' ? 'market value at last closes, cash included' : 'unrealised gain on what is held now, at last closes', caveats: held.caveats };
}

async function fromSeries(db: ScopedDb, scope: PortfolioScope, span: Period, method: string, of: (all: readonly number[], businessDays: readonly number[]) => number | undefined): Promise<Measurement> {
  const values = new Map<string, number>();
  const caveats: string[] = [];
  for (const portfolio of scope.portfolios) {
    const series = await loadValueSeries(db, { label: portfolio.name, currency: portfolio.baseCurrency, clientId: portfolio.clientId, portfolios: [portfolio] }, span.openingDate, span.to);
    const value = series.points.length > 0 ? of([series.opening.unit, ...series.points.map(({ unit }) => unit)], indexLevels(series).levels) : undefined;
    if (value !== undefined) values.set(portfolio.id, value);
    if (series.openedLater && span.from > '1900-01-01') caveats.push(`${portfolio.name} opened on ${series.openedLater}: the period starts there.`);
  }
  return { values, method: `${method}; each in its base currency`, caveats };
}
