import type { ToolMessage } from '@langchain/core/messages';
import type { Answer } from '../../shared/answer.ts';

export interface ToolProblem {
  readonly error: string;
  readonly message: string;
  readonly hint?: string;
}

/** What one tool call gave back. A write that waits for the person carries its preview and `pending`. */
export interface ToolResult {
  readonly id: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly answer?: Answer;
  readonly problem?: ToolProblem;
  readonly pending: boolean;
}

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(content: unknown): unknown {
  if (typeof content !== 'string') return content;
  try {
    return JSON.parse(content);
  } catch {
    return undefined; // plain text is no answer of a tool: the caller reports it as unreadable
  }
}

/** Fills what a compact rendering of an answer may leave out. */
function toAnswer(value: Json): Answer | undefined {
  if (!('figures' in value || 'facts' in value || 'tables' in value || 'title' in value)) return undefined;
  const list = (key: string): unknown[] => (Array.isArray(value[key]) ? value[key] : []);
  const tables = list('tables').filter(isRecord).map((table) => ({ total: Array.isArray(table['rows']) ? table['rows'].length : 0, title: '', method: '', key: '', columns: [], rows: [], ...table }));
  // The tools' own shape, read back from what the same process wrote: lists are checked above, their items are trusted.
  return { title: '', asOf: '', caveats: [], ...value, figures: list('figures'), facts: list('facts'), tables, charts: list('charts') } as unknown as Answer;
}

/** Reads a tool message: an answer, a problem in the product's own words, or a write that waits for approval. */
export function readToolMessage(message: ToolMessage, tool: string, args: Json): ToolResult {
  const body = isRecord(message.artifact) && 'title' in message.artifact ? message.artifact : parse(message.content);
  const base = { id: message.tool_call_id, tool, args };
  if (!isRecord(body)) return { ...base, pending: false, problem: { error: 'unreadable', message: 'The answer of this tool could not be read.' } };
  if (typeof body['error'] === 'string' && typeof body['message'] === 'string') {
    return { ...base, pending: false, problem: { error: body['error'], message: body['message'], ...(typeof body['hint'] === 'string' && { hint: body['hint'] }) } };
  }
  const inner = [body['preview'], body['answer'], body['result']].find(isRecord) ?? body;
  const pending = isRecord(body['preview']) || /approv|pending|confirm/.test(typeof body['status'] === 'string' ? body['status'] : '');
  const found = toAnswer(inner);
  return found ? { ...base, answer: found, pending } : { ...base, pending, problem: { error: 'unreadable', message: 'The answer of this tool could not be read.' } };
}
