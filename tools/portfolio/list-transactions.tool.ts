import { z } from 'zod';
import { loadFxInto, loadFxRates } from '../../src/data/market/load-fx.ts';
import { resolveSecurity } from '../../src/data/names/resolve.ts';
import { findTransactions, type TransactionLine } from '../../src/data/portfolios/find-transactions.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { answer } from '../../src/shared/answer.ts';
import { sumDecimals, type Decimal } from '../../src/shared/decimal.ts';
import { isUndefined } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { amount, direction, limit, period, security, whose } from '../shared-inputs.ts';
import { column, decimalCell, moneyCell, moneyFigure, plainFigure } from './figures.ts';
import { pastSpan, spanText } from './span.ts';

const KINDS = [
  'buy', 'sell', 'short_sell', 'cover', 'deposit', 'withdrawal', 'transfer_in', 'transfer_out', 'dividend', 'coupon', 'interest', 'fee', 'tax', 'split', 'stock_dividend', 'spin_off', 'merger', 'return_of_capital',
] as const;

const input = z.strictObject({
  ...whose, security: security.optional(), kinds: z.array(z.enum(KINDS)).optional(), period, minAmount: amount.optional(), maxAmount: amount.optional(),
  orderBy: z.enum(['date', 'amount']).optional(), direction, limit,
});

const INFLOWS: ReadonlySet<string> = new Set(['deposit', 'transfer_in']);
const OUTFLOWS: ReadonlySet<string> = new Set(['withdrawal', 'transfer_out']);

interface Valued extends TransactionLine {
  /** In the currency of the scope. */
  readonly amountBase: Decimal | undefined;
}

export const listTransactions = defineTool({
  name: 'list_transactions', effect: 'read', version: 2, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Trades, deposits, withdrawals, dividends, fees … by kind, security, period and amount, with count and total.',
  input,
  async run(asked, { db, clock }) {
    const scope = await loadScope(db, asked, { wholeBook: true });
    const span = pastSpan(asked.period ?? 'since_inception', clock.today());
    const securityId = asked.security ? await resolveSecurity(db, asked.security) : undefined;
    const lines = await findTransactions(db, { portfolioIds: scope.portfolios.map(({ id }) => id), kinds: asked.kinds, securityId, from: span.from, to: span.to });
    const base = new Map(scope.portfolios.map((portfolio) => [portfolio.id, portfolio]));
    const isForeign = scope.portfolios.some(({ baseCurrency }) => baseCurrency !== scope.currency);
    const fx = isForeign && lines.length > 0 ? await loadFxRates(db, lines.at(-1)!.tradeDate, span.to) : await loadFxInto(db, [], scope.currency, span.to);
    const valued = lines.map((line): Valued => {
      const inBase = line.amount?.times(line.fxToBase ?? 1);
      const known = line.currency === base.get(line.portfolioId)!.baseCurrency || line.fxToBase ? inBase : undefined;
      const converted = known && fx.convert(known, base.get(line.portfolioId)!.baseCurrency, scope.currency, line.tradeDate);
      return { ...line, amountBase: converted === undefined || isUndefined(converted) ? undefined : converted };
    });
    const wanted = valued.filter(({ amountBase }) => (asked.minAmount === undefined || amountBase?.gte(asked.minAmount)) && (asked.maxAmount === undefined || amountBase?.lte(asked.maxAmount)));
    const sorted = ordered(wanted, asked.orderBy ?? 'date', asked.direction ?? 'desc');
    const shown = sorted.slice(0, asked.limit ?? 50);
    const basis = { asOf: span.to, method: `booked transactions by trade date, ${spanText(span)}` };
    const total = sumDecimals(wanted.flatMap(({ amountBase }) => amountBase ?? []));
    const into = (kinds: ReadonlySet<string>): Decimal => sumDecimals(wanted.filter(({ kind }) => kinds.has(kind)).flatMap(({ amountBase }) => amountBase ?? []));
    const isFlow = asked.kinds !== undefined && asked.kinds.some((kind) => INFLOWS.has(kind)) && asked.kinds.some((kind) => OUTFLOWS.has(kind)) && asked.kinds.every((kind) => INFLOWS.has(kind) || OUTFLOWS.has(kind));
    return answer({
      title: `Transactions of ${scope.label}`, asOf: span.to,
      figures: [
        plainFigure('count', 'Transactions', wanted.length, 'count', basis),
        moneyFigure('totalAmount', 'Total amount', total, { ...basis, currency: scope.currency, method: `gross amounts before fees and taxes, at the rates of their days; ${spanText(span)}` }),
        ...(isFlow ? [
          moneyFigure('netFlow', 'Net flow', into(INFLOWS).minus(into(OUTFLOWS)), { ...basis, currency: scope.currency, method: `deposits and transfers in less withdrawals and transfers out, at the rates of their days; ${spanText(span)}` }),
          moneyFigure('inflow', 'Paid in', into(INFLOWS), { ...basis, currency: scope.currency }), moneyFigure('outflow', 'Taken out', into(OUTFLOWS), { ...basis, currency: scope.currency }),
        ] : []),
      ],
      tables: [{
        key: 'transactions', title: 'Transactions', total: wanted.length, method: `amount in ${scope.currency} before fees and taxes, price in the currency of the trade`,
        columns: [
          column('date', 'Date', 'date'), column('kind', 'Kind', 'text'), column('ticker', 'Ticker', 'text'), column('name', 'Security', 'name'), column('quantity', 'Quantity', 'units'), column('price', 'Price', 'price'),
          column('currency', 'Trade currency', 'text'), column('amount', 'Amount', 'money', { currency: scope.currency }), column('portfolio', 'Portfolio', 'name', { untrusted: true }), column('note', 'Note', 'text', { untrusted: true }),
        ],
        rows: shown.map((line) => [
          line.tradeDate, line.kind, line.ticker, line.name, decimalCell(line.quantity), decimalCell(line.price), line.currency, moneyCell(line.amountBase, scope.currency), base.get(line.portfolioId)!.name, line.note,
        ]),
      }],
      caveats: shown.length < wanted.length ? [`Shown are ${shown.length} of ${wanted.length}; count and total are of all.`] : [],
    });
  },
});

function ordered(lines: readonly Valued[], by: 'date' | 'amount', direction: 'asc' | 'desc'): readonly Valued[] {
  // Stored order is newest first.
  if (by === 'date') return direction === 'desc' ? lines : lines.toReversed();
  const sign = direction === 'desc' ? -1 : 1;
  return lines.filter(({ amountBase }) => amountBase).toSorted((left, right) => sign * left.amountBase!.comparedTo(right.amountBase!));
}
