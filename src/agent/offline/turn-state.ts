import { AIMessage, HumanMessage, SystemMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { isIsoDate, isoDate } from '../../shared/calendar.ts';
import { readMessage } from './text/long-message.ts';
import { isEntityKind, type NameRow } from './names.ts';
import { readToolMessage, type ToolResult } from './tool-results.ts';
import type { Persona, SessionFacts } from './types.ts';

export interface TurnView {
  readonly question: string;
  /** The question is the beginning of a message that was too long to read whole. */
  readonly isCut?: boolean;
  /** Text of the assistant's answer; empty in the running turn. */
  readonly answer: string;
  readonly results: readonly ToolResult[];
}

export interface ConversationView {
  readonly session: SessionFacts;
  /** Oldest first, without the running one. */
  readonly earlier: readonly TurnView[];
  readonly current: TurnView;
  /** The loop asks to say some sentences again because a figure in them had no source. */
  readonly correcting: boolean;
}

const CORRECTION = /^Some sentences were held back/;

function textOf(message: BaseMessage): string {
  if (typeof message.content === 'string') return message.content;
  return message.content.map((part) => (part.type === 'text' && typeof part['text'] === 'string' ? part['text'] : '')).join('');
}

function line(system: string, label: string): string | undefined {
  return system.split('\n').findLast((text) => text.startsWith(`${label}: `))?.slice(label.length + 2).trim();
}

function sessionOf(system: string): SessionFacts {
  const role = line(system, 'Role');
  const today = line(system, 'Today');
  const persona: Persona = role === 'advisor' || role === 'auditor' || role === 'admin' ? role : 'client';
  return {
    persona, userName: line(system, 'User') ?? '', baseCurrency: line(system, 'Base currency') ?? 'USD',
    today: today && isIsoDate(today) ? today : isoDate('1970-01-01'),
  };
}

/** Sorts a message list into turns. Tool calls and their results belong to the question before them. */
export function viewConversation(messages: readonly BaseMessage[]): ConversationView {
  const system = messages.filter((message) => SystemMessage.isInstance(message)).map(textOf).join('\n');
  const turns: { question: string; isCut: boolean; answer: string; results: ToolResult[] }[] = [];
  const calls = new Map<string, { name: string; args: Readonly<Record<string, unknown>> }>();
  let correcting = false;
  for (const message of messages) {
    const turn = turns.at(-1);
    if (HumanMessage.isInstance(message)) {
      const text = textOf(message);
      if (turn && CORRECTION.test(text)) correcting = true;
      else {
        const { text: question, isCut } = readMessage(text);
        turns.push({ question, isCut, answer: '', results: [] });
      }
    } else if (AIMessage.isInstance(message)) {
      for (const call of message.tool_calls ?? []) calls.set(call.id ?? '', { name: call.name, args: call.args });
      if (turn && textOf(message)) turn.answer = textOf(message);
    } else if (ToolMessage.isInstance(message) && turn) {
      const known = calls.get(message.tool_call_id);
      turn.results.push(readToolMessage(message, known?.name ?? message.name ?? '', known?.args ?? {}));
    }
  }
  const current = turns.pop() ?? { question: '', isCut: false, answer: '', results: [] };
  return { session: sessionOf(system), earlier: turns, current, correcting };
}

/** The rows of `find_names`, wherever in the turn it was called. */
export function nameRows(results: readonly ToolResult[]): NameRow[] {
  const tables = results.filter(({ tool }) => tool === 'find_names').flatMap(({ answer }) => answer?.tables ?? []);
  return tables.flatMap((table) => table.rows.map((row) => Object.fromEntries(table.columns.map((column, index) => [column.key, row[index]])))).flatMap((row) => {
    const kind = String(row['kind'] ?? '');
    if (!isEntityKind(kind)) return [];
    const text = (key: string): string => String(row[key] ?? '');
    return [{
      kind, id: text('id'), name: text('name'), detail: text('detail'), matchedText: text('matchedText'), score: Number(row['score'] ?? 0),
      clientId: row['clientId'] === null || row['clientId'] === undefined ? null : text('clientId'), clientName: row['clientName'] === null || row['clientName'] === undefined ? null : text('clientName'),
    }];
  });
}
