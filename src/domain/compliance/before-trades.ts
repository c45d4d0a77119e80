import { decimal, ZERO, type Decimal } from '../../shared/decimal.ts';
import type { PortfolioState, ProposedTrade, StateLot, StatePosition, StateSecurity } from '../portfolio-state/portfolio-state.ts';
import type { ComplianceSubject } from './compliance-subject.ts';

/** A trade that is booked already. */
export interface EnteredTrade extends ProposedTrade {
  readonly transactionId: string;
}

/**
 * What the rules would have been asked before some trades were booked: the state as it stands with the trades taken back, and the trades.
 * Judged after them, it is the state as it stands, to the last digit. What a sale took is one lot whose cost its realised gain tells.
 */
export function beforeTrades(state: PortfolioState, entered: readonly EnteredTrade[], securities: ReadonlyMap<string, StateSecurity>): ComplianceSubject {
  const ids = new Set(entered.map(({ transactionId }) => transactionId));
  const gains = new Map(state.recentTrades.filter(({ transactionId }) => ids.has(transactionId)).map(({ transactionId, gainBase }) => [transactionId, gainBase]));
  const positions = new Map(state.positions.map((position) => [position.security.id, position]));
  let cash = ZERO;
  const trades = entered.map(({ transactionId, ...trade }): ProposedTrade => {
    const sign = trade.side === 'buy' ? 1 : -1;
    cash = cash.plus(decimal(trade.amountBase).times(sign));
    const security = positions.get(trade.securityId)?.security ?? securities.get(trade.securityId);
    if (!security) return trade;
    const position = positions.get(trade.securityId) ?? nothingOf(security, trade);
    const lot = trade.side === 'sell' ? soldLot(transactionId, trade, gains.get(transactionId) ?? null, state) : undefined;
    positions.set(security.id, moved(position, decimal(trade.quantity).times(-sign), decimal(trade.amountBase).times(-sign), lot));
    return lot ? { ...trade, lots: [{ lotId: lot.lotId, quantity: lot.quantity }] } : trade;
  });
  const money = state.positions.find(({ security }) => security.assetClass === 'cash' && security.currency === state.portfolio.baseCurrency);
  if (money) positions.set(money.security.id, moved(money, cash, cash, undefined));
  return {
    state: { ...state, positions: [...positions.values()].toSorted((left, right) => (left.security.id < right.security.id ? -1 : 1)), recentTrades: state.recentTrades.filter(({ transactionId }) => !ids.has(transactionId)) },
    trades, securities: [],
  };
}

function nothingOf(security: StateSecurity, { price, priceDate }: ProposedTrade): StatePosition {
  return { security, quantity: '0', price, priceDate, fxToBase: '1', fxDate: priceDate, valueBase: '0', costBase: '0', lots: [] };
}

function moved(position: StatePosition, quantity: Decimal, value: Decimal, lot: StateLot | undefined): StatePosition {
  return {
    ...position, quantity: decimal(position.quantity).plus(quantity).toFixed(), valueBase: position.valueBase === null ? null : decimal(position.valueBase).plus(value).toFixed(), lots: lot ? [...position.lots, lot] : position.lots,
  };
}

function soldLot(transactionId: string, { quantity, amountBase }: ProposedTrade, gain: string | null, { asOf }: PortfolioState): StateLot {
  return { lotId: `sold:${transactionId}`, quantity, costBase: gain === null ? null : decimal(amountBase).minus(gain).toFixed(), acquiredOn: asOf, isShort: false };
}
