import type { ScopedDb } from '../../access/scoped-db.ts';
import { Client } from '../../entities/clients/client.entity.ts';

export const FIRM_CURRENCY = 'USD';

/** The currency that totals are given in: a client's own; for staff the firm's. */
export async function loadBaseCurrency(db: ScopedDb): Promise<string> {
  const { clientId } = db.principal;
  if (!clientId) return FIRM_CURRENCY;
  const client = await db.findOne(Client, { id: clientId }, { fields: ['baseCurrency'] });
  return client?.baseCurrency ?? FIRM_CURRENCY;
}
