import { z } from 'zod';
import type { ScopedDb } from '../../src/access/scoped-db.ts';
import { resolveSecurity } from '../../src/data/names/resolve.ts';
import { loadHoldings } from '../../src/data/portfolios/load-holdings.ts';
import { loadPayouts, type Payout } from '../../src/data/portfolios/load-payouts.ts';
import { loadScope, type PortfolioScope } from '../../src/data/portfolios/load-scope.ts';
import { loadValueSeries, sumOver } from '../../src/data/portfolios/load-value-series.ts';
import { trailingYieldOnCost } from '../../src/domain/income/yield-on-cost.ts';
import { answer, type AnswerTable, type LabelledFigure } from '../../src/shared/answer.ts';
import { addYears } from '../../src/shared/calendar.ts';
import { sumDecimals, ZERO, type Decimal } from '../../src/shared/decimal.ts';
import type { Period } from '../../src/shared/period.ts';
import { defineTool } from '../define-tool.ts';
import { period, security, whose } from '../shared-inputs.ts';
import { column, decimalCell, fact, fractionFigure, moneyCell, moneyFigure, plainFigure } from './figures.ts';
import { forecastIncome } from './forecast-income.ts';
import { pastSpan, spanText } from './span.ts';

export const getIncome = defineTool({
  name: 'get_income', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Dividends and coupons received over a period, tax withheld, top payer, yield on cost; forecast of the next 12 months.',
  input: z.strictObject({ ...whose, security: security.optional(), period, forecast: z.boolean().optional() }),
  async run(input, { db, clock }) {
    const scope = await loadScope(db, input);
    const today = clock.today();
    const span = pastSpan(input.period ?? 'YTD', today);
    const securityId = input.security ? await resolveSecurity(db, input.security) : undefined;
    const held = await loadHoldings(db, scope, today);
    const since = [span.from, addYears(today, -2)].toSorted()[0]!;
    const all = await loadPayouts(db, scope, { from: since, to: addYears(today, 1), securityId });
    const paid = all.filter(({ status, payDate }) => status === 'paid' && payDate >= span.from && payDate <= span.to);
    const cost = sumDecimals(held.positions.flatMap((position) => (!position.isCash && position.cost && (!securityId || position.securityId === securityId) ? [position.cost] : [])));
    const trailing = all.flatMap(({ status, gross, payDate }) => (status === 'paid' && gross ? [{ paidOn: payDate, amount: gross }] : []));
    const forecast = input.forecast ? forecastIncome(held.positions.filter((position) => !securityId || position.securityId === securityId), all, today) : undefined;
    const [dividendPayers, couponPayers] = [totalsBy(paid.filter(({ kind }) => kind !== 'coupon')), totalsBy(paid.filter(({ kind }) => kind === 'coupon'))];
    // Interest of bonds is no dividend: they lead only where nothing else paid.
    const topPayer = dividendPayers[0] ?? couponPayers[0];
    const basis = { asOf: span.to, currency: scope.currency };
    return answer({
      title: `Income of ${scope.label}, ${spanText(span)}`, asOf: span.to,
      figures: [
        ...received(paid, { ...basis, text: spanText(span) }), ...(securityId ? [] : [await incomeFigure(db, scope, span)]),
        ...(topPayer ? [moneyFigure('topPayerAmount', `Paid by ${topPayer.name}`, topPayer.gross, { ...basis, method: `${dividendPayers[0] ? 'dividends' : 'coupons'}, gross, at the rates of the pay days; ${spanText(span)}` })] : []),
        fractionFigure('yieldOnCost', 'Yield on cost', trailingYieldOnCost(trailing, cost, today), { asOf: today, method: 'dividends and coupons of the last twelve months before withholding, over the cost of what is held now' }),
        ...(forecast ? [moneyFigure('forecast12m', 'Expected in the next twelve months', forecast.total, { asOf: today, currency: scope.currency, method: "payments of the last twelve months repeated per unit on the units held now; before withholding, at today's rates" })] : []),
      ],
      facts: [fact('topPayer', dividendPayers[0] ? 'Largest payer of dividends' : 'Largest payer', topPayer ? `${topPayer.name} (${topPayer.ticker})` : null, 'name')],
      tables: [payerTable('byPayer', 'Dividends by payer', dividendPayers, scope.currency), ...(couponPayers.length > 0 ? [payerTable('couponsByPayer', 'Coupons by payer', couponPayers, scope.currency)] : []), payoutsTable(paid, scope.currency), ...(forecast ? [announcedTable(all.filter(({ status }) => status === 'announced'), scope.currency)] : [])],
      caveats: [...(forecast?.caveats ?? []), ...(paid.some(({ gross }) => !gross) ? ['A payment without an exchange rate is not in the totals.'] : [])],
    });
  },
});

