import type { ScopedDb } from '../../access/scoped-db.ts';
import { loadNameIndex } from '../names/load-names.ts';

export interface OtherName {
  readonly clientId: string;
  /** Id of the client or portfolio. */
  readonly id: string;
  readonly name: string;
}

/** Names by which the clients within reach are known: their own and those of their portfolios. */
export async function loadClientNames(db: ScopedDb): Promise<readonly OtherName[]> {
  const indexes = await Promise.all([loadNameIndex(db, 'client'), loadNameIndex(db, 'portfolio')]);
  return indexes.flatMap(({ things }) => things).flatMap(({ id, name, clientId }) => (clientId === null ? [] : [{ id, name, clientId }]));
}
