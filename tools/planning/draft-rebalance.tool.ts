import { z } from 'zod';
import { loadClientRules, type ClientRules } from '../../src/data/planning/load-client-rules.ts';
import { loadTargets } from '../../src/data/planning/load-targets.ts';
import { loadHoldings, type HeldPosition } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { rebalanceAmounts } from '../../src/domain/allocation/rebalance-amounts.ts';
import { tradesForChanges, type RebalanceTrade, type TradableHolding } from '../../src/domain/allocation/rebalance-trades.ts';
import { answer, type Cell } from '../../src/shared/answer.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { decimal, sumDecimals, type Decimal } from '../../src/shared/decimal.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { isUndefined } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { column, decimalCell, fractionFigure, moneyCell, moneyFigure, plainFigure } from '../portfolio/figures.ts';
import { amount, portfolio } from '../shared-inputs.ts';

/** Assumed where the client's own rates are not on record; they only rank lots. */
const TAX_RATES = { shortTermFraction: 0.35, longTermFraction: 0.15 };

export const draftRebalance = defineTool({
  name: 'draft_rebalance', effect: 'draft', version: 1, roles: ['client', 'advisor'],
  purpose: 'Drafts trades that bring one portfolio back to its target weights, within limits of turnover and trade size, with cash only, or choosing lots by tax.',
  input: z.strictObject({ portfolio: portfolio.unwrap(), maxTurnoverFraction: z.number().min(0).max(2).optional().describe('Buys and sells together, 0.05 = 5 % of the value'), minTrade: amount.optional(), cashOnly: z.boolean().optional(), taxAware: z.boolean().optional() }),
  async run(asked, { db, clock }) {
    const today = clock.today();
    const scope = await loadScope(db, { portfolio: asked.portfolio });
    const target = scope.portfolios[0]!;
    const targets = (await loadTargets(db, [target.id], today)).get(target.id);
    if (!targets) throw invalidInput(`${target.name} has no target weights.`, { hint: 'Set targets first.' });
    const held = await loadHoldings(db, scope, today);
    const positions = held.positions.filter(({ value }) => value);
    const current = new Map<string, Decimal>();
    for (const { exposureClass, value } of positions) current.set(exposureClass, (current.get(exposureClass) ?? decimal(0)).plus(value!));
    const minTradeBase = asked.minTrade === undefined ? undefined : decimal(asked.minTrade);
    const amounts = rebalanceAmounts(current, targets.map(({ assetClass, targetFraction }) => ({ group: assetClass, targetFraction })), {
      mode: asked.cashOnly ? 'cash-only' : 'full', cashGroup: 'cash', ...(minTradeBase ? { minTradeBase } : {}), ...(asked.maxTurnoverFraction === undefined ? {} : { maxTurnoverFraction: asked.maxTurnoverFraction }),
    });
    if (isUndefined(amounts)) throw invalidInput(`${target.name} cannot be rebalanced: ${amounts.reason}.`);
    const rules = await loadClientRules(db, target.clientId, today);
    const tradable = positions.filter(({ isCash, quantity }) => !isCash && quantity.gt(0)).map((position) => holdingOf(position, mayBuy(position, rules)));
    const { trades, cashAfterBase, unplaced } = tradesForChanges(amounts.changes, tradable, held.cash, { wholeUnits: true, ...(minTradeBase ? { minTradeBase } : {}), ...(asked.taxAware ? { taxes: { asOf: today, rates: TAX_RATES } } : {}) });
    const after = new Map(current);
    for (const { group, side, amountBase } of trades) after.set(group, (after.get(group) ?? decimal(0)).plus(side === 'buy' ? amountBase : amountBase.neg()));
    after.set('cash', cashAfterBase);
    const turnover = sumDecimals(trades.map(({ amountBase }) => amountBase));
    const basis = { asOf: held.asOf, currency: scope.currency, method: `last closes, before costs${asked.cashOnly ? '; only spare cash is invested' : ''}` };
    const bySecurity = new Map(positions.map((position) => [position.securityId, position]));
    return answer({
      title: `Draft rebalance of ${target.name}`, asOf: held.asOf,
      figures: [
        fractionFigure('turnoverFraction', 'Turnover', turnover.div(held.total).toNumber(), { asOf: held.asOf, method: 'buys and sells together over the value' }), plainFigure('tradeCount', 'Trades', trades.length, 'count', { asOf: held.asOf, method: 'drafted trades' }),
        moneyFigure('buyTotal', 'Buys', sumDecimals(trades.filter(({ side }) => side === 'buy').map(({ amountBase }) => amountBase)), basis), moneyFigure('sellTotal', 'Sells', sumDecimals(trades.filter(({ side }) => side === 'sell').map(({ amountBase }) => amountBase)), basis),
        moneyFigure('cashAfter', 'Cash after', cashAfterBase, basis),
        ...(asked.taxAware ? [moneyFigure('estimatedTax', 'Tax estimate', sumDecimals(trades.flatMap(({ lots }) => lots?.map(({ taxBase }) => taxBase) ?? [])), { ...basis, method: 'gain of the lots chosen at assumed rates of 35 % short-term and 15 % long-term; negative saves tax' })] : []),
      ],
      tables: [
        {
          key: 'drift', title: 'Weights', total: amounts.drift.length, method: 'by what a holding is exposed to; drift = actual less target',
          columns: [column('assetClass', 'Asset class', 'text'), column('actual', 'Now', 'fraction'), column('target', 'Target', 'fraction'), column('drift', 'Drift', 'fraction'), column('after', 'After', 'fraction')],
          rows: amounts.drift.map((row): Cell[] => [row.group, row.currentFraction, row.targetFraction, row.currentFraction - row.targetFraction, (after.get(row.group) ?? decimal(0)).div(held.total).toNumber()]),
        },
        {
          key: 'trades', title: 'Trades', total: trades.length, method: `${basis.method}; sales first; in proportion to what is held${asked.taxAware ? '; lots chosen by least tax' : ''}`,
          columns: [column('side', 'Side', 'text'), column('ticker', 'Ticker', 'text'), column('name', 'Name', 'name'), column('quantity', 'Units', 'units'), column('price', 'Price', 'price'), column('currency', 'Price currency', 'text'), column('amount', 'Amount', 'money', { currency: scope.currency })],
          rows: trades.map((trade) => tradeRow(trade, bySecurity.get(trade.securityId)!, scope.currency)),
        },
      ],
      caveats: [
        'This is a draft: nothing was ordered.', ...[...unplaced].filter(([, money]) => money.abs().gt(held.total.times(0.005))).map(([group, money]) => `${money.abs().toFixed(2)} ${scope.currency} of ${group} could not be placed: nothing of it is held or may be bought.`), ...held.caveats,
      ],
    });
  },
});

