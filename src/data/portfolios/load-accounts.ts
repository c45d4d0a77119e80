import type { ScopedDb } from '../../access/scoped-db.ts';
import { ClientAccount } from '../../entities/income/client-account.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';

export interface AccountRow {
  readonly name: string;
  readonly kind: string;
  readonly custodian: string;
  readonly currency: string;
  /** Exact decimal in `currency`. */
  readonly cashBalance: string;
  readonly balanceAsOf: IsoDate;
  readonly status: string;
  readonly portfolioName: string | null;
}

/** Accounts of a client, closed ones included, oldest first. */
export async function loadAccounts(db: ScopedDb, clientId: string): Promise<AccountRow[]> {
  const rows = await db.find(ClientAccount, { client: clientId }, { populate: ['portfolio'], orderBy: [{ openedOn: 'asc' }, { name: 'asc' }] });
  return rows.map((row) => ({
    name: row.name, kind: row.kind, custodian: row.custodian, currency: row.currency, cashBalance: row.cashBalance, balanceAsOf: row.balanceAsOf, status: row.status,
    portfolioName: row.portfolio?.name ?? null,
  }));
}
