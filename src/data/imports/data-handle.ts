import type { EntityManager } from '@mikro-orm/core';
import { retriedTransaction } from '../retry-conflicts.ts';

/** The connection that data functions read and write through. Other layers hand it on and never look inside. */
export type DataHandle = EntityManager;

/** All of it or nothing, begun again when it lost against another transaction: `work` keeps nothing outside itself. */
export async function inTransaction<T>(handle: DataHandle, work: (handle: DataHandle) => Promise<T>): Promise<T> {
  return retriedTransaction(handle, work);
}
