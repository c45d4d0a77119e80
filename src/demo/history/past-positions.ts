import type { Market } from '../market/market.ts';
import type { PortfolioHistory } from '../portfolios/simulate-portfolio.ts';

export interface PastPosition {
  readonly ticker: string;
  readonly units: number;
  readonly valueBase: number;
  readonly weightFraction: number;
}

export interface PastState {
  readonly valueBase: number;
  readonly cashFraction: number;
  /** Largest first. */
  readonly positions: readonly PastPosition[];
}

/** What a portfolio held at the close of a day, from its transactions up to then. */
export function stateOn({ ledger, plan }: PortfolioHistory, market: Market, tickers: ReadonlyMap<string, string>, day: number): PastState {
  const date = market.calendar.day(day);
  const units = new Map<string, number>();
  const cash = new Map<string, number>();
  for (const row of ledger.rows) {
    if (row.tradeDate > date) break;
    const ticker = row.security ? tickers.get(row.security) : undefined;
    const amount = Number(row.netAmount ?? 0);
    const inflow = row.kind === 'sell' || row.kind === 'deposit' || row.kind === 'dividend' || row.kind === 'coupon' || row.kind === 'interest';
    if (amount !== 0) cash.set(row.currency, (cash.get(row.currency) ?? 0) + (inflow ? amount : -amount));
    if (!ticker) continue;
    const held = units.get(ticker) ?? 0;
    if (row.kind === 'buy') units.set(ticker, held + Number(row.quantity));
    else if (row.kind === 'sell') units.set(ticker, held - Number(row.quantity));
    else if (row.kind === 'split') units.set(ticker, (held * Number(row.newShares)) / Number(row.oldShares));
  }
  const values = [...units].filter(([, held]) => held > 1e-9).map(([ticker, held]) => {
    const { currency } = market.path(ticker).listing;
    return { ticker, units: held, valueBase: held * market.close(ticker, day) * market.rate(currency, plan.baseCurrency, day) };
  });
  const cashBase = [...cash].reduce((sum, [currency, amount]) => sum + amount * market.rate(currency, plan.baseCurrency, day), 0);
  const valueBase = values.reduce((sum, position) => sum + position.valueBase, cashBase);
  return {
    valueBase, cashFraction: cashBase / valueBase,
    positions: values.map((position) => ({ ...position, weightFraction: position.valueBase / valueBase })).sort((left, right) => right.valueBase - left.valueBase),
  };
}
