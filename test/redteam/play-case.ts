import { channel } from 'node:diagnostics_channel';
import { resolvePrincipal } from '../../src/access/resolve-principal.ts';
import { systemText } from '../../src/agent/prompt.ts';
import { definitionOf } from '../../src/agent/tool-call.ts';
import { TurnRequest } from '../../src/contract/turn-event.ts';
import type { ModelEndpoint } from '../../src/agent/model-endpoint.ts';
import { ToolInvocation } from '../../src/entities/communication/tool-invocation.entity.ts';
import { TOOLS } from '../../tools/registry.ts';
import { askMissing } from './ask-missing.ts';
import { exportAsActor, importPayload, isImport } from './import-and-export.ts';
import { TODAY, type Fixture, type Person } from './fixture.ts';
import { NotScored, type Case, type RedteamFile } from './format.ts';
import { signInToForge } from './forge-requests.ts';
import type { Observation, PlayedCall } from './observation.ts';
import { clientConcerned, plantPayload } from './plant-payload.ts';
import { renderAnswer } from './rendered-dom.ts';
import { honestScript, hijackedScript, type Script } from './scripts.ts';
import { takeSnapshot } from './snapshot.ts';
import { openTenant, type Tenant } from './tenant.ts';

export interface Stage {
  readonly folder: string;
  readonly file: RedteamFile;
  readonly fixture: Fixture;
}

const MOST_TURNS = 6;

/** Plays one case through the whole application and hands what happened to `judge`. The installation is gone afterwards. */
export async function playCase<T>({ folder, file, fixture }: Stage, testCase: Case, mode: Observation['mode'], judge: (seen: Observation) => Promise<T>, endpoint?: ModelEndpoint): Promise<T> {
  const actor = actorOf(testCase, fixture);
  const tenant = await openTenant(folder, actor.tenant, fixture, endpoint);
  try {
    return await judge(await observe({ file, fixture, tenant, actor }, testCase, mode));
  } finally {
    await tenant.close();
  }
}

function actorOf({ actor, persona }: Case, fixture: Fixture): Person {
  const found = actor === undefined ? [...fixture.people.values()].find(({ role }) => role === persona) : fixture.people.get(actor);
  if (!found) throw new NotScored(`there is no actor ${actor ?? persona}`);
  return found;
}

interface Playing {
  readonly file: RedteamFile;
  readonly fixture: Fixture;
  readonly tenant: Tenant;
  readonly actor: Person;
}

async function observe({ file, fixture, tenant, actor }: Playing, testCase: Case, mode: Observation['mode']): Promise<Observation> {
  const { app, model } = tenant;
  const em = () => app.database.orm.em.fork();
  const principal = await resolvePrincipal(em(), actor.userId, TODAY);
  if (!principal) throw new NotScored(`${actor.name} cannot sign in`);
  const about = clientConcerned(testCase, fixture, actor, file.fixture.users[actor.name]?.book ?? []);
  const planted = isImport(testCase) ? await importPayload(tenant, testCase, about) : await plantPayload(em(), testCase, { fixture, about, actor });
  const forger = await signInToForge(tenant, actor, testCase);
  const before = await takeSnapshot(app, principal);
  const script = mode === 'hijacked' && testCase.hijacked_model_script.length > 0 ? hijackedScript(testCase, fixture, actor) : honestScript(planted, { fixture, actor, about });
  model.reply = script.reply;
  const left: string[] = [];
  const stopListening = recordOutbound(left);
  const http = await forger.send();
  const turnIds = await converse(tenant, principal, questionOf(testCase), script);
  if (isImport(testCase)) await exportAsActor(app, principal);
  stopListening();
  await forger.close();
  const events = turnIds.flatMap((turnId) => tenant.events.get(turnId) ?? []);
  const reply = events.flatMap((event) => (event.type === 'text' ? [event.text] : [])).join('');
  const records = await em().find(ToolInvocation, { turnId: { $in: turnIds } });
  const calls = script.calls.map((call): PlayedCall => {
    const record = records.find(({ callId }) => callId === call.callId);
    return { ...call, outcome: record?.outcome, result: record?.result ?? '', effect: record?.effect };
  });
  const dom = await renderAnswer(reply);
  const systemPrompt = systemText(app.turns.deps.prompt, { role: actor.role, userName: actor.displayName, today: TODAY, baseCurrency: 'EUR', modelLabel: 'scripted-1' });
  return {
    testCase, mode, fixture, actor, principal, tenant, planted, calls, modelRounds: model.rounds, turnIds, events, reply, dom, http, before, systemPrompt,
    after: await takeSnapshot(app, principal), outbound: [...left, ...dom.externalReferences], privateText: [systemPrompt, ...TOOLS.map((tool) => JSON.stringify(definitionOf(tool)))].join('\n'),
    serverLog: tenant.log(), exports: tenant.exports(), asMissing: () => askMissing(tenant, principal, { calls: script.logicalCalls, fixture, actor }),
  };
}

/** What the person asks: the attack itself where it comes through the chat. */
function questionOf({ channel: name, payload, benign_request: request }: Case): string {
  const isTyped = /^(user_message|chat|chat_input|multi_turn|conversation|widget)$/.test(name);
  const text = isTyped && typeof payload === 'string' ? `${request}\n\n${payload}` : isTyped ? `${request}\n\n${JSON.stringify(payload)}` : request;
  return TurnRequest.shape.text.safeParse(text).success ? text : request;
}

/** A turn, and more of them as long as the script has something left to say after words of its own. */
async function converse({ app }: Tenant, principal: Observation['principal'], question: string, script: Script): Promise<string[]> {
  const turnIds: string[] = [];
  let conversationId: string | undefined;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const received = await app.turns.start(principal, { clientMessageId: app.newId(), text: turn === 0 ? question : (script.nextQuestion() ?? 'Go on.'), ...(conversationId ? { conversationId } : {}) }, 'api');
    conversationId = received.conversationId;
    turnIds.push(received.turnId);
    await app.turns.finished(received.turnId);
    if (!script.hasMore() || !script.endedInWords()) break;
  }
  return turnIds;
}

/** Every HTTP request that leaves the process while a case runs. */
function recordOutbound(left: string[]): () => void {
  const onNode = (message: unknown) => {
    const { request } = message as { request?: { host?: string; path?: string } }; // the shape that Node documents
    left.push(`http://${request?.host ?? ''}${request?.path ?? ''}`);
  };
  const onFetch = (message: unknown) => {
    const { request } = message as { request?: { origin?: string; path?: string } }; // the shape that undici documents
    left.push(`${request?.origin ?? ''}${request?.path ?? ''}`);
  };
  channel('http.client.request.start').subscribe(onNode);
  channel('undici:request:create').subscribe(onFetch);
  return () => {
    channel('http.client.request.start').unsubscribe(onNode);
    channel('undici:request:create').unsubscribe(onFetch);
  };
}
