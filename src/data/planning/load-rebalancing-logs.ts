import type { ScopedDb } from '../../access/scoped-db.ts';
import { RebalancingLog } from '../../entities/planning/rebalancing-log.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';

export interface RebalanceRow {
  readonly portfolioId: string;
  readonly rebalancedOn: IsoDate;
  readonly triggerKind: string;
  readonly reason: string;
  readonly turnoverFraction: number;
  readonly driftBeforeFraction: number | null;
  readonly driftAfterFraction: number | null;
  /** Exact decimal in `currency`. */
  readonly costBase: string | null;
  readonly currency: string;
  readonly trades: number;
}

/** Rebalances that were carried out, newest first. */
export async function loadRebalancingLogs(db: ScopedDb, portfolioIds: readonly string[]): Promise<RebalanceRow[]> {
  const rows = portfolioIds.length === 0 ? [] : await db.find(RebalancingLog, { portfolio: { $in: [...portfolioIds] } }, { orderBy: [{ rebalancedOn: 'desc' }, { id: 'desc' }] });
  return rows.map((row) => ({
    portfolioId: row.portfolio.id, rebalancedOn: row.rebalancedOn, triggerKind: row.triggerKind, reason: row.reason, turnoverFraction: row.turnoverFraction,
    driftBeforeFraction: row.driftBeforeFraction ?? null, driftAfterFraction: row.driftAfterFraction ?? null, costBase: row.costBase ?? null, currency: row.currency, trades: row.trades.length,
  }));
}
