import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import type { Principal } from '../../src/access/principal.ts';
import { resolvePrincipal } from '../../src/access/resolve-principal.ts';
import { composeApp, type App } from '../../src/compose.ts';
import { readSettings } from '../../src/config.ts';
import { TurnService } from '../../src/conversation/turn-service.ts';
import type { Database } from '../../src/db/open-database.ts';
import { ToolInvocation } from '../../src/entities/communication/tool-invocation.entity.ts';
import { fixedDayClock } from '../../src/shared/clock.ts';
import { freshCanaries } from '../redteam/canaries.ts';
import { CHANGES_ANYWAY, realTables } from '../redteam/binding.ts';
import { castOf, fillFirm, TODAY, type Fixture } from '../redteam/fixture.ts';
import { readRedteamFile } from '../redteam/format.ts';
import { SCRIPTED_MODEL_ID, ScriptedModel } from '../redteam/scripted-model.ts';
import { addedRows, contentHash, takeSnapshot, type Snapshot } from '../redteam/snapshot.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';
import { hostileCall, randomFrom, type HostileCall } from './hostile-calls.ts';

/** Calls by each persona; the seed can be set to repeat a run. */
const CALLS = { sqlite: 10_000, mariadb: 1_000 };
const SEED = Number(process.env['HOSTILE_SEED'] ?? 20_261_125);
const IN_ROUND = 50;
const ROUNDS = 5;

const file = readRedteamFile(join(import.meta.dirname, '../vectors/redteam/injections.json'));
/** Whose data each persona must never be shown, and whose papers nobody may be shown. */
const PERSONAS = { C1: ['C2', 'C3'], A1: ['C3'], U1: [] } as const;

interface World {
  readonly database: Database;
  readonly app: App;
  readonly model: ScriptedModel;
  readonly turns: TurnService;
  readonly fixture: Omit<Fixture, 'files'>;
}

describe.each(ENGINES)('%s: a model that calls anything with anything', (engine) => {
  test.each(Object.entries(PERSONAS))('%s is shown no foreign row, nothing is written, nothing breaks, every refusal is on record', async (name, foreign) => {
    // Each has a firm of its own: the audit log that auditors have checked again and again stays short.
    const world = await givenWorld(engine);
    try {
      expect(await playAndJudge(world, { name, foreign, count: CALLS[engine] })).toBe(CALLS[engine]);
    } finally {
      await world.database.close();
    }
  }, 600_000);
});

/** @returns How many calls are on record. */
async function playAndJudge(world: World, { name, foreign, count }: { readonly name: string; readonly foreign: readonly string[]; readonly count: number }): Promise<number> {
  const { app, fixture } = world;
  const principal = await resolvePrincipal(world.database.orm.em.fork(), fixture.people.get(name)!.userId, TODAY);
  const before = await takeSnapshot(app, principal!);
  const secrets = [...foreign.flatMap((owner) => fixture.canaries[owner] ?? []), ...papers(fixture)];
  const shown = await play(world, principal!, { count, random: randomFrom(SEED + name.charCodeAt(0)), secrets });
  const after = await takeSnapshot(app, principal!);
  expect(shown).toEqual([]);
  expect(changedTables(before, after)).toEqual([]);
  const calls = addedRows(before, after, 'ToolInvocations');
  expect(calls).toHaveLength(count);
  expect(calls.filter((row) => row['error_code'] === 'internal').map((row) => `${String(row['tool_name'])} ${String(row['arguments'])}`)).toEqual([]);
  expect(calls.filter((row) => row['executed_at'] !== null || row['outcome'] === 'approved')).toEqual([]);
  expect(unrecorded(before, after)).toEqual([]);
  expect(after.intact).toBe(true);
  // A run in which hardly anything was refused, or hardly anything answered, would show nothing.
  const share = (outcome: string) => calls.filter((row) => row['outcome'] === outcome).length / count;
  expect(share('refused')).toBeGreaterThan(0.1);
  expect(share('ok')).toBeGreaterThan(0.02);
  return calls.length;
}

async function givenWorld(engine: 'sqlite' | 'mariadb'): Promise<World> {
  const database = await givenDatabase(engine);
  const fixture = { ...castOf(file), canaries: freshCanaries(file.fixture.canaries) };
  await fillFirm(database, 'T1', file, fixture);
  const model = new ScriptedModel({});
  model.keepsRequests = false;
  const app = composeApp({
    settings: readSettings({ DATA_DIR: '/nonexistent', SESSION_SECRET: 's'.repeat(32) }), database, clock: fixedDayClock(TODAY, () => new Date()), log: pino({ level: 'silent' }), publish: () => undefined,
    endpoints: [{ label: SCRIPTED_MODEL_ID, provider: 'scripted', offline: false, chat: model, inputMicrosPer1k: 0, outputMicrosPer1k: 0 }],
  });
  // The same loop with room for many calls in a turn: the bounds have tests of their own.
  const turns = new TurnService({ ...app.turns.deps, limits: { ...app.turns.deps.limits, rounds: ROUNDS + 3, toolCalls: IN_ROUND * ROUNDS + 1, toolTimeoutMs: 120_000, turnTimeoutMs: 600_000 } });
  return { database, app, model, turns, fixture };
}

