import { createHash } from 'node:crypto';
import { leafHash } from '../../audit/leaf.ts';
import { AuditLog, type AUDIT_DECISIONS } from '../../entities/compliance/audit-log.entity.ts';
import { AuditTrail, type FieldChange } from '../../entities/compliance/audit-trail.entity.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import type { DemoContext } from '../context.ts';

export interface PastAct {
  readonly occurredAt: Date;
  readonly actorId: string | null;
  readonly actorRole: string;
  readonly event: string;
  readonly decision: (typeof AUDIT_DECISIONS)[number];
  readonly objectType?: string;
  readonly objectId?: string;
  readonly clientId?: string;
  readonly conversationId?: string;
  readonly turnId?: string;
  readonly toolName?: string;
  readonly argumentsHash?: string;
  readonly reasonCode?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface PastChange {
  readonly occurredAt: Date;
  readonly actorId: string | null;
  readonly actorRole: string;
  readonly tableName: string;
  readonly rowKey: string;
  readonly clientId: string | null;
  readonly operation: 'insert' | 'update' | 'delete';
  readonly changes: readonly FieldChange[];
  readonly reason: string | null;
}

/**
 * The firm's past acts. They are collected and written in the order in which they happened, as the ledger's appender would have seen them;
 * the appender gives them their places when the server first runs.
 */
export class AuditHistory {
  readonly #acts: { readonly act: PastAct; readonly change?: PastChange }[] = [];

  act(act: PastAct): void {
    this.#acts.push({ act });
  }

  /** An act that changed a row: one entry in the log and the before and after in the trail. */
  change(change: PastChange, event: string): void {
    const { occurredAt, actorId, actorRole, tableName, rowKey, clientId, changes } = change;
    this.#acts.push({
      change,
      act: { occurredAt, actorId, actorRole, event, decision: 'done', objectType: tableName, objectId: rowKey, ...(clientId ? { clientId } : {}), detail: { fields: changes.map(({ field }) => field) } },
    });
  }

  write({ writer, newId }: DemoContext): void {
    const ordered = this.#acts.toSorted((left, right) => left.act.occurredAt.getTime() - right.act.occurredAt.getTime());
    for (const { act, change } of ordered) {
      const fields = {
        id: newId(), occurredAt: act.occurredAt, actorId: act.actorId, actorRole: act.actorRole, event: act.event, objectType: act.objectType ?? null, objectId: act.objectId ?? null,
        clientId: act.clientId ?? null, requestId: null, conversationId: act.conversationId ?? null, turnId: act.turnId ?? null, toolName: act.toolName ?? null,
        argumentsHash: act.argumentsHash ?? null, decision: act.decision, reasonCode: act.reasonCode ?? null, detail: act.detail ?? null,
      };
      writer.add(AuditLog, { ...fields, personId: null, personalCipher: null, leafHash: leafHash(fields), sequence: null, sequencedAt: null });
      if (!change) continue;
      const row = { id: newId(), ...change, fieldList: `,${change.changes.map(({ field }) => field).join(',')},`, requestId: null, auditLogId: fields.id };
      writer.add(AuditTrail, { ...row, leafHash: hashOf(row) });
    }
  }
}

/** SHA-256 of the canonical JSON, for everything that the product hashes; lower-case hexadecimal. */
export function sha256(value: unknown): string {
  return createHash('sha256').update(typeof value === 'string' ? value : canonicalJson(value)).digest('hex');
}

/** RFC 6962 leaf hash of a row of the trail. */
function hashOf(row: unknown): string {
  return createHash('sha256').update(Buffer.of(0)).update(canonicalJson(row)).digest('hex');
}
