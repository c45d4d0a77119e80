import { HumanMessage, SystemMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { OfflineChatModel } from '../../../src/agent/offline/offline-chat-model.ts';
import type { Outcome, Persona, PlannedCall } from '../../../src/agent/offline/types.ts';
import { answer, type Answer, type Cell } from '../../../src/shared/answer.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { findNames, NAMES } from './name-fixture.ts';

export type ToolScript = (name: string, args: Readonly<Record<string, unknown>>) => unknown;

const TODAY = isoDate('2026-11-23');
const TOOLS = [{ type: 'function' as const, function: { name: 'find_names', description: 'x', parameters: { type: 'object', properties: {} } } }];

/** Answers `find_names` from the fixture, lists two portfolios and two goals, and anything else with one figure. */
export const plainTools: ToolScript = (name, args) => {
  if (name === 'find_names') return namesAnswer(String(args['text']));
  if (name === 'get_portfolio_summary') {
    return answer({
      title: 'Portfolios', asOf: TODAY, figures: [{ key: 'valueBase', label: 'Value', value: '1234567.89', unit: 'money', currency: 'USD', asOf: TODAY, method: 'market value' }],
      facts: [{ key: 'largestHolding', label: 'Largest holding', value: 'Apple Inc (AAPL)', kind: 'name' }],
      tables: [{ key: 'portfolios', title: 'Portfolios', method: '', total: 2, columns: [{ key: 'id', label: 'Id', kind: 'id' }, { key: 'name', label: 'Name', kind: 'name' }], rows: [['p-1', 'Core Growth'], ['p-2', 'Pension Income']] }],
    });
  }
  return answer({ title: `Result of ${name}`, asOf: TODAY, figures: [{ key: 'value', label: 'Value', value: 0.0512, unit: 'fraction', asOf: TODAY, method: 'as scripted' }] });
};

export function namesAnswer(text: string): Answer {
  const keys = ['kind', 'id', 'name', 'detail', 'matchedText', 'score', 'clientId', 'clientName'] as const;
  const rows: Cell[][] = findNames(text).map((row) => keys.map((key) => row[key]));
  return answer({ title: 'Names', asOf: TODAY, tables: [{ key: 'matches', title: 'Matches', method: '', total: rows.length, columns: keys.map((key) => ({ key, label: key, kind: 'text' })), rows }] });
}

export interface PlayedTurn {
  readonly calls: readonly PlannedCall[];
  readonly text: string;
  readonly outcome: Outcome;
}

/** Plays a conversation against the offline model with scripted tools; each turn ends with its text. */
export async function play(turns: readonly string[], persona: Persona, tools: ToolScript = plainTools): Promise<PlayedTurn[]> {
  const model = new OfflineChatModel();
  const messages: BaseMessage[] = [new SystemMessage(`You are an assistant.\n---\nRole: ${persona}\nUser: ${NAMES[0]!.name}\nToday: ${TODAY}\nBase currency: USD`)];
  const played: PlayedTurn[] = [];
  for (const turn of turns) {
    messages.push(new HumanMessage(turn));
    played.push(await playTurn(model, messages, tools));
  }
  return played;
}

async function playTurn(model: OfflineChatModel, messages: BaseMessage[], tools: ToolScript): Promise<PlayedTurn> {
  const calls: PlannedCall[] = [];
  for (let round = 0; round < 8; round += 1) {
    const reply = await (round < 7 ? model.bindTools(TOOLS) : model).invoke(messages);
    messages.push(reply);
    if ((reply.tool_calls ?? []).length === 0) return { calls, text: reply.text, outcome: reply.response_metadata['outcome'] as Outcome }; // the model's own metadata
    for (const call of reply.tool_calls ?? []) {
      calls.push({ name: call.name, args: call.args });
      messages.push(new ToolMessage({ tool_call_id: call.id ?? '', name: call.name, content: JSON.stringify(tools(call.name, call.args)) }));
    }
  }
  throw new Error('the turn did not end in text');
}
