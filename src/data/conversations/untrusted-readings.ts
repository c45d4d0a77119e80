import type { ScopedReader } from '../../access/scoped-db.ts';
import { ToolInvocation } from '../../entities/communication/tool-invocation.entity.ts';

/** A tool result with texts that others wrote, which the model had read in the conversation. */
export interface UntrustedReading {
  readonly invocationId: string;
  readonly tool: string;
}

const MOST = 50;

/** What a conversation had read of others' texts up to now, oldest first: the loop marks such results in their first field. */
export async function loadUntrustedReadings(db: ScopedReader, conversationId: string): Promise<UntrustedReading[]> {
  const rows = await db.find(ToolInvocation, { conversation: conversationId, outcome: { $in: ['ok', 'approved'] }, result: { $like: '{"notice":%' } }, { fields: ['id', 'toolName'], orderBy: [{ startedAt: 'desc' }, { id: 'desc' }], limit: MOST });
  return rows.toReversed().map(({ id, toolName }) => ({ invocationId: id, tool: toolName }));
}
