import { hash } from 'node:crypto';
import { canonicalJson } from '../shared/canonical-json.ts';

/** The part of an audit entry that is hashed: everything but its place in the ledger and the personal part. */
export interface LeafFields {
  readonly id: string;
  readonly occurredAt: Date;
  readonly actorId: string | null;
  readonly actorRole: string;
  readonly event: string;
  readonly objectType: string | null;
  readonly objectId: string | null;
  readonly clientId: string | null;
  readonly requestId: string | null;
  readonly conversationId: string | null;
  readonly turnId: string | null;
  readonly toolName: string | null;
  readonly argumentsHash: string | null;
  readonly decision: string;
  readonly reasonCode: string | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

/** A row as an entity manager or a scoped read gives it: an empty column may be undefined there. */
export type LeafRow = { readonly [K in keyof LeafFields]: LeafFields[K] | (null extends LeafFields[K] ? undefined : never) };

/** The leaf hash that a stored row should have. */
export function leafHashOf(row: LeafRow): string {
  return leafHash(fieldsOf(row));
}

/** The leaf bytes of a stored row. */
export function leafBytesOf(row: LeafRow): Buffer {
  return leafBytes(fieldsOf(row));
}

function fieldsOf(row: LeafRow): LeafFields {
  const { id, occurredAt, actorRole, event, decision } = row;
  return {
    id, occurredAt, actorRole, event, decision,
    actorId: row.actorId ?? null, objectType: row.objectType ?? null, objectId: row.objectId ?? null, clientId: row.clientId ?? null,
    requestId: row.requestId ?? null, conversationId: row.conversationId ?? null, turnId: row.turnId ?? null, toolName: row.toolName ?? null,
    argumentsHash: row.argumentsHash ?? null, reasonCode: row.reasonCode ?? null, detail: row.detail ?? null,
  };
}

/** The bytes of a leaf: canonical JSON of the hashed fields, so that anyone can rebuild them from the row. */
export function leafBytes(fields: LeafFields): Buffer {
  return Buffer.from(leafText(fields));
}

function leafText(fields: LeafFields): string {
  const { id, occurredAt, actorId, actorRole, event, objectType, objectId, clientId, requestId, conversationId, turnId, toolName, argumentsHash, decision, reasonCode, detail } = fields;
  return canonicalJson({ id, occurredAt, actorId, actorRole, event, objectType, objectId, clientId, requestId, conversationId, turnId, toolName, argumentsHash, decision, reasonCode, detail });
}

/** RFC 6962, 2.1: SHA-256(0x00 || leaf). Hexadecimal. */
export function leafHash(fields: LeafFields): string {
  return hash('sha256', `\0${leafText(fields)}`);
}
