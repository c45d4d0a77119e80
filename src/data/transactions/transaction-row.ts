import type { EntityManager } from '@mikro-orm/core';
import type { IsoDate } from '../../shared/calendar.ts';
import type { TransactionKind } from '../../domain/lots/transaction.ts';
import { Transaction, type TransactionLotSelection } from '../../entities/trading/transaction.entity.ts';
import type { SqlRow, SqlRows } from '../derived/sql-rows.ts';

/** A booked transaction as plain values: decimals as plain text, days as ISO text, absent columns as null. */
export interface TransactionRow {
  readonly id: string;
  readonly portfolioId: string;
  readonly securityId: string | null;
  readonly kind: TransactionKind;
  readonly tradeDate: IsoDate;
  readonly settleDate: IsoDate | null;
  readonly sequence: number;
  readonly quantity: string | null;
  readonly price: string | null;
  readonly grossAmount: string | null;
  readonly fees: string | null;
  readonly taxesWithheld: string | null;
  readonly accruedInterest: string | null;
  readonly currency: string;
  readonly fxRateToBase: string | null;
  readonly fxRateToClient: string | null;
  readonly newShares: string | null;
  readonly oldShares: string | null;
  readonly counterSecurityId: string | null;
  readonly costFraction: string | null;
  readonly cashInLieu: string | null;
  readonly lotSelection: readonly TransactionLotSelection[] | null;
  readonly acquiredOn: IsoDate | null;
  readonly costBasis: string | null;
  readonly costFxToBase: string | null;
  readonly costFxToClient: string | null;
  readonly marketValue: string | null;
  readonly exDate: IsoDate | null;
  readonly isQualified: boolean | null;
  readonly orderRef: string | null;
}

const TEXTS = {
  id: 'id', portfolioId: 'portfolio_id', securityId: 'security_id', kind: 'kind', tradeDate: 'trade_date', settleDate: 'settle_date', currency: 'currency',
  counterSecurityId: 'counter_security_id', acquiredOn: 'acquired_on', exDate: 'ex_date', orderRef: 'order_ref',
} as const;

const DECIMALS = {
  quantity: 'quantity', price: 'price', grossAmount: 'gross_amount', fees: 'fees', taxesWithheld: 'taxes_withheld', accruedInterest: 'accrued_interest',
  fxRateToBase: 'fx_rate_to_base', fxRateToClient: 'fx_rate_to_client', newShares: 'new_shares', oldShares: 'old_shares', costFraction: 'cost_fraction',
  cashInLieu: 'cash_in_lieu', costBasis: 'cost_basis', costFxToBase: 'cost_fx_to_base', costFxToClient: 'cost_fx_to_client', marketValue: 'market_value',
} as const;

const COLUMNS = [...Object.values(TEXTS), ...Object.values(DECIMALS), 'sequence', 'lot_selection', 'is_qualified'].join(', ');

/** Booked transactions in their order of effect within each portfolio: day, sequence, id. */
export async function selectTransactions(sql: SqlRows, condition: string, parameters: readonly unknown[]): Promise<TransactionRow[]> {
  return select(sql, `status = 'booked' and ${condition}`, parameters);
}

/**
 * The transactions that counted at an instant of the past, whatever was booked, corrected or cancelled since.
 * @param knownAt The instant as the engine keeps it (`stampOf`).
 */
export async function selectTransactionsKnownAt(sql: SqlRows, knownAt: number | string, condition: string, parameters: readonly unknown[]): Promise<TransactionRow[]> {
  return select(sql, `recorded_at <= ? and (cancelled_at is null or cancelled_at > ?) and ${condition}`, [knownAt, knownAt, ...parameters]);
}

async function select(sql: SqlRows, condition: string, parameters: readonly unknown[]): Promise<TransactionRow[]> {
  const rows = await sql.select(`select ${COLUMNS} from Transactions where ${condition} order by portfolio_id, trade_date, sequence, id`, parameters);
  return rows.map((row) => rowOf(row, sql));
}

function rowOf(row: SqlRow, sql: SqlRows): TransactionRow {
  const plain: Record<string, unknown> = { sequence: Number(row['sequence']) };
  for (const [property, column] of Object.entries(TEXTS)) plain[property] = row[column] ?? null;
  for (const [property, column] of Object.entries(DECIMALS)) {
    const stored = row[column];
    plain[property] = typeof stored === 'string' ? sql.codec.readText(stored) : null;
  }
  const lots = row['lot_selection'];
  plain['lotSelection'] = typeof lots === 'string' ? JSON.parse(lots) : lots ?? null;
  const qualified = row['is_qualified'];
  plain['isQualified'] = qualified === null || qualified === undefined ? null : Boolean(qualified);
  return plain as unknown as TransactionRow; // the two column lists above are the interface, name for name
}

/** How rows of transactions are written past the mapper, decimals as their entity declares them. */
export interface TransactionWriter {
  /** In the order of `valuesOf`. */
  readonly columns: readonly string[];
  /** @throws RangeError when a number does not fit its column. */
  readonly valuesOf: (row: TransactionRow, netAmount: string) => unknown[];
}

export function transactionWriter(em: EntityManager): TransactionWriter {
  const { properties } = em.getMetadata().get(Transaction);
  const platform = em.getPlatform();
  const stored = (property: keyof typeof DECIMALS | 'netAmount', text: string | null): unknown => (text === null ? null : properties[property].customType?.convertToDatabaseValue(text, platform));
  const texts = Object.keys(TEXTS) as (keyof typeof TEXTS)[]; // their own keys
  const decimals = Object.keys(DECIMALS) as (keyof typeof DECIMALS)[];
  return {
    columns: [...Object.values(TEXTS), ...Object.values(DECIMALS), 'net_amount', 'sequence', 'lot_selection', 'is_qualified'],
    valuesOf: (row, netAmount) => [
      ...texts.map((property) => row[property]), ...decimals.map((property) => stored(property, row[property])), stored('netAmount', netAmount),
      row.sequence, row.lotSelection === null ? null : JSON.stringify(row.lotSelection), row.isQualified === null ? null : Number(row.isQualified),
    ],
  };
}

/** By day, sequence, id: the order in which `selectTransactions` reads. */
export function inBookOrder(rows: readonly TransactionRow[]): TransactionRow[] {
  return rows.toSorted((left, right) => (
    left.tradeDate < right.tradeDate ? -1 : left.tradeDate > right.tradeDate ? 1 : left.sequence - right.sequence || (left.id < right.id ? -1 : 1)
  ));
}
