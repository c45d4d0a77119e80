import type { ScopedDb } from '../../access/scoped-db.ts';
import { Security } from '../../entities/trading/security.entity.ts';

export interface SecurityLabels {
  readonly id: string;
  readonly ticker: string;
  readonly name: string;
  readonly assetClass: string;
  readonly exposureClass: string;
  readonly sector: string | null;
  readonly currency: string;
}

/** Names and labels of securities by id, held or not. */
export async function loadSecurityLabels(db: ScopedDb, ids: readonly string[]): Promise<Map<string, SecurityLabels>> {
  const rows = ids.length === 0 ? [] : await db.find(Security, { id: { $in: [...new Set(ids)] } }, { fields: ['id', 'ticker', 'name', 'assetClass', 'exposureClass', 'sector', 'currency'] });
  return new Map(rows.map((row) => [row.id, { ...row, sector: row.sector ?? null }]));
}
