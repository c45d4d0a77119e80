import type { ScopedReader } from '../../access/scoped-db.ts';
import { realisedGainIn, sumGains } from '../../domain/lots/currency-gains.ts';
import type { LotMethod } from '../../domain/lots/lot-rules.ts';
import type { RealisedGain } from '../../domain/lots/lot.ts';
import { runLots } from '../../domain/lots/run-lots.ts';
import type { StateTrade } from '../../domain/portfolio-state/portfolio-state.ts';
import { Transaction } from '../../entities/trading/transaction.entity.ts';
import { addDays, type IsoDate } from '../../shared/calendar.ts';
import { decimal, ONE } from '../../shared/decimal.ts';
import { AppError } from '../../shared/errors.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { loadFxRates } from '../market/load-fx.ts';
import { toDomain, type RateOf } from '../transactions/to-domain.ts';
import type { TransactionRow } from '../transactions/transaction-row.ts';
import { inParts, listsBy } from './in-parts.ts';

/** Reach of the wash-sale rule: thirty days either side of a sale, so sixty-one in all. */
const REACH_DAYS = 61;

export interface TradingPortfolio {
  readonly id: string;
  readonly baseCurrency: string;
  readonly lotMethod: LotMethod;
}

/** Purchases and sales of the last 61 days in some portfolios, by portfolio, oldest first; sales with their gain before any wash-sale adjustment. */
export async function loadRecentTrades(db: ScopedReader, portfolios: readonly TradingPortfolio[], asOf: IsoDate): Promise<Map<string, StateTrade[]>> {
  const trades = await inParts(portfolios.map(({ id }) => id), (part) => db.find(Transaction, {
    portfolio: { $in: part }, status: 'booked', kind: { $in: ['buy', 'sell'] }, tradeDate: { $gt: addDays(asOf, -REACH_DAYS), $lte: asOf },
  }, { fields: ['id', 'portfolio', 'security', 'kind', 'tradeDate', 'quantity', 'price', 'grossAmount', 'currency', 'fxRateToBase'], orderBy: [{ tradeDate: 'asc' }, { id: 'asc' }] }));
  const sales = trades.flatMap(({ kind, portfolio, security }) => (kind === 'sell' && security ? [{ portfolioId: portfolio.id, securityId: security.id }] : []));
  const gains = await realisedGains(db, portfolios, sales, asOf);
  const bases = new Map(portfolios.map(({ id, baseCurrency }) => [id, baseCurrency]));
  return listsBy(trades.flatMap((trade): StateTrade[] => (!trade.security || trade.quantity === null || trade.quantity === undefined ? [] : [{
    transactionId: trade.id, portfolioId: trade.portfolio.id, securityId: trade.security.id, side: trade.kind === 'sell' ? 'sell' : 'buy', tradeDate: trade.tradeDate, quantity: trade.quantity,
    gainBase: gains.get(trade.id) ?? null, amountBase: amountOf(trade, bases.get(trade.portfolio.id)),
  }])), ({ portfolioId }) => portfolioId);
}

interface Amounts {
  readonly quantity?: string | null | undefined;
  readonly price?: string | null | undefined;
  readonly grossAmount?: string | null | undefined;
  readonly currency: string;
  readonly fxRateToBase?: string | null | undefined;
}

function amountOf({ quantity, price, grossAmount, currency, fxRateToBase }: Amounts, baseCurrency: string | undefined): string | null {
  const gross = grossAmount ? decimal(grossAmount) : quantity && price ? decimal(quantity).times(price) : undefined;
  const rate = currency === baseCurrency ? ONE : fxRateToBase ? decimal(fxRateToBase) : undefined;
  return gross && rate ? gross.times(rate).toDecimalPlaces(4).toFixed() : null;
}

interface Sold {
  readonly portfolioId: string;
  readonly securityId: string;
}

/** Gain of each sale by its id, base currency of its portfolio. Absent where a rate is missing or the books of the portfolio do not add up. */
async function realisedGains(db: ScopedReader, portfolios: readonly TradingPortfolio[], sales: readonly Sold[], to: IsoDate): Promise<Map<string, string>> {
  const gains = new Map<string, string>();
  const sellers = portfolios.filter(({ id }) => sales.some(({ portfolioId }) => portfolioId === id));
  if (sellers.length === 0) return gains;
  const rows = await lotHistory(db, sellers.map(({ id }) => id), [...new Set(sales.map(({ securityId }) => securityId))].toSorted(), to);
  const byPortfolio = listsBy(rows, ({ portfolioId }) => portfolioId);
  const bases = new Map(sellers.map(({ id, baseCurrency }) => [id, baseCurrency]));
  const firstLacking = rows.find((row) => row.fxRateToBase === null && row.currency !== bases.get(row.portfolioId));
  const fx = firstLacking && await loadFxRates(db, firstLacking.tradeDate, to);
  for (const { id, baseCurrency, lotMethod } of sellers) {
    const rateOf = (row: TransactionRow) => {
      const rate = fx?.rate(row.currency, baseCurrency, row.tradeDate);
      return rate === undefined || isUndefined(rate) ? undefined : rate.rate;
    };
    const realised = listsBy(realisedOf(byPortfolio.get(id) ?? [], { baseCurrency, lotMethod, rateOf }), ({ transactionId }) => transactionId);
    for (const [transactionId, pieces] of realised) {
      const sum = sumGains(pieces.map((piece) => realisedGainIn(piece, 'base')));
      if (!isUndefined(sum)) gains.set(transactionId, sum.total.toDecimalPlaces(4).toFixed());
    }
  }
  return gains;
}

/** A history that sells what it never bought has no gains that anyone can know: the rules then say that they cannot tell, and the others go on. */
function realisedOf(rows: readonly TransactionRow[], { baseCurrency, lotMethod, rateOf }: Pick<TradingPortfolio, 'baseCurrency' | 'lotMethod'> & { readonly rateOf: RateOf }): readonly RealisedGain[] {
  try {
    return runLots(rows.map((row) => toDomain(row, baseCurrency, rateOf)), { method: lotMethod }).realised;
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid-input') return [];
    throw error;
  }
}

/** Everything that made or moved the lots of some securities: their own transactions and those of the securities that they came from. */
async function lotHistory(db: ScopedReader, portfolioIds: readonly string[], securityIds: readonly string[], to: IsoDate): Promise<TransactionRow[]> {
  const parents = new Set(securityIds);
  let found = await findHistory(db, portfolioIds, [...parents], to);
  for (;;) {
    const before = parents.size;
    for (const row of found) if (row.securityId !== null) parents.add(row.securityId);
    if (parents.size === before) return found;
    found = await findHistory(db, portfolioIds, [...parents].toSorted(), to);
  }
}

async function findHistory(db: ScopedReader, portfolioIds: readonly string[], securityIds: string[], to: IsoDate): Promise<TransactionRow[]> {
  const rows = await inParts(portfolioIds, (part) => db.find(Transaction, {
    portfolio: { $in: part }, status: 'booked', tradeDate: { $lte: to }, kind: { $nin: ['dividend', 'coupon', 'fee', 'tax'] },
    $or: [{ security: { $in: securityIds } }, { counterSecurity: { $in: securityIds } }],
  }, { orderBy: [{ tradeDate: 'asc' }, { sequence: 'asc' }, { id: 'asc' }] }));
  return rows.map(({ portfolio, security, counterSecurity, ...row }) => ({
    ...row, portfolioId: portfolio.id, securityId: security?.id ?? null, counterSecurityId: counterSecurity?.id ?? null,
  } as TransactionRow)); // column for column the same names; the relations are the ids above
}
