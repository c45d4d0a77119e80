import type { Principal } from '../access/principal.ts';
import { recordAudit, type AuditTools } from '../audit/record.ts';
import { AppError } from '../shared/errors.ts';
import { importFile } from './import-file.ts';
import type { ImportFile, ImportHandle, ImportOptions, ImportReport } from './import-run.ts';

export type RequestedImport = Omit<ImportOptions, 'reachable' | 'allowedKinds'>;

/**
 * An import in a person's name: administrators and the firm's own services bring in everything, advisors the transactions and positions of
 * the clients assigned to them. It is on the audit record in the transaction of the import, a refused one beside it.
 * @param tools With the id that its audit entry is to have: the handle puts what is changed down to it.
 * @throws AppError not-permitted for everybody else; otherwise as `importFile`.
 */
export async function importAs(handle: ImportHandle, principal: Principal, file: ImportFile, options: RequestedImport, tools: AuditTools & { readonly requestId: string; readonly entryId: string }): Promise<ImportReport> {
  const { clock, newId, requestId, entryId } = tools;
  const entry = { id: entryId, actorId: principal.userId, actorRole: principal.role, event: options.preview ? 'import.previewed' : 'import.run', objectType: 'ETL_Logs', requestId };
  try {
    return await importFile(handle, file, { ...options, ...reachOf(principal) }, {
      now: clock.now(), today: clock.today(), newId,
      onDone: async (tx, { status, kind, read, added, corrected, alreadyThere, rejects }) => {
        recordAudit(tx, { ...entry, decision: 'done', detail: { status, kind, read, added, corrected, alreadyThere, refused: rejects.length } }, { clock, newId });
        await tx.flush();
      },
    });
  } catch (error) {
    recordAudit(handle, { ...entry, decision: error instanceof AppError && error.code === 'not-permitted' ? 'denied' : 'failed', reasonCode: error instanceof AppError ? error.code : 'internal' }, { clock, newId });
    await handle.flush();
    throw error;
  }
}

function reachOf({ role, clientIds }: Principal): Pick<ImportOptions, 'reachable' | 'allowedKinds'> {
  if (role === 'admin' || role === 'service') return {};
  if (role === 'advisor') return { reachable: new Set(clientIds), allowedKinds: ['transactions', 'holdings'] };
  throw new AppError('not-permitted', 'You may not import files.', { hint: 'Advisors and administrators may.' });
}
