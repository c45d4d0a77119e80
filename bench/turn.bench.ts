import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HumanMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { tool as langchainTool } from '@langchain/core/tools';
import { createAgent } from 'langchain';
import { pino } from 'pino';
import { z } from 'zod';
import { resolvePrincipal } from '../src/access/resolve-principal.ts';
import type { ModelEndpoint } from '../src/agent/model-endpoint.ts';
import { composeApp } from '../src/compose.ts';
import { readSettings } from '../src/config.ts';
import { TurnService } from '../src/conversation/turn-service.ts';
import { isoDate } from '../src/shared/calendar.ts';
import { fixedDayClock } from '../src/shared/clock.ts';
import { answer } from '../src/shared/answer.ts';
import { figure } from '../src/shared/figure.ts';
import { defineTool } from '../tools/define-tool.ts';
import { ENGINES, givenDatabase } from '../test/support/databases.ts';
import { givenClient } from '../test/support/given-client.ts';
import { givenUser } from '../test/support/given-user.ts';
import { InstantChatModel } from './instant-chat-model.ts';

/**
 * What Steward adds to a turn: one tool, two model calls that take no time, grounding, record and audit on; against the same loop bare,
 * and LangChain's createAgent. `node --expose-gc bench/turn.bench.ts`; MariaDB too when TEST_MARIADB_URL names a server.
 */
const TODAY = isoDate('2026-11-23');
const TURNS = 400;
const context = { unit: 'count' as const, asOf: TODAY, method: 'counted' };
const status = () => answer({ title: 'Status', asOf: TODAY, figures: [{ key: 'open', label: 'Open tasks', ...figure(3, context) }] });
const input = z.strictObject({ subject: z.string().max(40) });
const readStatus = defineTool({ name: 'read_status', effect: 'read', version: 1, roles: ['client'], purpose: 'Reads a status.', input, run: async () => status() });

interface Measured { readonly name: string; readonly concurrent: number; readonly p50Ms: number; readonly p95Ms: number; readonly perSecond: number; readonly retainedKb: number }

async function measure(name: string, concurrent: number, turn: () => Promise<void>): Promise<Measured> {
  const took: number[] = [];
  let left = TURNS;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const startMs = performance.now();
      await turn();
      took.push(performance.now() - startMs);
    }
  };
  for (let warm = 0; warm < 40; warm += 1) await turn();
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  const startMs = performance.now();
  await Promise.all(Array.from({ length: concurrent }, worker));
  const seconds = (performance.now() - startMs) / 1_000;
  globalThis.gc?.();
  took.sort((a, b) => a - b);
  const at = (share: number) => Number((took[Math.floor(took.length * share)] ?? 0).toFixed(2));
  return { name, concurrent, p50Ms: at(0.5), p95Ms: at(0.95), perSecond: Math.round(TURNS / seconds), retainedKb: Number(((process.memoryUsage().heapUsed - heap) / 1_024 / TURNS).toFixed(1)) };
}

/** The least that any agent does: ask the model, call the tool, ask again. */
async function bareTurn(): Promise<void> {
  const model = new InstantChatModel({});
  const messages: BaseMessage[] = [new HumanMessage('How many tasks are open?')];
  for (;;) {
    const reply = await model.invoke(messages);
    messages.push(reply);
    if (!reply.tool_calls?.length) return;
    for (const call of reply.tool_calls) messages.push(new ToolMessage({ tool_call_id: call.id ?? '', content: JSON.stringify(status()) }));
  }
}

const agent = createAgent({ model: new InstantChatModel({}), tools: [langchainTool(async () => JSON.stringify(status()), { name: 'read_status', description: 'Reads a status.', schema: input })] });
const agentTurn = async (): Promise<void> => { await agent.invoke({ messages: [new HumanMessage('How many tasks are open?')] }); };

async function stewardOn(engine: 'sqlite' | 'mariadb') {
  const folder = mkdtempSync(join(tmpdir(), 'steward-bench-'));
  const database = await givenDatabase(engine, join(folder, 'bench.sqlite'));
  const em = database.orm.em.fork();
  const user = await givenUser(em);
  await givenClient(em, { user });
  const clock = fixedDayClock(TODAY, () => new Date());
  const endpoint: ModelEndpoint = { label: 'instant', provider: 'bench', offline: false, chat: new InstantChatModel({}), inputMicrosPer1k: 0, outputMicrosPer1k: 0 };
  const answered = new Set<string>();
  const app = composeApp({
    settings: readSettings({ SESSION_SECRET: 's'.repeat(32) }), database, clock, log: pino({ level: 'silent' }), endpoints: [endpoint],
    publish: (turnId, events) => { if (events.some((event) => event.type === 'completed')) answered.add(turnId); },
  });
  const turns = new TurnService({ ...app.turns.deps, tools: new Map([[readStatus.name, readStatus]]), coreTools: () => [readStatus] });
  const principal = await resolvePrincipal(database.orm.em.fork(), user.id, TODAY);
  if (!principal) throw new Error('nobody to ask');
  return {
    turn: async () => {
      const { turnId } = await turns.start(principal, { clientMessageId: app.newId(), text: 'How many tasks are open?' }, 'api');
      await turns.finished(turnId);
      if (!answered.delete(turnId)) throw new Error('a turn was not answered');
    },
    close: async () => { await database.close(); rmSync(folder, { recursive: true }); },
  };
}

const rows: Measured[] = [];
for (const concurrent of [1, 50]) {
  rows.push(await measure('bare loop', concurrent, bareTurn), await measure('createAgent', concurrent, agentTurn));
  for (const engine of ENGINES) {
    const steward = await stewardOn(engine);
    rows.push(await measure(`Steward, ${engine}`, concurrent, steward.turn));
    await steward.close();
  }
}
console.table(rows);
