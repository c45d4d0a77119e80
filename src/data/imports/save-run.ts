import { stampOf } from '../derived/rebuild.ts';
import { SqlRows } from '../derived/sql-rows.ts';
import type { BookingContext } from '../transactions/book-transactions.ts';
import type { DataHandle } from './data-handle.ts';

/** One run of an import or feed, as ETL_Logs keeps it. */
export interface FinishedRun {
  readonly job: string;
  readonly status: 'succeeded' | 'partial' | 'failed';
  readonly read: number;
  readonly written: number;
  readonly refused: number;
  readonly skipped: number;
  readonly fileName: string;
  readonly fileHash: string;
  readonly rejectsFile?: string;
  readonly error?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Records a run; inside the import's own transaction when it succeeded, so that the two stand or fall together. */
export async function saveRun(handle: DataHandle, run: FinishedRun, { now, today, newId }: BookingContext): Promise<void> {
  const stamp = stampOf(handle, { now, today });
  await new SqlRows(handle).insert(
    'ETL_Logs',
    ['id', 'job', 'started_at', 'finished_at', 'status', 'rows_read', 'rows_inserted', 'rows_rejected', 'rows_skipped', 'file_name', 'file_hash', 'rejects_file', 'error', 'detail'],
    [[
      newId(), run.job.slice(0, 80), stamp, stamp, run.status, run.read, run.written, run.refused, run.skipped,
      run.fileName.slice(-255), run.fileHash, run.rejectsFile?.slice(-255) ?? null, run.error?.slice(0, 1000) ?? null, run.detail ? JSON.stringify(run.detail) : null,
    ]],
  );
}

/** True when this file went in completely before, under the same job: reading it again can add nothing. */
export async function wentInBefore(handle: DataHandle, fileHash: string, job: string): Promise<boolean> {
  const rows = await new SqlRows(handle).select("select 1 from ETL_Logs where file_hash = ? and job = ? and status = 'succeeded' limit 1", [fileHash, job]);
  return rows.length > 0;
}
