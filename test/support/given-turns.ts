import { pino } from 'pino';
import { z } from 'zod';
import type { Principal } from '../../src/access/principal.ts';
import { resolvePrincipal } from '../../src/access/resolve-principal.ts';
import { composeApp } from '../../src/compose.ts';
import { readSettings } from '../../src/config.ts';
import type { TurnEvent, TurnRequest } from '../../src/contract/turn-event.ts';
import { TurnService } from '../../src/conversation/turn-service.ts';
import { answer } from '../../src/shared/answer.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { fixedDayClock } from '../../src/shared/clock.ts';
import { figure } from '../../src/shared/figure.ts';
import { defineTool, type Tool } from '../../tools/define-tool.ts';
import { givenDatabase } from './databases.ts';
import { givenClient } from './given-client.ts';
import { GIVEN_AT } from './given-sequence.ts';
import { givenUser } from './given-user.ts';
import { ScriptedChatModel } from './scripted-chat-model.ts';

const TODAY = isoDate('2026-11-23');
const input = z.strictObject({ subject: z.string().max(40) });

/** A read that may be held, one that never answers, and a write that counts how often it was really done. */
function givenTools() {
  const state = { held: Promise.resolve(), writes: 0 };
  const count = (value: number) => answer({ title: 'Open tasks', asOf: TODAY, figures: [{ key: 'open', label: 'Open tasks', ...figure(value, { unit: 'count', asOf: TODAY, method: 'counted' }) }] });
  const roles = ['client'] as const;
  const tools: readonly Tool[] = [
    defineTool({ name: 'list_tasks', effect: 'read', version: 2, roles, purpose: 'Counts open tasks.', input, async run() { await state.held; return count(3); } }),
    defineTool({ name: 'read_slowly', effect: 'read', version: 1, roles, purpose: 'Never answers.', input: z.strictObject({}), run: () => new Promise(() => undefined) }),
    defineTool({
      name: 'create_note', effect: 'write', version: 1, roles, purpose: 'Writes a note.', input,
      async preview() { return answer({ title: 'Write a note', asOf: TODAY }); },
      async run() { state.writes += 1; return answer({ title: 'Note written', asOf: TODAY }); },
    }),
  ];
  return { state, tools };
}

/** Two signed-in clients, a scripted model and the whole turn on a database of its own. `secondServer` is another process on the same database. */
export async function givenTurns(engine: 'sqlite' | 'mariadb') {
  const database = await givenDatabase(engine);
  const clock = fixedDayClock(TODAY, () => new Date(GIVEN_AT.getTime() + performance.now()));
  const model = new ScriptedChatModel();
  const published = new Map<string, TurnEvent[]>();
  const watch = { onPublish: (_turnId: string, _events: readonly TurnEvent[]): void => undefined };
  const publish = (turnId: string, events: readonly TurnEvent[]): void => {
    published.set(turnId, [...(published.get(turnId) ?? []), ...events]);
    watch.onPublish(turnId, events);
  };
  const endpoint = { label: 'scripted', provider: 'test', offline: false, chat: model, inputMicrosPer1k: 2_000, outputMicrosPer1k: 10_000 };
  const { state, tools } = givenTools();
  const serve = (): TurnService => {
    const app = composeApp({ settings: readSettings({ DATA_DIR: '/nonexistent', SESSION_SECRET: 's'.repeat(32) }), database, clock, log: pino({ level: 'silent' }), publish, endpoints: [endpoint] });
    return new TurnService({ ...app.turns.deps, tools: new Map(tools.map((tool) => [tool.name, tool])), coreTools: () => tools });
  };
  const turns = serve();
  const em = database.orm.em.fork();
  const [anna, bert] = [await givenPerson(em), await givenPerson(em)];
  const newId = turns.deps.newId;

  async function ask(request: Partial<TurnRequest> = {}, principal: Principal = anna) {
    const received = await turns.start(principal, { clientMessageId: newId(), text: 'How many tasks are open?', ...request }, 'console');
    await turns.finished(received.turnId);
    return received;
  }
  return {
    database, turns, secondServer: serve(), model, tools: state, watch, anna, bert, newId, ask,
    eventsOf: (turnId: string) => published.get(turnId) ?? [],
    close: () => database.close(),
  };
}

async function givenPerson(em: Parameters<typeof givenUser>[0]): Promise<Principal> {
  const user = await givenUser(em);
  await givenClient(em, { user });
  const principal = await resolvePrincipal(em.fork(), user.id, TODAY);
  if (!principal) throw new Error('the given client cannot sign in');
  return principal;
}
