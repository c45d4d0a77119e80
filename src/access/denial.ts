import type { Role } from '../entities/table.ts';
import { AppError, notFound } from '../shared/errors.ts';

/** What was refused, for the log of security events. It never reaches the person who asked. */
export interface Denial {
  readonly userId: string;
  readonly role: Role;
  readonly sessionId?: string;
  readonly entity: string;
  readonly operation: 'read' | 'create' | 'update' | 'delete';
  /** The key asked for, parts joined by '/'. */
  readonly key: string;
  readonly reason: 'out-of-reach' | 'role';
}

/** Records a denial in a transaction of its own: the refused one is rolled back. */
export type OnDenied = (denial: Denial) => Promise<void>;

/** Looks exactly like a missing row from outside; carries the denial for the log. */
export class AccessDenied extends AppError {
  readonly denial: Denial;
  readonly what: string;

  constructor(denial: Denial, what: string) {
    const missing = notFound(what);
    super(missing.code, missing.publicMessage, missing.hint === undefined ? {} : { hint: missing.hint });
    this.denial = denial;
    this.what = what;
    // Anyone who prints, compares or serialises the error must see no difference from a missing row.
    for (const name of ['denial', 'what']) Object.defineProperty(this, name, { enumerable: false });
  }
}

/** "PortfolioSnapshot" is called "portfolio snapshot" to people. */
export function nameOf(entity: string): string {
  return entity.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
}
