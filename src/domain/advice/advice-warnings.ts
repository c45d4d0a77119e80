import type { AdviceBook } from './advice-book.ts';
import { OLDEST_TRADED_PRICE_DAYS, WASH_SALE_DAYS } from './advice-rules.ts';
import type { Filled } from './fill-wishes.ts';
import { listed, percent } from './words.ts';

/** What a reader of the advice must know about the data and its limits. */
export function dataWarnings(book: AdviceBook): string[] {
  const { held, blind, snapshot: { state, tax } } = book;
  const stale = held.filter(({ ageDays, quantity }) => ageDays > OLDEST_TRADED_PRICE_DAYS && !quantity.isZero());
  const shorts = held.filter(({ quantity }) => quantity.lt(0));
  const tickers = (items: readonly { readonly security: { readonly ticker: string } }[]): string => listed(items.map(({ security }) => security.ticker));
  return [
    ...(blind.length > 0 ? [`${tickers(blind)} ${blind.length === 1 ? 'has' : 'have'} no price or exchange rate: not valued and not traded.`] : []),
    ...(stale.length > 0 ? [`Prices of ${tickers(stale)} are more than ${OLDEST_TRADED_PRICE_DAYS} days old: not traded.`] : []),
    ...(shorts.length > 0 ? [`${tickers(shorts)} ${shorts.length === 1 ? 'is' : 'are'} held short: not traded.`] : []),
    ...(state.portfolio.mandate === 'execution_only' ? ['The mandate is execution only: the firm gives no advice on it unless asked.'] : []),
    ...(tax.isTaxable ? [`Tax figures are estimates: ${tax.source}.`] : []),
  ];
}

/** What a reader must know about these trades. */
export function tradeWarnings(book: AdviceBook, filled: Filled): string[] {
  const { rules } = book;
  const sold = filled.trades.filter(({ side }) => side === 'sell');
  const washed = sold.filter(({ securityId, lots }) => rules.boughtRecently(securityId) && hasLoss(book, securityId, lots ?? []));
  const harvested = sold.filter(({ securityId, lots }) => !rules.boughtRecently(securityId) && hasLoss(book, securityId, lots ?? []));
  const atLimit = rules.maxTurnoverFraction !== undefined && filled.turnoverBase.gte(book.totalBase.times(rules.maxTurnoverFraction * 0.97));
  const names = (trades: typeof sold): string => listed(trades.map(({ ticker }) => ticker));
  return [
    ...(washed.length > 0 ? [`${names(washed)} was bought within ${WASH_SALE_DAYS} days: its losses are likely to be disallowed and count as no saving here.`] : []),
    ...(harvested.length > 0 ? [`Do not buy ${names(harvested)} in any portfolio of the client for ${WASH_SALE_DAYS} days after the sale, or its loss is disallowed.`] : []),
    ...(atLimit ? [`Cut to the turnover limit of ${percent(rules.maxTurnoverFraction!)}.`] : []),
    ...(filled.taxBase === undefined ? ['The cost of a lot that is sold is not on record: its tax is unknown.'] : []),
  ];
}

function hasLoss(book: AdviceBook, securityId: string, lots: readonly { readonly lotId: string }[]): boolean {
  const asset = book.assets.get(securityId);
  return asset !== undefined && asset.lots.some(({ lotId, costPerUnit }) => costPerUnit !== undefined && costPerUnit.gt(asset.unitBase) && lots.some((lot) => lot.lotId === lotId));
}
