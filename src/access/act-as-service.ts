import type { SqlEntityManager } from '@mikro-orm/sql';
import { ScopedWriter, WRITERS } from './scoped-db.ts';
import { SERVICE_PRINCIPAL } from './scoped-dbs.ts';
import { bindPrincipal, originOf, type Origin } from './write-guard.ts';

/**
 * The same transaction with the service's rights, for records that follow from a person's act and that the person may not write
 * themselves (a compliance check of an accepted recommendation). Only `data` and `audit` may use it, and only after the scoped writer
 * has found what the records hang on; the architecture test shows who does. The actor on record stays the person.
 */
export function actAsService(writer: ScopedWriter, act: Act = {}): ScopedWriter {
  return new ScopedWriter(serviceManager(writer, act), SERVICE_PRINCIPAL);
}

/** The audit entry, in the same transaction, that what is written is put down to; without it that of the call. */
type Act = Pick<Origin, 'auditLogId'>;

/**
 * The entity manager with the service's rights in the writer's transaction, for those parts of `data` that write in sets or by the unit of
 * work (bookings with their derived rows, audit entries). It must not leave the transaction.
 */
export function serviceManager(writer: ScopedWriter, act: Act = {}): SqlEntityManager {
  const rows = WRITERS.get(writer);
  if (!rows) throw new TypeError('not a writer of a running transaction');
  const fork = rows.em.fork({ keepTransactionContext: true });
  bindPrincipal(fork, SERVICE_PRINCIPAL, writer.principal, { ...originOf(fork), ...act });
  return fork;
}
