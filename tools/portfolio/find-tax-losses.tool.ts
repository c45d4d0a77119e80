import { z } from 'zod';
import { loadFxInto } from '../../src/data/market/load-fx.ts';
import { loadHoldings, type HeldPosition } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope, type ScopedPortfolio } from '../../src/data/portfolios/load-scope.ts';
import { loadHistories } from '../../src/data/portfolios/load-transactions.ts';
import { runLots } from '../../src/domain/lots/run-lots.ts';
import { harvestableLosses } from '../../src/domain/tax/harvestable-losses.ts';
import { answer, type Cell } from '../../src/shared/answer.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { sumDecimals, ZERO, type Decimal } from '../../src/shared/decimal.ts';
import { isUndefined, undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { amount, whose } from '../shared-inputs.ts';
import { column, fact, moneyCell, moneyFigure, plainFigure } from './figures.ts';
import { clearDate, purchasesAround, WASH_SALE_METHOD } from './wash-sales.ts';

interface LossLine {
  readonly position: HeldPosition;
  readonly portfolio: ScopedPortfolio;
  readonly loss: Decimal;
  readonly shortTerm: Decimal;
  readonly isRisk: boolean;
  readonly clearOn: IsoDate | null;
}

export const findTaxLosses = defineTool({
  name: 'find_tax_losses', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Unrealised losses that could be harvested, of a portfolio, a client or the whole book, lot by lot summed by position, with wash-sale risk and the day it clears. Taxable portfolios only.',
  input: z.strictObject({ ...whose, minAmount: amount.optional() }),
  async run({ minAmount, ...query }, { db, clock }) {
    const scope = await loadScope(db, query, { wholeBook: true });
    const today = clock.today();
    const taxable = scope.portfolios.filter(({ kind }) => kind !== 'retirement' && kind !== 'education');
    const held = await loadHoldings(db, scope, today);
    // Replacements count wherever the client bought them, so the histories are those of all the portfolios.
    const whole = scope.clientId ? await loadScope(db, { client: scope.clientId }) : scope;
    const histories = await loadHistories(db, whole, today);
    const purchases = new Map([...Map.groupBy(histories, ({ portfolio }) => portfolio.clientId)].map(([clientId, own]) => [clientId, purchasesAround(own, today)] as const));
    const fx = await loadFxInto(db, taxable.map(({ baseCurrency }) => baseCurrency), scope.currency, held.asOf);
    const lines: LossLine[] = [];
    for (const { portfolio, transactions } of histories) {
      if (!taxable.some(({ id }) => id === portfolio.id)) continue;
      const own = new Map(held.positions.filter((position) => position.portfolio.id === portfolio.id).map((position) => [position.securityId, position]));
      const { book } = runLots(transactions, { method: portfolio.lotMethod });
      const { losses } = harvestableLosses(book, { asOf: today, reporting: 'base', minimumLoss: ZERO, valuationOf: (id) => ({ price: own.get(id)?.price ?? undefinedBecause('a price is missing'), ...(own.get(id)?.fxToBase ? { fxToBase: own.get(id)!.fxToBase! } : {}) }) });
      for (const [securityId, lots] of Map.groupBy(losses, (loss) => loss.securityId)) {
        const position = own.get(securityId);
        if (!position || position.isCash) continue;
        const into = (value: Decimal): Decimal => { const converted = fx.convert(value, portfolio.baseCurrency, scope.currency, held.asOf); return isUndefined(converted) ? ZERO : converted; };
        const bought = (purchases.get(portfolio.clientId)?.get(securityId) ?? []).filter(({ transactionId }) => lots.some(({ lotId }) => lotId !== transactionId));
        lines.push({
          position, portfolio, loss: into(sumDecimals(lots.map(({ loss }) => loss))), shortTerm: into(sumDecimals(lots.filter(({ term }) => term === 'short').map(({ loss }) => loss))),
          isRisk: bought.length > 0, clearOn: bought.length > 0 ? clearDate(today, bought) : null,
        });
      }
    }
    const wanted = lines.filter(({ loss }) => loss.gte(minAmount ?? 0)).toSorted((left, right) => right.loss.comparedTo(left.loss));
    const clean = wanted.filter(({ isRisk }) => !isRisk);
    const basis = { asOf: held.asOf, currency: scope.currency, method: `lots below cost at last closes, fees in the cost, at the rates of purchase and of ${held.asOf}` };
    return answer({
      title: `Losses of ${scope.label} that could be harvested`, asOf: held.asOf,
      figures: [
        moneyFigure('harvestableLossTotal', 'Losses in all', sumDecimals(wanted.map(({ loss }) => loss)), basis), moneyFigure('cleanLossTotal', 'Losses without wash-sale risk', sumDecimals(clean.map(({ loss }) => loss)), { ...basis, method: `${basis.method}; ${WASH_SALE_METHOD}` }),
        plainFigure('count', 'Positions with losses', wanted.length, 'count', basis),
      ],
      facts: [fact('largestLoss', 'Largest loss', wanted[0] ? `${wanted[0].position.name} (${wanted[0].position.ticker})` : null, 'name')],
      tables: [{
        key: 'losses', title: 'Losses', total: wanted.length, method: `${basis.method}; ${WASH_SALE_METHOD}`,
        columns: [
          column('ticker', 'Ticker', 'text'), column('name', 'Name', 'name'), ...(scope.clientId ? [] : [column('client', 'Client', 'name', { untrusted: true })]), column('portfolio', 'Portfolio', 'name', { untrusted: true }), column('loss', 'Loss', 'money', { currency: scope.currency }),
          column('shortTermLoss', 'Short-term part', 'money', { currency: scope.currency }), column('washSaleRisk', 'Wash-sale risk', 'boolean'), column('clearDate', 'Clear from', 'date'),
        ],
        rows: wanted.slice(0, scope.clientId ? 50 : 100).map((line): Cell[] => [line.position.ticker, line.position.name, ...(scope.clientId ? [] : [line.portfolio.clientName]), line.portfolio.name, moneyCell(line.loss, scope.currency), moneyCell(line.shortTerm, scope.currency), line.isRisk, line.clearOn]),
      }],
      caveats: [...held.caveats, 'Buying the same security again within 30 days after the sale would disallow the loss.', ...(taxable.length < scope.portfolios.length ? ['Retirement and education portfolios are left out: their losses do not count for tax.'] : [])],
    });
  },
});

