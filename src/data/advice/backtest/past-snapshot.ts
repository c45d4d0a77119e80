import type { AdviceCandidate, AdviceSnapshot } from '../../../domain/advice/advice-snapshot.ts';
import type { PortfolioState, StateLot, StatePosition } from '../../../domain/portfolio-state/portfolio-state.ts';
import { assumedGainRates } from '../../../domain/tax/assumed-rates.ts';
import { decimal, sumDecimals } from '../../../shared/decimal.ts';
import { houseCosts } from '../load-advice-facts.ts';
import type { PastBook } from './past-books.ts';
import type { PastMarket } from './past-market.ts';

const SHELTERED: readonly string[] = ['retirement', 'education'];

/**
 * The snapshot of a portfolio on a past day from its transactions and the market up to that day. Client, mandate and preferences are those of
 * `state`, which was loaded for the day; goals are left out, because their amounts of then are not on record.
 */
export async function pastSnapshot(state: PortfolioState, book: PastBook, market: PastMarket, pastHits: AdviceSnapshot['pastHits']): Promise<AdviceSnapshot> {
  const { baseCurrency } = state.portfolio;
  const positions = [...book.positions().flatMap((position) => heldPosition(position, baseCurrency, market) ?? []), ...book.cash().flatMap((cash) => cashPosition(cash, baseCurrency, market) ?? [])];
  const held = new Set(positions.map(({ security }) => security.id));
  const returns = await market.returnsIn(baseCurrency);
  const candidates = [...market.securities.values()].flatMap((security): AdviceCandidate[] => {
    const close = market.closes.get(security.id);
    const rate = market.rate(security.currency, baseCurrency);
    return !close || !rate || held.has(security.id) || security.isRestricted || security.status !== 'active' || security.assetClass === 'cash' ? [] : [{ security, price: close.close, priceDate: close.date, fxToBase: rate.rate }];
  });
  return {
    schema: 1, state: { ...state, asOf: market.asOf, positions: positions.toSorted((a, b) => (a.security.id < b.security.id ? -1 : 1)) }, candidates, returns, goals: [], costs: houseCosts(baseCurrency), pastHits,
    tax: { ...assumedGainRates(state.client.taxResidence), isTaxable: !SHELTERED.includes(state.portfolio.kind), realisedYearToDateBase: null },
  };
}

function heldPosition({ securityId, quantity, lots }: ReturnType<PastBook['positions']>[number], baseCurrency: string, market: PastMarket): StatePosition | undefined {
  const security = market.securities.get(securityId);
  if (!security) return undefined;
  const close = market.closes.get(securityId);
  const rate = market.rate(security.currency, baseCurrency);
  const stated = lots.map((lot): StateLot => ({
    lotId: lot.id, quantity: lot.quantity.toFixed(), costBase: lot.fxToBase ? lot.cost.times(lot.fxToBase).toDecimalPlaces(4).toFixed() : null, acquiredOn: lot.acquiredOn, isShort: lot.side === 'short',
  }));
  const costs = stated.map(({ costBase }) => costBase);
  return {
    security, quantity: quantity.toFixed(), price: close?.close ?? null, priceDate: close?.date ?? null, fxToBase: rate?.rate ?? null, fxDate: rate?.date ?? null, lots: stated,
    valueBase: close && rate ? quantity.times(close.close).times(rate.rate).toDecimalPlaces(4).toFixed() : null,
    costBase: costs.includes(null) ? null : sumDecimals(costs.map((cost) => decimal(cost ?? 0))).toFixed(),
  };
}

function cashPosition([currency, amount]: [string, ReturnType<typeof decimal>], baseCurrency: string, market: PastMarket): StatePosition | undefined {
  const security = [...market.securities.values()].find(({ assetClass, ticker }) => assetClass === 'cash' && ticker === currency);
  const rate = market.rate(currency, baseCurrency);
  if (!security) return undefined;
  return {
    security, quantity: amount.toFixed(), price: '1', priceDate: market.asOf, fxToBase: rate?.rate ?? null, fxDate: rate?.date ?? null, valueBase: rate ? amount.times(rate.rate).toDecimalPlaces(4).toFixed() : null, costBase: null, lots: [],
  };
}
