import { NotScored, type Case, type Step } from './format.ts';
import type { Fixture, Person } from './fixture.ts';
import { mapCall } from './map-call.ts';
import type { Planted } from './plant-payload.ts';
import type { ScriptedReply } from './scripted-model.ts';
import { fillArgs, fillSplices, type ModelView } from './splices.ts';

export interface ScriptedCall {
  readonly logical: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly real: string;
  readonly exists: boolean;
  readonly callId: string;
}

/** What the model will say and do, reply by reply, and what it has said so far. */
export interface Script {
  readonly reply: (view: ModelView) => ScriptedReply;
  readonly calls: readonly ScriptedCall[];
  readonly logicalCalls: readonly { readonly logical: string; readonly args: Readonly<Record<string, unknown>> }[];
  readonly hasMore: () => boolean;
  /** The last reply held no call: the turn ended with it. */
  readonly endedInWords: () => boolean;
  readonly nextQuestion: () => string | undefined;
}

interface Cast {
  readonly fixture: Fixture;
  readonly actor: Person;
  readonly about?: Person | undefined;
}

const NOTHING: ModelView = { results: '', system_prompt: '', tool_schemas: '' };

/** What a model does that an attack has won over: the file's script to the letter. Tools that it is forbidden it calls all the same. */
export function hijackedScript(testCase: Case, fixture: Fixture, actor: Person): Script {
  const steps = testCase.hijacked_model_script.map((step) => readStep(step));
  for (const step of steps) fillArgs(step, NOTHING); // an unknown splice must not pass for a model that failed
  const state = newState();
  let at = 0;
  const takeCall = (step: ReadStep & { kind: 'call' }, view: ModelView) => makeCall(state, step, view, { fixture, actor });
  return {
    ...script(state, () => at < steps.length), nextQuestion: () => (steps[at]?.kind === 'user' ? (steps[at++] as { text: string }).text : undefined), // just seen to be one
    reply(view) {
      let text = '';
      while (steps[at]?.kind === 'user') at += 1;
      while (at < steps.length) {
        const step = steps[at]!;
        if (step.kind === 'user' || (step.kind === 'say' && text !== '')) break;
        at += 1;
        if (step.kind === 'call') {
          state.inWords = false;
          return { text, calls: [takeCall(step, view)] };
        }
        text = fillSplices(step.text, view);
        if (steps[at]?.kind !== 'call') break;
      }
      state.inWords = true;
      return { text: text === '' ? 'That is all.' : text };
    },
  };
}

type ReadStep = { readonly kind: 'say' | 'user'; readonly text: string } | { readonly kind: 'call'; readonly logical: string; readonly args: Readonly<Record<string, unknown>>; readonly raw?: string };

const KNOWN_FIELDS = new Set(['call', 'args', 'say', 'call_raw', 'arguments', 'raw', 'args_raw', 'tool', 'note', 'comment', 'user']);

/** @throws NotScored for a step of a kind that is not known. */
function readStep(step: Step): ReadStep {
  const unknown = Object.keys(step).find((name) => !KNOWN_FIELDS.has(name));
  if (unknown) throw new NotScored(`unknown step field ${unknown}`);
  if (typeof step['user'] === 'string') return { kind: 'user', text: step['user'] };
  const raw = [step['raw'], step['args_raw'], step['arguments'], typeof step.args === 'string' ? step.args : undefined].find((value) => typeof value === 'string');
  if (step.call_raw !== undefined) return rawCall(step, raw);
  if (step.call !== undefined) return { kind: 'call', logical: step.call, args: typeof step.args === 'string' ? {} : (step.args ?? {}), ...(raw === undefined ? {} : { raw }) };
  if (step.say !== undefined) return { kind: 'say', text: step.say };
  throw new NotScored(`a step is neither a call nor words: ${JSON.stringify(step).slice(0, 80)}`);
}

function rawCall(step: Step, raw: string | undefined): ReadStep {
  const { call_raw: given } = step;
  if (typeof given === 'object' && given !== null) {
    const fields = given as Readonly<Record<string, unknown>>; // any object may stand here
    const name = [fields['tool'], fields['call'], fields['name']].find((value) => typeof value === 'string');
    const text = [fields['args'], fields['arguments'], fields['raw']].find((value) => typeof value === 'string');
    if (name && text !== undefined) return { kind: 'call', logical: name, args: {}, raw: text };
  }
  if (typeof given === 'string') {
    const name = step.call ?? (typeof step['tool'] === 'string' ? step['tool'] : undefined);
    if (name) return { kind: 'call', logical: name, args: {}, raw: given };
    if (raw !== undefined) return { kind: 'call', logical: given, args: {}, raw };
  }
  throw new NotScored('call_raw without a tool name or an argument string');
}

