import { z } from 'zod';
import { findBenchmarkId, loadBenchmarkSeries } from '../../src/data/market/load-benchmark.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { indexLevels, loadValueSeries } from '../../src/data/portfolios/load-value-series.ts';
import { informationRatio, trackingError } from '../../src/domain/risk/active-return.ts';
import { datedDrawdown, maxDrawdownOfWealth } from '../../src/domain/risk/drawdown.ts';
import { sharpeRatio, sortinoRatio } from '../../src/domain/risk/ratios.ts';
import { beta, correlation, jensenAlpha } from '../../src/domain/risk/regression.ts';
import { historicalTailRisk } from '../../src/domain/risk/value-at-risk.ts';
import { annualisedVolatility } from '../../src/domain/risk/volatility.ts';
import { answer, type LabelledFigure } from '../../src/shared/answer.ts';
import { isUndefined, mapDefined, undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { benchmark, period, whose } from '../shared-inputs.ts';
import { fact, fractionFigure, plainFigure, type FigureBasis } from './figures.ts';
import { pastSpan, spanText } from './span.ts';

const YEAR = 252;
const DAILY = 'daily returns of business days, time-weighted, after fees';

export const getRisk = defineTool({
  name: 'get_risk', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Volatility, Sharpe, Sortino, drawdown, VaR, and beta, alpha, tracking error against the benchmark.',
  input: z.strictObject({ ...whose, period, benchmark }),
  async run(input, { db, clock }) {
    const scope = await loadScope(db, input);
    const span = pastSpan(input.period ?? '1Y', clock.today());
    const series = await loadValueSeries(db, scope, span.openingDate, span.to);
    const { dates, levels } = indexLevels(series);
    const returns = changes(levels);
    const asOf = dates.at(-1) ?? span.to;
    const basis: FigureBasis = { asOf, method: `${DAILY}; ${spanText(span)}` };
    const drawdown = returns.length === 0 ? undefinedBecause('there is nothing on record in this period') : mapDefined(maxDrawdownOfWealth(levels), (found) => datedDrawdown(found, dates));
    const tail = historicalTailRisk(returns, 0.05);
    const benchmarkId = await findBenchmarkId(db, { reference: input.benchmark, portfolioIds: scope.portfolios.map(({ id }) => id), today: clock.today() });
    const index = benchmarkId && returns.length > 0 ? await loadBenchmarkSeries(db, benchmarkId, dates, scope.currency) : undefined;
    return answer({
      title: `Risk of ${scope.label}, ${spanText(span)}`, asOf,
      figures: [
        fractionFigure('volatility', 'Volatility a year', annualisedVolatility(returns, { periodsPerYear: YEAR }), { asOf, method: `sample deviation times the root of ${YEAR}; ${basis.method}` }),
        plainFigure('sharpeRatio', 'Sharpe ratio', sharpeRatio(returns, { periodsPerYear: YEAR }), 'number', { asOf, method: `mean over sample deviation, ${YEAR} a year, risk-free rate 0; ${basis.method}` }),
        plainFigure('sortinoRatio', 'Sortino ratio', sortinoRatio(returns, { periodsPerYear: YEAR }), 'number', { asOf, method: `mean over downside deviation from 0, ${YEAR} a year; ${basis.method}` }),
        fractionFigure('maxDrawdown', 'Largest fall from a peak', mapDefined(drawdown, ({ depthFraction }) => depthFraction), { asOf, method: `positive fraction of the peak; ${basis.method}` }),
        fractionFigure('var95', 'Value at risk, one day, 95 %', mapDefined(tail, ({ varFraction }) => -varFraction), { asOf, method: `historical, interpolated; positive is a loss; ${basis.method}` }),
        fractionFigure('expectedShortfall95', 'Expected shortfall, one day, 95 %', mapDefined(tail, ({ esFraction }) => -esFraction), { asOf, method: `mean of the days at or beyond the value at risk; positive is a loss; ${basis.method}` }),
        ...(index ? relative(returns, changes(index.levels), { asOf, method: `against ${index.method}; ${basis.method}` }) : []),
      ],
      facts: isUndefined(drawdown) ? [] : [
        fact('drawdownPeakDate', 'Peak before the fall', drawdown.peakDate, 'date'), fact('drawdownTroughDate', 'Bottom of the fall', drawdown.troughDate, 'date'),
        fact('drawdownRecoveryDate', 'Back at the peak', drawdown.recoveryDate ?? null, 'date'), ...(index ? [fact('benchmark', 'Benchmark', index.name, 'name')] : []),
      ],
      caveats: [...(series.openedLater && span.from > '1900-01-01' ? [`${scope.label} opened on ${series.openedLater}: the period starts there.`] : []), ...series.caveats, ...(returns.length < 60 ? ['Fewer than 60 days: these statistics are weak.'] : [])],
    });
  },
});

function changes(levels: readonly number[]): number[] {
  return levels.slice(1).map((level, index) => level / levels[index]! - 1);
}

function relative(own: readonly number[], other: readonly number[], { asOf, method }: FigureBasis): LabelledFigure[] {
  const isKnown = other.every(Number.isFinite);
  const unknown = undefinedBecause('the benchmark has no level for a part of the period');
  const benchmark = isKnown ? other : [];
  const of = <T>(compute: () => T) => (isKnown ? compute() : unknown);
  return [
    plainFigure('beta', 'Beta', of(() => beta(own, benchmark)), 'number', { asOf, method: `covariance over variance; ${method}` }),
    fractionFigure('alpha', 'Alpha a year', of(() => jensenAlpha({ portfolio: own, benchmark, periodsPerYear: YEAR })), { asOf, method: `Jensen, compound annual returns, risk-free rate 0; ${method}` }),
    fractionFigure('trackingError', 'Tracking error a year', of(() => trackingError(own, benchmark, { periodsPerYear: YEAR })), { asOf, method: `sample deviation of the difference times the root of ${YEAR}; ${method}` }),
    plainFigure('informationRatio', 'Information ratio', of(() => informationRatio(own, benchmark, { periodsPerYear: YEAR, annualisation: 'arithmetic' })), 'number', { asOf, method: `mean difference over tracking error, ${YEAR} a year; ${method}` }),
    plainFigure('correlation', 'Correlation', of(() => correlation(own, benchmark)), 'number', { asOf, method: `Pearson; ${method}` }),
  ];
}
