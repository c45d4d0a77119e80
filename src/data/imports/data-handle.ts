import { IsolationLevel, type EntityManager } from '@mikro-orm/core';
import { SqlitePlatform } from '@mikro-orm/sql';

/** The connection that data functions read and write through. Other layers hand it on and never look inside. */
export type DataHandle = EntityManager;

/**
 * All of it or nothing. Each statement sees what others have committed by then: an import looks names up before it takes a portfolio, and
 * must not go on from how that stood at the first look. SQLite has one writer anyway.
 */
export async function inTransaction<T>(handle: DataHandle, work: (handle: DataHandle) => Promise<T>): Promise<T> {
  return handle.transactional(work, handle.getPlatform() instanceof SqlitePlatform ? {} : { isolationLevel: IsolationLevel.READ_COMMITTED });
}