/** Units are counted in the smallest tradable ones, so that "whole units" is right for shares and coins alike. */
function holdingOf({ securityId, exposureClass, quantity, value, unitSize, lots }: HeldPosition, isBuyable: boolean): TradableHolding {
  const size = unitSize.gt(0) ? unitSize : decimal(1);
  const priceBase = value!.div(quantity).times(size);
  return {
    securityId, group: exposureClass, quantity: quantity.div(size), priceBase, mayBuy: isBuyable,
    lots: lots.flatMap((lot) => (lot.costBase && !lot.isShort ? [{ lotId: lot.lotId, quantity: decimal(lot.quantity).div(size), costPerUnit: decimal(lot.costBase).div(lot.quantity).times(size), acquiredOn: lot.acquiredOn as IsoDate }] : [])), // lots are stored with days as text
  };
}

function mayBuy({ securityId, sector, industry, country, exposureClass, isRestricted }: HeldPosition, { rules }: ClientRules): boolean {
  const labels: Readonly<Record<string, string | null>> = { exclude_security: securityId, exclude_sector: sector, exclude_industry: industry, exclude_country: country, exclude_asset_class: exposureClass };
  const isExcluded = rules.some(({ kind, securityId: excluded, value }) => labels[kind] !== undefined && labels[kind] !== null && labels[kind] === (kind === 'exclude_security' ? excluded : value));
  return !isRestricted && !isExcluded;
}

function tradeRow({ side, quantity, amountBase }: RebalanceTrade, position: HeldPosition, currency: string): Cell[] {
  const size = position.unitSize.gt(0) ? position.unitSize : decimal(1);
  return [side, position.ticker, position.name, decimalCell(quantity.times(size)), decimalCell(position.price), position.currency, moneyCell(amountBase, currency)];
}