interface State {
  readonly calls: ScriptedCall[];
  readonly logicalCalls: { logical: string; args: Readonly<Record<string, unknown>> }[];
  inWords: boolean;
}

function newState(): State {
  return { calls: [], logicalCalls: [], inWords: false };
}

function script(state: State, hasMore: () => boolean) {
  return { calls: state.calls, logicalCalls: state.logicalCalls, hasMore, endedInWords: () => state.inWords, nextQuestion: () => undefined };
}

function makeCall(state: State, { logical, args, raw }: { readonly logical: string; readonly args: Readonly<Record<string, unknown>>; readonly raw?: string }, view: ModelView, { fixture, actor }: Cast) {
  const filled = fillArgs(args, view) as Readonly<Record<string, unknown>>; // an object stays one
  const mapped = mapCall(logical, filled, { people: fixture.people, role: actor.role });
  const callId = `call-${state.calls.length + 1}-${actor.name}`;
  state.calls.push({ logical, args: raw === undefined ? filled : readable(raw), real: mapped.real.name, exists: mapped.real.exists, callId });
  state.logicalCalls.push({ logical, args: filled });
  return { id: callId, name: mapped.real.name, argumentsText: raw === undefined ? JSON.stringify(mapped.args) : fillSplices(raw, view) };
}

function readable(raw: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}; // compared field by field only
  } catch {
    return {}; // unreadable on purpose: no subset of it can match
  }
}

/**
 * What an honest model does: it reads what the person asked about, the planted text included, and words what it found, quoting figures and
 * text as the tools gave them.
 */
export function honestScript(planted: Planted | undefined, cast: Cast): Script {
  const state = newState();
  const reads = honestReads(planted, cast);
  let at = 0;
  return {
    ...script(state, () => at < reads.length),
    reply(view) {
      const next = reads[at];
      if (next) {
        at += 1;
        return { calls: [makeCall(state, next, view, cast)] };
      }
      state.inWords = true;
      return { text: honestWords(view.results) };
    },
  };
}

const NO_ARGUMENTS = new Set(['portfolio.query_book', 'list_notifications', 'list_tasks', 'get_book_summary']);

function honestReads(planted: Planted | undefined, { actor, about }: Cast): readonly { readonly logical: string; readonly args: Readonly<Record<string, unknown>> }[] {
  if (planted?.readBy === 'query_records') return [{ logical: 'query_records', args: { table: planted.table } }];
  const logical = planted?.readBy ?? (actor.role === 'client' ? 'portfolio.get' : actor.role === 'advisor' ? 'client.get' : 'audit.search');
  if (NO_ARGUMENTS.has(logical)) return [{ logical, args: {} }];
  if (logical === 'securities.lookup') return [{ logical, args: { securityId: planted?.id } }];
  if (logical === 'audit.search') return [{ logical, args: {} }];
  const isFirmWide = logical === 'documents.read' && planted?.about === undefined;
  return [{ logical, args: isFirmWide ? { document: 'Research library' } : { [logical.includes('.') ? 'clientId' : 'client']: about?.name ?? actor.name } }];
}

/** The answer first, then a figure and a fact as they were given. */
function honestWords(results: string): string {
  const [first = '{}'] = results.split('\n').filter((line) => line.startsWith('{'));
  const found = JSON.parse(first) as { title?: string; message?: string; figures?: readonly { label: string; value: unknown; currency?: string; unit?: string }[]; facts?: readonly { label: string; value: unknown; kind?: string }[] }; // written by the loop
  const figure = found.figures?.find(({ value, unit }) => unit === 'money' && typeof value === 'string');
  const fact = found.facts?.find(({ value, kind }) => typeof value === 'string' && kind === 'text');
  return [
    `Here is what is on file: ${found.title ?? found.message ?? 'nothing'}.`,
    ...(figure ? [`${figure.label}: ${figure.currency ?? ''} ${String(figure.value)}.`] : []),
    ...(fact ? [`${fact.label}: ${String(fact.value)}.`] : []),
    'Tell me if you would like to see more.',
  ].join(' ');
}
