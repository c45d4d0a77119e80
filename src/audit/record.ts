import type { EntityManager } from '@mikro-orm/core';
import { originOf } from '../access/write-guard.ts';
import { AuditLog, type AUDIT_DECISIONS } from '../entities/compliance/audit-log.entity.ts';
import type { Clock } from '../shared/clock.ts';
import type { NewId } from '../shared/ids.ts';
import { leafHash } from './leaf.ts';
import { encryptPersonal, type PersonalSeal } from './personal-part.ts';

/** One act, as code reports it. `detail` holds no personal data: it is hashed into the ledger for ever. */
export interface AuditEntry {
  /** Given where something that is written before refers to the entry. */
  readonly id?: string;
  readonly actorId: string | null;
  readonly actorRole: string;
  readonly event: string;
  readonly decision: (typeof AUDIT_DECISIONS)[number];
  readonly objectType?: string;
  readonly objectId?: string;
  readonly clientId?: string;
  readonly requestId?: string;
  readonly conversationId?: string;
  readonly turnId?: string;
  readonly toolName?: string;
  readonly argumentsHash?: string;
  readonly reasonCode?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** What is said about a person: kept outside the hashed leaf under the person's key, so that it can be erased. */
  readonly personal?: { readonly seal: PersonalSeal; readonly data: Readonly<Record<string, unknown>> };
}

export interface AuditTools {
  readonly clock: Clock;
  readonly newId: NewId;
}

/**
 * Adds an entry to the caller's unit of work: it is written when, and only when, that work commits. The entity manager is a required
 * argument, so that no entry can be an afterthought. Its place in the ledger is given later by the one appender.
 */
export function recordAudit(em: EntityManager, entry: AuditEntry, tools: AuditTools): AuditLog {
  const { requestId } = originOf(em);
  return em.create(AuditLog, auditRow(requestId === undefined ? entry : { requestId, ...entry }, tools), { persist: true });
}

/** The whole row of an entry, for callers that add it by a statement of their own transaction. */
export function auditRow(entry: AuditEntry, tools: AuditTools) {
  const fields = {
    id: entry.id ?? tools.newId(),
    occurredAt: tools.clock.now(),
    actorId: entry.actorId,
    actorRole: entry.actorRole,
    event: entry.event,
    objectType: entry.objectType ?? null,
    objectId: entry.objectId ?? null,
    clientId: entry.clientId ?? null,
    requestId: entry.requestId ?? null,
    conversationId: entry.conversationId ?? null,
    turnId: entry.turnId ?? null,
    toolName: entry.toolName ?? null,
    argumentsHash: entry.argumentsHash ?? null,
    decision: entry.decision,
    reasonCode: entry.reasonCode ?? null,
    detail: entry.detail ?? null,
  };
  const { personal } = entry;
  return { ...fields, personId: personal?.seal.personId ?? null, personalCipher: personal ? encryptPersonal(personal.seal, fields.id, personal.data) : null, leafHash: leafHash(fields), sequence: null, sequencedAt: null };
}
