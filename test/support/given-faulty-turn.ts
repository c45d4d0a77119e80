import { z } from 'zod';
import { pino } from 'pino';
import { resolvePrincipal } from '../../src/access/resolve-principal.ts';
import { ModelChain } from '../../src/agent/model-chain.ts';
import { openAiEndpoint } from '../../src/agent/openai-endpoint.ts';
import { composeApp } from '../../src/compose.ts';
import { readSettings } from '../../src/config.ts';
import type { TurnEvent } from '../../src/contract/turn-event.ts';
import { DEFAULT_LIMITS } from '../../src/conversation/turn-limits.ts';
import { TurnService } from '../../src/conversation/turn-service.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { ChatMessage } from '../../src/entities/communication/chat-message.entity.ts';
import { answer } from '../../src/shared/answer.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { fixedDayClock } from '../../src/shared/clock.ts';
import { defineTool, type Tool } from '../../tools/define-tool.ts';
import { givenDatabase } from './databases.ts';
import { givenClient } from './given-client.ts';
import { givenUser } from './given-user.ts';
import { GIVEN_AT } from './given-sequence.ts';

export const TODAY = isoDate('2026-11-23');

/** Two tools to be called wrongly: a read, and a write that counts how often it was really done. */
export function givenTools() {
  const done = { reads: 0, writes: 0 };
  const input = z.strictObject({ subject: z.string().max(40), urgent: z.boolean().optional() });
  const read = defineTool({
    name: 'read_status', effect: 'read', version: 1, roles: ['client'], purpose: 'Reads a status.', input,
    async run({ subject }) {
      done.reads += 1;
      return answer({ title: 'Status read', asOf: TODAY, facts: [{ key: 'status', label: subject, value: 'in order', kind: 'text' }] });
    },
  });
  const write = defineTool({
    name: 'write_note', effect: 'write', version: 1, roles: ['client'], purpose: 'Writes a note.', input,
    async preview() { return answer({ title: 'Write a note', asOf: TODAY }); },
    async run() {
      done.writes += 1;
      return answer({ title: 'Note written', asOf: TODAY });
    },
  });
  const slow = defineTool({ name: 'read_slowly', effect: 'read', version: 1, roles: ['client'], purpose: 'Never answers.', input: z.strictObject({}), run: () => new Promise(() => undefined) });
  return { done, tools: [read, write, slow] as readonly Tool[] };
}

/** A signed-in client on a database in memory; each turn is answered by the given addresses in order. Waits are recorded, not waited. */
export async function givenConversations() {
  const database = await givenDatabase('sqlite');
  const clock = fixedDayClock(TODAY, () => new Date(GIVEN_AT.getTime() + performance.now()));
  const events = new Map<string, TurnEvent[]>();
  const publish = (turnId: string, fresh: readonly TurnEvent[]) => void events.set(turnId, [...(events.get(turnId) ?? []), ...fresh]);
  const app = composeApp({ settings: readSettings({ DATA_DIR: '/nonexistent', SESSION_SECRET: 's'.repeat(32) }), database, clock, log: pino({ level: 'silent' }), publish });
  const em = database.orm.em.fork();
  const user = await givenUser(em);
  await givenClient(em, { user });
  const principal = await resolvePrincipal(database.orm.em.fork(), user.id, TODAY);
  if (!principal) throw new Error('the given client cannot sign in');

  async function ask(baseUrls: readonly string[], text = 'Is all well?', more: { readonly conversationId?: string; readonly turnTimeoutMs?: number; readonly dailyTokens?: number; readonly stopAfterMs?: number } = {}) {
    const waits: number[] = [];
    const logged: string[] = [];
    const { done, tools } = givenTools();
    const note = (fields: Readonly<Record<string, unknown>>, message: string) => void logged.push(typeof fields['fault'] === 'string' ? `${message} ${fields['fault']}` : message);
    const turns = new TurnService({
      ...app.turns.deps, tools: new Map(tools.map((tool) => [tool.name, tool])), coreTools: () => tools, log: { warn: note, error: note },
      limits: { ...DEFAULT_LIMITS, toolTimeoutMs: 50, turnTimeoutMs: more.turnTimeoutMs ?? 10_000, dailyTokens: more.dailyTokens ?? 0 },
      chain: new ModelChain(baseUrls.map((baseUrl) => openAiEndpoint({ baseUrl, model: 'loopback-1', timeoutMs: 2_000 })), {
        idleTimeoutMs: 400, attemptsPerEndpoint: 3, retryBudgetMs: 60_000, random: () => 0.5, nowMs: () => waits.reduce((a, b) => a + b, 0),
        pause: async (ms) => { waits.push(ms); },
      }),
    });
    const startedMs = performance.now();
    const received = await turns.start(principal!, { clientMessageId: app.newId(), text, ...(more.conversationId ? { conversationId: more.conversationId } : {}) }, 'api');
    const stop = more.stopAfterMs === undefined ? undefined : setTimeout(() => turns.stop(principal!, received.turnId), more.stopAfterMs);
    await turns.finished(received.turnId);
    clearTimeout(stop);
    const own = events.get(received.turnId) ?? [];
    const stored = await database.orm.em.fork().findOneOrFail(ChatMessage, { turnId: received.turnId, role: 'assistant' });
    const audit = await database.orm.em.fork().find(AuditLog, { turnId: received.turnId }, { orderBy: { id: 'asc' } });
    return {
      conversationId: received.conversationId, waits, logged, done, events: own, last: own.at(-1), stored, tookMs: performance.now() - startedMs,
      text: own.flatMap((event) => (event.type === 'text' ? [event.text] : [])).join(''),
      outcomes: own.flatMap((event) => (event.type === 'tool-finished' ? [event.outcome] : [])),
      faults: audit.filter((entry) => entry.event === 'model.fault').map((entry) => entry.reasonCode ?? '').toSorted(),
      audited: audit.map((entry) => entry.event),
    };
  }
  return { ask, close: () => database.close() };
}
