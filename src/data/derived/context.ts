import { epochDay, type IsoDate } from '../../shared/calendar.ts';
import { Decimal, type Decimal as Exact } from '../../shared/decimal.ts';
import { invalidInput } from '../../shared/errors.ts';
import type { LotMethod } from '../../domain/lots/lot-rules.ts';
import type { FundComposition } from '../../entities/trading/security.entity.ts';
import type { TransactionRow } from '../transactions/transaction-row.ts';
import { formatFixed, RATE_SCALE } from './fixed-point.ts';
import type { MarketGrid } from './market-grid.ts';

/** What derivation needs to know of a security. */
export interface SecurityFacts {
  readonly id: string;
  readonly ticker: string;
  readonly currency: string;
  readonly isCash: boolean;
  readonly exposureClass: string;
  readonly sector: string | null;
  readonly region: string | null;
  readonly country: string | null;
  readonly composition: FundComposition | null;
}

export interface PortfolioFacts {
  readonly id: string;
  readonly baseCurrency: string;
  readonly lotMethod: LotMethod;
  readonly taxResidence: string;
}

/** Everything with which one portfolio is derived. `today` is the last day derived. */
export interface Derivation {
  readonly portfolio: PortfolioFacts;
  readonly securities: ReadonlyMap<string, SecurityFacts>;
  readonly cashSecurities: ReadonlyMap<string, SecurityFacts>;
  readonly market: MarketGrid;
  readonly today: IsoDate;
}

export function securityOf(derivation: Derivation, id: string): SecurityFacts {
  const facts = derivation.securities.get(id);
  if (!facts) throw invalidInput(`There is no security ${id}.`);
  return facts;
}

export function cashSecurityOf(derivation: Derivation, currency: string): SecurityFacts {
  const facts = derivation.cashSecurities.get(currency);
  if (!facts) throw invalidInput(`There is no cash security for ${currency}.`, { hint: `Add a security with the asset class cash and the ticker ${currency}.` });
  return facts;
}

/** Base units for one unit of a transaction's currency on its day, from the stored rates. */
export function tableRate({ market, portfolio }: Derivation, row: TransactionRow): Exact | undefined {
  const found = market.rateOn(row.currency, portfolio.baseCurrency, epochDay(row.tradeDate));
  return found && new Decimal(formatFixed(found.value, RATE_SCALE));
}
