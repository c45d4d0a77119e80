import type { PortfolioState, ProposedTrade, StateSecurity } from '../portfolio-state/portfolio-state.ts';
import { decimal, ZERO, type Decimal } from '../../shared/decimal.ts';
import type { ComplianceSubject } from './compliance-subject.ts';

/** One security of a book, money in the base currency of the portfolio. */
export interface BookLine {
  readonly security: StateSecurity;
  readonly quantity: Decimal;
  /** `undefined` when the price or the rate is missing. */
  readonly valueBase: number | undefined;
}

/** A portfolio at one moment: as it stands, or as it would stand after the trades. */
export interface Book {
  /** Cash included, ordered by security id. */
  readonly lines: readonly BookLine[];
  /** Exact sum of the cash; `undefined` when a rate is missing. */
  readonly cashBase: Decimal | undefined;
  /** `undefined` when the value of a line is missing. */
  readonly totalBase: number | undefined;
}

/** What the rules look at: the subject with its books before and after the trades, made once for all rules. */
export interface SubjectView {
  readonly subject: ComplianceSubject;
  readonly state: PortfolioState;
  readonly trades: readonly ProposedTrade[];
  readonly hasTrades: boolean;
  readonly before: Book;
  /** The same book when there are no trades. */
  readonly after: Book;
  /** Securities by id, held or traded. */
  readonly securityOf: (id: string) => StateSecurity | undefined;
}

export function viewOf(subject: ComplianceSubject): SubjectView {
  const { state, trades } = subject;
  const securities = new Map<string, StateSecurity>();
  for (const security of subject.securities) securities.set(security.id, security);
  for (const { security } of state.positions) securities.set(security.id, security);
  const before = bookOf(state.positions.map(({ security, quantity, valueBase }) => ({ security, quantity: decimal(quantity), value: valueBase === null ? undefined : decimal(valueBase) })));
  return {
    subject, state, trades, hasTrades: trades.length > 0, before, after: trades.length === 0 ? before : afterTrades(subject, securities),
    securityOf: (id) => securities.get(id),
  };
}

interface ExactLine {
  readonly security: StateSecurity;
  readonly quantity: Decimal;
  readonly value: Decimal | undefined;
}

function bookOf(lines: readonly ExactLine[]): Book {
  let total: Decimal | undefined = ZERO;
  let cash: Decimal | undefined = ZERO;
  for (const { security, quantity, value } of lines) {
    // Nothing of a thing is worth nothing, whatever its price.
    const worth: Decimal | undefined = value ?? (quantity.isZero() ? ZERO : undefined);
    total = worth && total?.plus(worth);
    if (security.assetClass === 'cash') cash = worth && cash?.plus(worth);
  }
  return {
    lines: lines.map(({ security, quantity, value }) => ({ security, quantity, valueBase: (value ?? (quantity.isZero() ? ZERO : undefined))?.toNumber() })),
    cashBase: cash, totalBase: total?.toNumber(),
  };
}

/** Trades move units and values at their own prices; their cash, less the estimated cost, moves in the base currency. */
function afterTrades({ state, trades, bestInterest }: ComplianceSubject, securities: ReadonlyMap<string, StateSecurity>): Book {
  const lines = new Map<string, ExactLine>(state.positions.map(({ security, quantity, valueBase }) => [security.id, { security, quantity: decimal(quantity), value: valueBase === null ? undefined : decimal(valueBase) }]));
  let cash = ZERO.minus(bestInterest?.estimatedCostBase ?? ZERO);
  for (const { side, securityId, quantity, amountBase } of trades) {
    const sign = side === 'buy' ? 1 : -1;
    cash = cash.minus(decimal(amountBase).times(sign));
    const security = securities.get(securityId);
    if (!security) continue;
    const line = lines.get(securityId) ?? { security, quantity: ZERO, value: ZERO };
    lines.set(securityId, { security, quantity: line.quantity.plus(decimal(quantity).times(sign)), value: line.value?.plus(decimal(amountBase).times(sign)) });
  }
  const base = [...lines.values()].find(({ security }) => security.assetClass === 'cash' && security.currency === state.portfolio.baseCurrency);
  const money = base ?? { security: cashSecurity(state.portfolio.baseCurrency), quantity: ZERO, value: ZERO };
  lines.set(money.security.id, { ...money, quantity: money.quantity.plus(cash), value: money.value?.plus(cash) });
  return bookOf([...lines.values()].toSorted((left, right) => (left.security.id < right.security.id ? -1 : 1)));
}

/** Stands for cash in a currency of which the portfolio holds none. */
function cashSecurity(currency: string): StateSecurity {
  return {
    id: `cash:${currency}`, ticker: currency, name: `${currency} cash`, assetClass: 'cash', exposureClass: 'cash', issuer: null, sector: null, industry: null, country: null, region: null, currency, unitSize: '0.01',
    quantityDecimals: 2, status: 'active', isIndex: false, isRestricted: false, restrictedReason: null, minRiskScore: null, expenseRatioFraction: null, averageDailyVolume: null, durationYears: null, esgScore: null,
    ratingScore: null, ratingAction: null, ratedOn: null, composition: null,
  };
}

/** Securities that the trades buy (or sell), each once, with what is unknown left out. */
export function tradedSecurities({ trades, securityOf }: SubjectView, side?: 'buy' | 'sell'): StateSecurity[] {
  const ids = new Set(trades.filter((trade) => side === undefined || trade.side === side).map(({ securityId }) => securityId));
  return [...ids].flatMap((id) => securityOf(id) ?? []);
}
