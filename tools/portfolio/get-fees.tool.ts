import { z } from 'zod';
import { loadInvoices } from '../../src/data/portfolios/load-billing.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { loadValueSeries, sumOver } from '../../src/data/portfolios/load-value-series.ts';
import { findTransactions } from '../../src/data/portfolios/find-transactions.ts';
import { answer } from '../../src/shared/answer.ts';
import { decimal, sumDecimals } from '../../src/shared/decimal.ts';
import { undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { period, whose } from '../shared-inputs.ts';
import { bookFees } from './book-fees.ts';
import { fractionFigure, moneyFigure } from './figures.ts';
import { invoicesTable } from './invoices-table.ts';
import { pastSpan, spanText } from './span.ts';

export const getFees = defineTool({
  name: 'get_fees', effect: 'read', version: 2, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Fees paid in the portfolios over a period: advisory and other fees, trading costs, share of the average value, invoices; of a whole book by client.',
  input: z.strictObject({ ...whose, period }),
  async run(input, { db, clock }) {
    const scope = await loadScope(db, input, { wholeBook: true });
    const span = pastSpan(input.period ?? 'YTD', clock.today());
    if (scope.clientId === undefined) return bookFees(db, scope, span);
    const series = await loadValueSeries(db, scope, span.openingDate, span.to);
    const lines = await findTransactions(db, { portfolioIds: scope.portfolios.map(({ id }) => id), kinds: ['fee'], from: span.from, to: span.to });
    const invoices = (await loadInvoices(db, scope.clientId, input.portfolio ? scope.portfolios[0]!.id : undefined)).filter(({ issuedOn }) => issuedOn && issuedOn >= span.from && issuedOn <= span.to);
    const total = sumOver(series.points, 'fees');
    const advisory = sumDecimals(lines.filter(({ currency }) => currency === scope.currency).flatMap(({ amount }) => amount ?? []));
    const isOneCurrency = lines.every(({ currency }) => currency === scope.currency);
    const values = series.points.map(({ value }) => value);
    const average = values.length === 0 ? undefined : sumDecimals(values).div(values.length);
    const basis = { asOf: span.to, currency: scope.currency, method: `fees and commissions booked in the portfolios at the rates of their days; ${spanText(span)}` };
    const mixed = undefinedBecause('fees were booked in several currencies');
    return answer({
      title: `Fees of ${scope.label}, ${spanText(span)}`, asOf: span.to, caveats: series.caveats,
      figures: [
        moneyFigure('feeTotal', 'Fees in all', total, basis), moneyFigure('advisoryFees', 'Advisory and other fees', isOneCurrency ? advisory : mixed, { ...basis, method: `transactions of the kind fee; ${spanText(span)}` }),
        moneyFigure('tradingFees', 'Trading costs', isOneCurrency ? total.minus(advisory) : mixed, { ...basis, method: `all fees less those of the kind fee; ${spanText(span)}` }),
        fractionFigure('feeFraction', 'Fees, fraction of the average value', average?.gt(0) ? total.div(average).toNumber() : undefinedBecause('there is no average value'), { ...basis, method: `fees over the mean of the daily values, not annualised; ${spanText(span)}` }),
        moneyFigure('invoicedTotal', 'Invoices issued', sumDecimals(invoices.filter(({ currency, status }) => currency === scope.currency && status !== 'void').map(({ amount }) => decimal(amount))), { ...basis, method: `invoices issued; advisory fees are collected from the portfolios, so that they are in the fees already; ${spanText(span)}` }),
      ],
      tables: [invoicesTable(invoices)],
    });
  },
});
