import type { EntityManager } from '@mikro-orm/core';
import { EtlLog } from '../entities/system/etl-log.entity.ts';
import type { IsoDate } from '../shared/calendar.ts';
import { AppError } from '../shared/errors.ts';
import { at } from './context.ts';

/** Not drawn: the ids of a firm are the same with and without it. */
const ID = '00000000-0000-7000-8000-000000000001';

/**
 * Marks a firm that is being made, in the transaction of its first rows. The mark goes with the last step, so that a firm whose making was
 * killed never passes for a whole one: without it, the clients made until then would look like all there are.
 * @param clients As many as there will be.
 */
export async function beginFirm(em: EntityManager, today: IsoDate, clients: number): Promise<void> {
  await em.insert(EtlLog, {
    id: ID, job: 'seed', startedAt: at(today, '00:00'), finishedAt: null, status: 'running', rowsRead: clients, rowsInserted: 0, rowsRejected: 0, rowsSkipped: 0,
    fileName: null, fileHash: null, rejectsFile: null, error: null, detail: null,
  });
}

/** In the transaction that adds them: how many clients are whole. */
export async function noteClients(em: EntityManager, clients: number): Promise<void> {
  await em.nativeUpdate(EtlLog, { id: ID }, { rowsInserted: clients });
}

export async function finishFirm(em: EntityManager): Promise<void> {
  await em.nativeDelete(EtlLog, { id: ID });
}

/** @throws AppError conflict when the database holds a part of a firm. */
export async function refuseUnfinished(em: EntityManager, place: { readonly DATABASE_URL?: string | undefined; readonly DATA_DIR: string }): Promise<void> {
  const mark = await em.findOne(EtlLog, { id: ID });
  if (!mark) return;
  const done = mark.rowsInserted > 0 ? ` after ${mark.rowsInserted} of ${mark.rowsRead} clients` : '';
  throw new AppError('conflict', `The database holds a part of a firm: its making was interrupted${done}, or is still going on.`, {
    hint: place.DATABASE_URL ? 'Drop the database, create it again and start once more.' : `Remove steward.sqlite, steward.sqlite-wal and steward.sqlite-shm in ${place.DATA_DIR} and start once more.`,
  });
}
