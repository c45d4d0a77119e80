import type { CastClient, CastPortfolio } from '../people/cast-types.ts';

/** One portfolio to be lived through, from its first day. */
export interface PortfolioPlan {
  readonly id: string;
  readonly clientId: string;
  readonly client: CastClient;
  readonly portfolio: CastPortfolio;
  /** Position among the client's portfolios; stories play in the first. */
  readonly index: number;
  readonly baseCurrency: string;
  readonly openedDay: number;
  /** Opening value in the base currency. */
  readonly openingAmount: number;
  readonly contributionFraction: number;
  readonly feeBps: number;
  /** The last quarterly fees that the client did not pay. */
  readonly unpaidQuarters: number;
  readonly rebalances: boolean;
}

/** A quarter's advisory fee; the same amount is booked in the portfolio on the day of payment. */
export interface FeeBill {
  readonly plan: PortfolioPlan;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly assets: number;
  readonly amount: string;
  readonly issuedDay: number;
  readonly paidDay: number | null;
}

export interface RebalanceRecord {
  readonly plan: PortfolioPlan;
  readonly day: number;
  readonly trades: readonly { side: 'buy' | 'sell'; ticker: string; quantity: string; price: string; transactionId: string }[];
  readonly turnoverFraction: number;
  readonly driftBeforeFraction: number;
  readonly driftAfterFraction: number;
  readonly cost: number;
}
