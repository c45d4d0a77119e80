import { z } from 'zod';
import { resolveSecurity } from '../../src/data/names/resolve.ts';
import { loadHoldings } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { loadSecurityLabels } from '../../src/data/portfolios/load-security-labels.ts';
import { loadHistories, type PortfolioHistory } from '../../src/data/portfolios/load-transactions.ts';
import { realisedGainIn } from '../../src/domain/lots/currency-gains.ts';
import { runLots } from '../../src/domain/lots/run-lots.ts';
import { answer, type AnswerTable } from '../../src/shared/answer.ts';
import { addDays, daysBetween, type IsoDate } from '../../src/shared/calendar.ts';
import type { Decimal } from '../../src/shared/decimal.ts';
import { isUndefined } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { day, security, whose } from '../shared-inputs.ts';
import { column, decimalCell, fact, moneyCell } from './figures.ts';
import { clearDate, purchasesAround, WASH_SALE_METHOD } from './wash-sales.ts';

const REACH = 30;

export const checkWashSale = defineTool({
  name: 'check_wash_sale', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Would selling (or buying back) a security on a day be a wash sale? Looks at all portfolios of the client.',
  input: z.strictObject({ security, ...whose, side: z.enum(['sell', 'buy']).optional(), date: day.optional() }),
  async run(input, { db, clock }) {
    const named = await loadScope(db, input);
    const scope = await loadScope(db, { client: named.clientId });
    const id = await resolveSecurity(db, input.security);
    const today = clock.today();
    const on = input.date ?? today;
    const name = (await loadSecurityLabels(db, [id])).get(id)?.name ?? input.security;
    const histories = await loadHistories(db, scope, today);
    if (input.side === 'buy') return buying({ name, id, on, histories });
    const held = await loadHoldings(db, named, today);
    const own = held.positions.filter(({ securityId }) => securityId === id);
    const losing = own.flatMap(({ lots, price, fxToBase }) => lots.filter((lot) => lot.costBase !== undefined && price && fxToBase && price.times(fxToBase).times(lot.quantity).lt(lot.costBase)));
    const purchases = (purchasesAround(histories, on).get(id) ?? []).filter(({ transactionId }) => losing.length === 0 || losing.some(({ lotId }) => lotId !== transactionId));
    const isRisk = losing.length > 0 && purchases.length > 0;
    return answer({
      title: `Wash-sale check: selling ${name} on ${on}`, asOf: held.asOf,
      facts: [
        fact('washSaleRisk', 'Wash-sale risk', isRisk), fact('clearDate', 'Clear from', purchases.length > 0 ? clearDate(on, purchases) : on, 'date'), fact('isAtLoss', 'A lot is below its cost', losing.length > 0),
        fact('buyAgainFrom', 'Can be bought again from', addDays(on, REACH + 1), 'date'), fact('security', 'Security', name, 'name'),
      ],
      tables: [{
        key: 'purchases', title: 'Purchases in the window', total: purchases.length, method: WASH_SALE_METHOD,
        columns: [column('date', 'Bought', 'date'), column('quantity', 'Units', 'units'), column('portfolio', 'Portfolio', 'name', { untrusted: true })],
        rows: purchases.map((purchase) => [purchase.boughtOn, decimalCell(purchase.quantity), purchase.portfolioName]),
      }],
      caveats: [
        ...(own.length === 0 ? [`${name} is not held: there is nothing to sell.`] : losing.length === 0 ? ['No lot is below its cost: the rule concerns losses only.'] : []),
        'Accounts elsewhere and those of a spouse are not seen here.',
      ],
    });
  },
});

function buying({ name, id, on, histories }: { readonly name: string; readonly id: string; readonly on: IsoDate; readonly histories: readonly PortfolioHistory[] }) {
  const sales = histories.flatMap(({ portfolio, transactions }) => runLots(transactions, { method: portfolio.lotMethod }).realised.flatMap((gain) => {
    if (gain.securityId !== id || Math.abs(daysBetween(gain.closedOn, on)) > REACH) return [];
    const split = realisedGainIn(gain, 'base');
    return !isUndefined(split) && split.total.lt(0) ? [{ soldOn: gain.closedOn, loss: split.total.neg(), quantity: gain.quantity, portfolio }] : [];
  }));
  const last = sales.map(({ soldOn }) => soldOn).toSorted().at(-1);
  return answer({
    title: `Wash-sale check: buying ${name} on ${on}`, asOf: on,
    facts: [fact('washSaleRisk', 'Wash-sale risk', sales.length > 0), fact('clearDate', 'Clear from', last ? addDays(last, REACH + 1) : on, 'date'), fact('security', 'Security', name, 'name')],
    tables: [salesTable(sales)], caveats: ['Accounts elsewhere and those of a spouse are not seen here.'],
  });
}

function salesTable(sales: readonly { readonly soldOn: IsoDate; readonly loss: Decimal; readonly quantity: Decimal; readonly portfolio: { readonly name: string; readonly baseCurrency: string } }[]): AnswerTable {
  return {
    key: 'purchases', title: 'Sales at a loss in the window', total: sales.length, method: `sales at a loss that this purchase would replace; ${WASH_SALE_METHOD}`,
    columns: [column('date', 'Sold', 'date'), column('quantity', 'Units', 'units'), column('loss', 'Loss', 'money'), column('currency', 'Currency', 'text'), column('portfolio', 'Portfolio', 'name', { untrusted: true })],
    rows: sales.map((sale) => [sale.soldOn, decimalCell(sale.quantity), moneyCell(sale.loss, sale.portfolio.baseCurrency), sale.portfolio.baseCurrency, sale.portfolio.name]),
  };
}
