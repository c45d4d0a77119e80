import { loadValueSeries, sumOver } from '../../src/data/portfolios/load-value-series.ts';
import type { PortfolioScope } from '../../src/data/portfolios/load-scope.ts';
import type { ScopedDb } from '../../src/access/scoped-db.ts';
import { answer, type Answer, type Cell } from '../../src/shared/answer.ts';
import { sumDecimals } from '../../src/shared/decimal.ts';
import type { Period } from '../../src/shared/period.ts';
import { undefinedBecause } from '../../src/shared/undefined-value.ts';
import { column, fractionFigure, moneyCell, moneyFigure, numberCell } from './figures.ts';
import { spanText } from './span.ts';

/** Fees of every client of a book over a span, the largest payer first, in one currency. */
export async function bookFees(db: ScopedDb, scope: PortfolioScope, span: Period): Promise<Answer> {
  const series = await loadValueSeries(db, scope, span.openingDate, span.to);
  const clients = [...Map.groupBy(scope.portfolios, ({ clientId }) => clientId).values()];
  const lines = [];
  for (const portfolios of clients) {
    const own = await loadValueSeries(db, { label: portfolios[0]!.clientName, currency: scope.currency, clientId: portfolios[0]!.clientId, portfolios }, span.openingDate, span.to);
    const fees = sumOver(own.points, 'fees');
    const average = averageOf(own.points);
    lines.push({ client: portfolios[0]!.clientName, fees, share: average?.gt(0) ? fees.div(average).toNumber() : null });
  }
  lines.sort((left, right) => right.fees.comparedTo(left.fees));
  const total = sumOver(series.points, 'fees');
  const average = averageOf(series.points);
  const basis = { asOf: span.to, currency: scope.currency, method: `fees and commissions booked in the portfolios at the rates of their days; ${spanText(span)}` };
  return answer({
    title: `Fees of ${scope.label}, ${spanText(span)}`, asOf: span.to, caveats: series.caveats,
    figures: [
      moneyFigure('feeTotal', 'Fees in all', total, basis),
      fractionFigure('feeFraction', 'Fees, fraction of the average value', average?.gt(0) ? total.div(average).toNumber() : undefinedBecause('there is no average value'), { ...basis, method: `fees over the mean of the daily values, not annualised; ${spanText(span)}` }),
    ],
    tables: [{
      key: 'clients', title: 'By client', total: lines.length, method: basis.method,
      columns: [column('client', 'Client', 'name', { untrusted: true }), column('fees', 'Fees', 'money', { currency: scope.currency }), column('share', 'Share of the average value', 'fraction')],
      rows: lines.map(({ client, fees, share }): Cell[] => [client, moneyCell(fees, scope.currency), numberCell(share ?? undefinedBecause('there is no average value'))]),
    }],
  });
}

function averageOf(points: Parameters<typeof sumOver>[0]) {
  return points.length === 0 ? undefined : sumDecimals(points.map(({ value }) => value)).div(points.length);
}