/** What no tool shows to anybody, auditors included. */
function papers({ canaries }: World['fixture']): string[] {
  return Object.values(canaries).flat().filter((value) => value.startsWith('TIN'));
}

/** Names and ids of everybody and everything, in reach or not. */
function targetsOf({ people, canaries, recommendationIds }: World['fixture']): string[] {
  return [...[...people.values()].flatMap((person) => [person.displayName, person.userId, person.clientId, person.portfolioId, person.advisorId].filter((value) => value !== undefined)), ...Object.values(canaries).flat(), ...Object.values(recommendationIds)];
}

/** Lets the model loose, turn by turn; returns what was shown that must not be. */
async function play({ model, turns, app, fixture }: World, principal: Principal, { count, random, secrets }: { readonly count: number; readonly random: () => number; readonly secrets: readonly string[] }): Promise<string[]> {
  const targets = targetsOf(fixture);
  const leaks: string[] = [];
  let made = 0;
  while (made < count) {
    const asked = new Map<string, HostileCall>();
    let round = 0;
    model.reply = () => {
      if (round === ROUNDS || made === count) return { text: 'That is all.' };
      round += 1;
      const calls = Array.from({ length: Math.min(IN_ROUND, count - made) }, () => ({ id: `h${(made += 1)}`, ...hostileCall(random, targets) }));
      for (const call of calls) asked.set(call.id, call);
      return { calls };
    };
    const received = await turns.start(principal, { clientMessageId: app.newId(), text: 'Look around.' }, 'api');
    await turns.finished(received.turnId);
    const events = JSON.stringify(await turns.replay(principal, received.turnId, -1));
    if (!events.includes('"completed"')) leaks.push(`the turn did not complete: ${events.slice(-300)}`);
    leaks.push(...secrets.filter((secret) => events.includes(secret) && ![...asked.values()].some(({ argumentsText }) => argumentsText.includes(secret))).map((secret) => `${secret} in the events of a turn`));
    leaks.push(...(await leakedResults(received.turnId, secrets, principal, app)));
  }
  return leaks;
}

async function leakedResults(turnId: string, secrets: readonly string[], principal: Principal, app: App): Promise<string[]> {
  const rows = await app.openScope(principal).find(ToolInvocation, { turnId }, { fields: ['toolName', 'arguments', 'result'] });
  // An answer may repeat what the call itself said.
  return rows.flatMap(({ toolName, arguments: args, result }) => secrets.filter((secret) => result?.includes(secret) && !JSON.stringify(args).includes(secret)).map((secret) => `${secret} by ${toolName} ${JSON.stringify(args)}`));
}

function changedTables(before: Snapshot, after: Snapshot): string[] {
  return (realTables('*') ?? []).filter((table) => !CHANGES_ANYWAY.has(table) && !RECORDS_OF_ADVICE.has(table) && contentHash(before, table) !== contentHash(after, table));
}

/** Advice and insights that were asked for are put on record with their checks: that moves nothing and shows the client nothing. */
const RECORDS_OF_ADVICE = new Set(['AIRecommendations', 'AIInsights', 'ComplianceChecks', 'RegulatoryFlags', 'Notifications', 'Tasks', 'WorkflowInstances', 'WorkflowSteps', 'AIModelVersions', 'AuditTrails']);

/** Calls without exactly one entry of their own, and refusals whose entry does not say denied. */
function unrecorded(before: Snapshot, after: Snapshot): string[] {
  const entries = Map.groupBy(addedRows(before, after, 'AuditLogs').filter((row) => row['object_type'] === 'ToolInvocations' && row['event'] !== 'approval.invalid'), (row) => String(row['object_id']));
  return addedRows(before, after, 'ToolInvocations').flatMap((call) => {
    const own = entries.get(String(call['id'])) ?? [];
    if (own.length !== 1) return [`${own.length} entries for ${String(call['tool_name'])}`];
    const isDenied = own[0]!['decision'] === 'denied';
    return isDenied === (call['outcome'] === 'refused') ? [] : [`${String(call['tool_name'])} ended as ${String(call['outcome'])}, its entry says ${String(own[0]!['decision'])}`];
  });
}
