import type { ScopedDb } from '../../access/scoped-db.ts';
import { ChatMessage } from '../../entities/communication/chat-message.entity.ts';
import { ToolInvocation } from '../../entities/communication/tool-invocation.entity.ts';

/** What one tool call told: whom it was asked about, and its text by table row. */
export interface ReadRecord {
  readonly client: string | undefined;
  readonly portfolio: string | undefined;
  /** Title, facts and figures. */
  readonly outside: string;
  /** `client` is the name in the row's client column, null where there is none. */
  readonly rows: readonly { readonly client: string | null; readonly text: string }[];
}

const MOST_CALLS = 200;
/** A call outside a conversation looks back this far. */
const LOOK_BACK_MS = 3_600_000;

/** What this conversation has read, and what its person wrote; outside a conversation, what the person read within the last hour. */
export async function loadReadRecords(db: ScopedDb, conversationId: string | undefined, now: Date): Promise<{ readonly records: readonly ReadRecord[]; readonly questions: readonly string[] }> {
  const { userId } = db.principal;
  const where = conversationId === undefined ? { user: userId, startedAt: { $gte: new Date(now.getTime() - LOOK_BACK_MS) } } : { user: userId, conversation: conversationId };
  const calls = await db.find(ToolInvocation, { ...where, outcome: { $in: ['ok', 'approved'] } }, { fields: ['arguments', 'result'], orderBy: { startedAt: 'desc' }, limit: MOST_CALLS });
  const questions = conversationId === undefined ? [] : await db.find(ChatMessage, { conversation: conversationId, role: 'user' }, { fields: ['content'], orderBy: { sequence: 'desc' }, limit: MOST_CALLS });
  return { records: calls.map((call) => recordOf(call.arguments ?? {}, call.result ?? '')), questions: questions.map(({ content }) => content) };
}

function recordOf(args: Readonly<Record<string, unknown>>, result: string): ReadRecord {
  const { tables, ...outside } = JSON.parse(result || '{}') as { tables?: readonly StoredTable[] }; // written by the loop itself
  const text = (name: string) => (typeof args[name] === 'string' ? args[name] : undefined);
  return { client: text('client'), portfolio: text('portfolio'), outside: JSON.stringify(outside), rows: (tables ?? []).flatMap(rowsOf) };
}

interface StoredTable {
  readonly columns: readonly { readonly key: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

function rowsOf({ columns, rows }: StoredTable): ReadRecord['rows'] {
  const at = columns.findIndex(({ key }) => key === 'client' || key === 'clientName');
  return rows.map((row) => ({ client: at >= 0 && typeof row[at] === 'string' ? row[at] : null, text: JSON.stringify(row) }));
}
