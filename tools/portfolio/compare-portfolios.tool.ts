import { z } from 'zod';
import { loadNamedPortfolios, type ScopedPortfolio } from '../../src/data/portfolios/load-scope.ts';
import { indexLevels, loadValueSeries, sumOver } from '../../src/data/portfolios/load-value-series.ts';
import { maxDrawdownOfWealth } from '../../src/domain/risk/drawdown.ts';
import { annualisedVolatility } from '../../src/domain/risk/volatility.ts';
import { answer, type Cell } from '../../src/shared/answer.ts';
import type { Period } from '../../src/shared/period.ts';
import { isUndefined } from '../../src/shared/undefined-value.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { period } from '../shared-inputs.ts';
import { column, fact, fractionFigure, moneyCell, numberCell } from './figures.ts';
import { pastSpan, spanText } from './span.ts';

export const comparePortfolios = defineTool({
  name: 'compare_portfolios', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Portfolios side by side over a period: value, return, volatility, largest fall, result in money.',
  input: z.strictObject({ portfolios: z.array(z.string().trim().min(1).max(120)).min(1).max(12).describe('Names or ids'), period }),
  async run(input, context) {
    const scope = await loadNamedPortfolios(context.db, input.portfolios);
    const span = pastSpan(input.period ?? 'YTD', context.clock.today());
    const lines = [];
    for (const portfolio of scope.portfolios) lines.push(await lineOf(portfolio, span, context));
    const ranked = lines.filter(({ twr }) => twr !== null).toSorted((left, right) => right.twr! - left.twr!);
    const how = `time-weighted, after fees, each in its base currency; ${spanText(span)}`;
    return answer({
      title: `Portfolios compared, ${spanText(span)}`, asOf: span.to, caveats: [...new Set(lines.flatMap(({ caveats }) => caveats))],
      figures: lines.flatMap(({ portfolio, twr }) => (twr === null ? [] : [fractionFigure(`twr:${portfolio.name}`, `Return of ${portfolio.name}`, twr, { asOf: span.to, method: how })])),
      facts: [fact('best', 'Best return', ranked[0]?.portfolio.name ?? null, 'name')],
      tables: [{
        key: 'comparison', title: 'Comparison', total: lines.length, method: `${how}; volatility from daily returns, 252 a year; gain = change of value less net deposits`,
        columns: [
          column('portfolio', 'Portfolio', 'name', { untrusted: true }), column('value', 'Value', 'money'), column('currency', 'Currency', 'text'), column('twr', 'Return', 'fraction'), column('volatility', 'Volatility', 'fraction'),
          column('maxDrawdown', 'Largest fall', 'fraction'), column('gain', 'Gain', 'money'),
        ],
        rows: lines.map(({ portfolio, value, twr, volatility, fall, gain }): Cell[] => [portfolio.name, value, portfolio.baseCurrency, twr, volatility, fall, gain]),
      }],
    });
  },
});

async function lineOf(portfolio: ScopedPortfolio, span: Period, { db }: ToolContext) {
  const series = await loadValueSeries(db, { label: portfolio.name, currency: portfolio.baseCurrency, clientId: portfolio.clientId, portfolios: [portfolio] }, span.openingDate, span.to);
  const { levels } = indexLevels(series);
  const last = series.points.at(-1);
  const fall = maxDrawdownOfWealth(levels);
  const returns = levels.slice(1).map((level, index) => level / levels[index]! - 1);
  return {
    portfolio, value: moneyCell(last?.value, portfolio.baseCurrency), twr: last ? last.unit / series.opening.unit - 1 : null, volatility: numberCell(annualisedVolatility(returns, { periodsPerYear: 252 })),
    fall: isUndefined(fall) || !last ? null : fall.depthFraction, gain: last ? moneyCell(last.value.minus(series.opening.value).minus(sumOver(series.points, 'flow')), portfolio.baseCurrency) : null,
    caveats: [...series.caveats, ...(series.openedLater && span.from > '1900-01-01' ? [`${portfolio.name} opened on ${series.openedLater}: its period starts there.`] : [])],
  };
}
