import type { EntityManager } from '@mikro-orm/core';

/** The connection that data functions read and write through. Other layers hand it on and never look inside. */
export type DataHandle = EntityManager;

/** All of it or nothing. */
export async function inTransaction<T>(handle: DataHandle, work: (handle: DataHandle) => Promise<T>): Promise<T> {
  return handle.transactional(work);
}