function received(paid: readonly Payout[], { asOf, currency, text }: { asOf: LabelledFigure['asOf']; currency: string; text: string }): LabelledFigure[] {
  const sum = (list: readonly Payout[], part: 'gross' | 'withheld'): Decimal => sumDecimals(list.flatMap((payout) => payout[part] ?? []));
  const dividends = paid.filter(({ kind }) => kind !== 'coupon');
  const basis = { asOf, currency, method: `before withholding, at the rates of the pay days; ${text}` };
  return [
    moneyFigure('dividendTotal', 'Dividends', sum(dividends, 'gross'), basis), moneyFigure('couponTotal', 'Coupons', sum(paid.filter(({ kind }) => kind === 'coupon'), 'gross'), basis),
    moneyFigure('withheldTotal', 'Tax withheld', sum(paid, 'withheld'), { ...basis, method: `withheld at source from dividends and coupons; ${text}` }),
    moneyFigure('netTotal', 'Dividends and coupons after withholding', sum(paid, 'gross').minus(sum(paid, 'withheld')), { ...basis, method: `after withholding; ${text}` }),
    plainFigure('payoutCount', 'Payments', paid.length, 'count', { asOf, method: `dividends and coupons paid; ${text}` }),
  ];
}

async function incomeFigure(db: ScopedDb, scope: PortfolioScope, span: Period): Promise<LabelledFigure> {
  const series = await loadValueSeries(db, scope, span.openingDate, span.to);
  const all = sumOver(series.points, 'income');
  return moneyFigure('incomeTotal', 'Income in all, with interest', all, { asOf: span.to, currency: scope.currency, method: `dividends, coupons and interest before withholding, accrued interest paid counted against it; ${spanText(span)}` });
}

interface Payer {
  readonly ticker: string;
  readonly name: string;
  readonly gross: Decimal;
  readonly withheld: Decimal;
  readonly payments: number;
}

function totalsBy(paid: readonly Payout[]): Payer[] {
  const payers = new Map<string, Payer>();
  for (const { securityId, ticker, name, gross, withheld } of paid) {
    const sum = payers.get(securityId) ?? { ticker, name, gross: ZERO, withheld: ZERO, payments: 0 };
    payers.set(securityId, { ...sum, gross: sum.gross.plus(gross ?? ZERO), withheld: sum.withheld.plus(withheld ?? ZERO), payments: sum.payments + 1 });
  }
  return [...payers.values()].toSorted((left, right) => right.gross.comparedTo(left.gross));
}

function payerTable(key: string, title: string, payers: readonly Payer[], currency: string): AnswerTable {
  return {
    key, title, total: payers.length, method: 'gross, at the rates of the pay days',
    columns: [column('ticker', 'Ticker', 'text'), column('name', 'Name', 'name'), column('gross', 'Gross', 'money', { currency }), column('withheld', 'Withheld', 'money', { currency }), column('payments', 'Payments', 'count')],
    rows: payers.slice(0, 25).map((payer) => [payer.ticker, payer.name, moneyCell(payer.gross, currency), moneyCell(payer.withheld, currency), payer.payments]),
  };
}

function payoutsTable(paid: readonly Payout[], currency: string): AnswerTable {
  return {
    key: 'payouts', title: 'Payments', total: paid.length, method: 'newest first; gross, at the rates of the pay days',
    columns: [
      column('payDate', 'Paid', 'date'), column('ticker', 'Ticker', 'text'), column('name', 'Name', 'name'), column('kind', 'Kind', 'text'), column('units', 'Units', 'units'), column('gross', 'Gross', 'money', { currency }), column('withheld', 'Withheld', 'money', { currency }),
    ],
    rows: paid.slice(0, 30).map((row) => [row.payDate, row.ticker, row.name, row.kind, decimalCell(row.units), moneyCell(row.gross, currency), moneyCell(row.withheld, currency)]),
  };
}

function announcedTable(announced: readonly Payout[], currency: string): AnswerTable {
  const rows = announced.toSorted((left, right) => (left.payDate < right.payDate ? -1 : 1));
  return {
    key: 'announced', title: 'Announced', total: rows.length, method: 'announced and not yet paid, soonest first',
    columns: [column('payDate', 'Expected', 'date'), column('ticker', 'Ticker', 'text'), column('name', 'Name', 'name'), column('kind', 'Kind', 'text'), column('gross', 'Gross', 'money', { currency })],
    rows: rows.slice(0, 20).map((row) => [row.payDate, row.ticker, row.name, row.kind, moneyCell(row.gross, currency)]),
  };
}
