import { SqlRows } from '../data/derived/sql-rows.ts';
import { stampOf } from '../data/derived/rebuild.ts';
import type { ImportContext, ImportHandle, ImportReport } from './import-run.ts';

export interface LoggedRun {
  readonly fileName: string;
  readonly fileHash: string;
  readonly job: string;
  readonly report?: ImportReport;
  readonly rejectsFile?: string;
  readonly error?: string;
}

/** Records a run in ETL_Logs; inside the import's own transaction when it succeeded, so that the two stand or fall together. */
export async function logRun(em: ImportHandle, run: LoggedRun, { now, today, newId }: ImportContext): Promise<void> {
  const { report } = run;
  const stamp = stampOf(em, { now, today });
  await new SqlRows(em).insert(
    'ETL_Logs',
    ['id', 'job', 'started_at', 'finished_at', 'status', 'rows_read', 'rows_inserted', 'rows_rejected', 'rows_skipped', 'file_name', 'file_hash', 'rejects_file', 'error', 'detail'],
    [[
      newId(), run.job, stamp, stamp, report?.status ?? 'failed', report?.read ?? 0, report ? report.added + report.corrected : 0, report?.rejects.length ?? 0, report?.alreadyThere ?? 0,
      run.fileName.slice(-255), run.fileHash, run.rejectsFile?.slice(-255) ?? null, run.error?.slice(0, 1000) ?? null, report ? JSON.stringify(report.detected) : null,
    ]],
  );
}

/** True when this file went in completely before, under the same job: reading it again can add nothing. */
export async function wentInBefore(em: ImportHandle, fileHash: string, job: string): Promise<boolean> {
  const rows = await new SqlRows(em).select("select 1 from ETL_Logs where file_hash = ? and job = ? and status = 'succeeded' limit 1", [fileHash, job]);
  return rows.length > 0;
}
