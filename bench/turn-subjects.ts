import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AIMessage, HumanMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { tool as langchainTool } from '@langchain/core/tools';
import { createAgent } from 'langchain';
import { pino } from 'pino';
import { z } from 'zod';
import type { Principal } from '../src/access/principal.ts';
import { resolvePrincipal } from '../src/access/resolve-principal.ts';
import type { ModelEndpoint } from '../src/agent/model-endpoint.ts';
import { composeApp } from '../src/compose.ts';
import { readSettings } from '../src/config.ts';
import type { TurnEvent } from '../src/contract/turn-event.ts';
import { TurnService } from '../src/conversation/turn-service.ts';
import { answer } from '../src/shared/answer.ts';
import { isoDate } from '../src/shared/calendar.ts';
import { fixedDayClock } from '../src/shared/clock.ts';
import { figure } from '../src/shared/figure.ts';
import { defineTool } from '../tools/define-tool.ts';
import { givenDatabase } from '../test/support/databases.ts';
import { givenClient } from '../test/support/given-client.ts';
import { givenUser } from '../test/support/given-user.ts';
import { InstantChatModel } from './instant-chat-model.ts';

const TODAY = isoDate('2026-11-23');
const QUESTION = 'How many tasks are open?';
const PEOPLE = 50;
const input = z.strictObject({ subject: z.string().max(40) });
const status = () => answer({ title: 'Status', asOf: TODAY, figures: [{ key: 'open', label: 'Open tasks', ...figure(3, { unit: 'count', asOf: TODAY, method: 'counted' }) }] });

/** The least that any agent does: stream the model, call the tool, stream again. */
export async function bareTurn(model: InstantChatModel, onText: (text: string) => void = () => undefined): Promise<void> {
  const messages: BaseMessage[] = [new HumanMessage(QUESTION)];
  for (;;) {
    const called: { id: string; args: string }[] = [];
    for await (const chunk of await model.stream(messages)) {
      if (typeof chunk.content === 'string' && chunk.content) onText(chunk.content);
      for (const call of chunk.tool_call_chunks ?? []) called.push({ id: call.id ?? '', args: call.args ?? '' });
    }
    if (called.length === 0) return;
    messages.push(new AIMessage({ content: '', tool_calls: called.map((call) => ({ id: call.id, name: 'read_status', args: input.parse(JSON.parse(call.args)), type: 'tool_call' as const })) }));
    for (const call of called) messages.push(new ToolMessage({ tool_call_id: call.id, content: JSON.stringify(status()) }));
  }
}

/** LangChain's own loop over the same model and tool, streamed. */
export function agentTurn(): () => Promise<void> {
  const agent = createAgent({ model: new InstantChatModel(), tools: [langchainTool(async () => JSON.stringify(status()), { name: 'read_status', description: 'Reads a status.', schema: input })] });
  return async () => {
    for await (const _chunk of await agent.stream({ messages: [new HumanMessage(QUESTION)] }, { streamMode: 'messages' }));
  };
}

export interface Steward {
  turn(): Promise<void>;
  close(): Promise<void>;
}

/** The whole turn: stored, grounded, on record, its events stored before they are sent; asked by fifty people in turn. */
export async function stewardOn(engine: 'sqlite' | 'mariadb', more: { readonly model?: InstantChatModel; readonly onEvent?: (event: TurnEvent) => void; readonly duringTool?: () => Promise<void> } = {}): Promise<Steward> {
  const folder = mkdtempSync(join(tmpdir(), 'steward-bench-'));
  const database = await givenDatabase(engine, join(folder, 'bench.sqlite'));
  const people = await givenPeople(database.orm.em.fork());
  const endpoint: ModelEndpoint = { label: 'instant', provider: 'bench', offline: false, chat: more.model ?? new InstantChatModel(), inputMicrosPer1k: 0, outputMicrosPer1k: 0 };
  const answered = new Set<string>();
  const app = composeApp({
    settings: readSettings({ SESSION_SECRET: 's'.repeat(32) }), database, clock: fixedDayClock(TODAY, () => new Date()), log: pino({ level: 'silent' }), endpoints: [endpoint],
    publish: (turnId, events) => {
      for (const event of events) {
        more.onEvent?.(event);
        if (event.type === 'completed') answered.add(turnId);
      }
    },
  });
  const readStatus = defineTool({
    name: 'read_status', effect: 'read', version: 1, roles: ['client'], purpose: 'Reads a status.', input,
    async run() {
      await more.duringTool?.();
      return status();
    },
  });
  const turns = new TurnService({ ...app.turns.deps, tools: new Map([[readStatus.name, readStatus]]), coreTools: () => [readStatus] });
  let asked = 0;
  return {
    async turn() {
      const principal = people[(asked += 1) % people.length];
      if (!principal) throw new Error('nobody to ask');
      const { turnId } = await turns.start(principal, { clientMessageId: app.newId(), text: QUESTION }, 'api');
      await turns.finished(turnId);
      if (!answered.delete(turnId)) throw new Error('a turn was not answered');
    },
    async close() {
      await database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function givenPeople(em: Parameters<typeof givenUser>[0]): Promise<readonly Principal[]> {
  const people: Principal[] = [];
  for (let index = 0; index < PEOPLE; index += 1) {
    const user = await givenUser(em);
    await givenClient(em, { user });
    const principal = await resolvePrincipal(em.fork(), user.id, TODAY);
    if (principal) people.push(principal);
  }
  return people;
}
