import { sql } from 'kysely';
import type { Statements } from '../statements.ts';
import type { HistoryMessage } from './conversation-records.ts';

/** Earlier answers of which the tool results are still told to the model. */
const ANSWERS_WITH_RESULTS = 2;

interface BranchRow {
  readonly id: string;
  readonly turn_id: string;
  readonly role: string;
  readonly content: string;
}

interface InvocationRow {
  readonly id: string;
  readonly turn_id: string;
  readonly call_id: string | null;
  readonly tool_name: string;
  readonly arguments: string | Readonly<Record<string, unknown>> | null;
  readonly result: string | null;
}

/**
 * The last turns of the branch that ends at a message, oldest first, with the tool results of the newest answers. Two queries,
 * whatever the length of the conversation.
 */
export async function loadBranch(statements: Statements, uptoMessageId: string, turns: number): Promise<readonly HistoryMessage[]> {
  const branch = await statements.rows(sql<BranchRow>`with recursive branch (id, parent, depth) as (
      select id, parent_message_id, 0 from ChatMessages where id = ${uptoMessageId}
      union all select m.id, m.parent_message_id, b.depth + 1 from branch b join ChatMessages m on m.id = b.parent where b.depth < ${turns * 2}
    ) select m.id, m.turn_id, m.role, m.content from branch b join ChatMessages m on m.id = b.id where m.role <> 'system' order by b.depth desc`);
  const invocations = await loadInvocations(statements, branch.filter((message) => message.role === 'assistant').slice(-ANSWERS_WITH_RESULTS).map((message) => message.turn_id));
  return branch.filter((message) => message.role === 'user' || message.content !== '').map((message) => ({
    id: message.id,
    turnId: message.turn_id,
    role: message.role === 'user' ? 'user' : 'assistant',
    content: message.content,
    invocations: message.role === 'user' ? [] : invocations
      .filter((invocation) => invocation.turn_id === message.turn_id)
      .map((invocation) => ({ id: invocation.id, callId: invocation.call_id ?? invocation.id, toolName: invocation.tool_name, arguments: argumentsOf(invocation), result: invocation.result ?? '' })),
  }));
}

async function loadInvocations(statements: Statements, turnIds: readonly string[]): Promise<readonly InvocationRow[]> {
  if (turnIds.length === 0) return [];
  return statements.rows(sql<InvocationRow>`select id, turn_id, call_id, tool_name, arguments, result from ToolInvocations
    where turn_id in (${sql.join(turnIds)}) and outcome in ('ok', 'approved') order by round, call_index`);
}

/** MySQL's driver reads JSON columns itself; the other engines keep them as text. */
function argumentsOf(row: InvocationRow): Readonly<Record<string, unknown>> {
  const parsed: unknown = typeof row.arguments === 'string' ? JSON.parse(row.arguments) : row.arguments;
  return (parsed ?? {}) as Readonly<Record<string, unknown>>; // stored from the same type
}
