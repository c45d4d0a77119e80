import type { SqlEntityManager } from '@mikro-orm/sql';
import { resolvePrincipal } from '../access/resolve-principal.ts';
import { scopedWithin } from '../access/firm-doors.ts';
import { SERVICE_PRINCIPAL } from '../access/scoped-dbs.ts';
import type { ScopedDb } from '../access/scoped-db.ts';
import type { Principal } from '../access/principal.ts';
import type { Origin } from '../access/write-guard.ts';
import { answerForModel } from '../agent/answer-text.ts';
import { hashOf, toolProblem } from '../agent/tool-call.ts';
import type { App } from '../compose.ts';
import type { CausedDifference } from '../data/advice/cause-of.ts';
import { loadChangesSince, withChanges } from '../data/rewind/changes-since.ts';
import { KNOWN_NOW, withStateAt, type StateAt } from '../data/rewind/with-state-at.ts';
import { DERIVED } from '../data/rewind/tables.ts';
import { comparableAnswer } from '../domain/advice-life/comparable-answer.ts';
import { differencesOf } from '../domain/advice-life/compare-values.ts';
import type { ToolInvocation } from '../entities/communication/tool-invocation.entity.ts';
import type { IsoDate } from '../shared/calendar.ts';
import { AppError } from '../shared/errors.ts';
import { systemClock } from '../shared/clock.ts';
import type { ReadTool } from '../../tools/define-tool.ts';

export interface ReplayedCall {
  readonly tool: string;
  readonly at: Date;
  readonly outcome: 'same' | 'differs' | 'not run again';
  readonly why?: string;
  /** What was answered against what is answered on the data of then. */
  readonly differences: readonly CausedDifference[];
  /** What is answered on the data of then against the same question, of the same day, as the data are known now. */
  readonly correctedSince: readonly CausedDifference[];
  /** Tables that were put back to that moment, and those that have changed since and keep nothing of what stood before. */
  readonly putBack: readonly string[];
  readonly asTheyStand: readonly string[];
}

export type KeptCall = Pick<ToolInvocation, 'toolName' | 'toolVersion' | 'arguments' | 'result' | 'resultHash' | 'startedAt' | 'outcome'> & { readonly user: { readonly id: string } };

/** Drafts that put something on record, which is replayed by itself. */
const RECORDERS: Readonly<Record<string, string>> = { propose_recommendation: 'it put a recommendation on record: replay that', find_insights: 'it put insights on record: replay those' };
/** What a tool turns out to read may have to be put back as well: so many times at most. */
const PASSES = 4;

/** Runs one recorded call again on the data as they were known when it began. Writes nothing. */
export async function replayCall(app: App, call: KeptCall, engineThen: string | undefined): Promise<ReplayedCall> {
  try {
    return await runAgain(app, call, engineThen);
  } catch (error) {
    // MySQL, unlike MariaDB, refuses a query that names one temporary table twice.
    if (!/Can't reopen table/.test(error instanceof Error ? error.message : '')) throw error;
    return { ...unrun(call), why: 'this server cannot read a copy of a table twice in one query; MariaDB and the embedded database can' };
  }
}

function unrun({ toolName, startedAt }: KeptCall) {
  return { tool: toolName, at: startedAt, outcome: 'not run again' as const, differences: [], correctedSince: [], putBack: [], asTheyStand: [] };
}

async function runAgain(app: App, call: KeptCall, engineThen: string | undefined): Promise<ReplayedCall> {
  const tool = app.turns.deps.tools.get(call.toolName);
  const parsed = tool?.input.safeParse(call.arguments ?? {});
  const why = !tool ? 'there is no such tool any more' : tool.effect === 'write' ? 'a write: what it did is in the history of changes' : RECORDERS[tool.name] ?? (call.arguments === null ? `it was ${call.outcome} before the tool ran` : call.result === null ? 'it has no result on record' : !parsed?.success ? 'the tool takes other arguments now' : undefined);
  if (!tool || tool.effect === 'write' || why) return { ...unrun(call), why: why ?? '' };
  const again = new Again(app, call, tool, parsed?.data);
  const live = tool.keepsRecords ? undefined : await again.live();
  const { content, state, derivedDay } = await again.back();
  // What is derived goes on with every day: of a day that is over it is made again, so that only corrections make a difference.
  const now = live !== undefined && state.putBack.some((table) => DERIVED.includes(table)) ? (await again.at({ at: KNOWN_NOW, isDerivedAnyway: true, derivedDay: derivedDay ?? state.derivedDays[0] })).content : live;
  const isSame = content === call.result;
  const changes = await loadChangesSince(app.openScope(SERVICE_PRINCIPAL), { at: call.startedAt, tables: again.read, clientIds: again.clientIds });
  return {
    tool: tool.name, at: call.startedAt, outcome: isSame ? 'same' : 'differs', putBack: state.putBack, asTheyStand: state.asTheyStand.filter((table) => again.read.has(table)),
    differences: compared(call.result, content).map((difference) => ({ ...difference, cause: causeOf(call, tool, { state, read: again.read, engineThen, engineNow: app.turns.deps.engineVersion }) })),
    correctedSince: now === undefined ? [] : withChanges(compared(content, now), changes, state.asTheyStand),
  };
}

function compared(kept: string | null | undefined, other: string) {
  return kept === other ? [] : differencesOf(comparableAnswer(JSON.parse(kept || 'null')), comparableAnswer(JSON.parse(other)));
}

/** One call, as often as it takes: what it reads is learned by running it. */
class Again {
  readonly read = new Set<string>();
  clientIds: readonly string[] | undefined;
  readonly #app: App;
  readonly #call: KeptCall;
  readonly #tool: ReadTool;
  readonly #input: unknown;

  constructor(app: App, call: KeptCall, tool: ReadTool, input: unknown) {
    this.#app = app;
    this.#call = call;
    this.#tool = tool;
    this.#input = input;
  }

  /** On the data as they stand, with the clock on the moment of the call. */
  async live(): Promise<string | undefined> {
    const principal = await this.#person(this.#app.database.orm.em.fork() as SqlEntityManager);
    return principal && this.#answer(this.#app.openScope(principal, this.#origin()), principal);
  }

  /** On the data as they were known when the call began. */
  async back(): Promise<{ readonly content: string; readonly state: StateAt; readonly derivedDay?: IsoDate }> {
    for (let pass = 1; ; pass += 1) {
      const before = this.read.size;
      const found = await this.at({});
      // Which day had been derived last is not on record; an answer that is the same to the last digit proves it.
      for (const derivedDay of found.content === this.#call.result ? [] : found.state.derivedDays.slice(1)) {
        const other = await this.at({ derivedDay });
        if (other.content === this.#call.result) return { ...other, derivedDay };
      }
      if (this.read.size === before || pass === PASSES) return found;
    }
  }

  async at({ at = this.#call.startedAt, isDerivedAnyway = false, derivedDay }: { readonly at?: Date; readonly isDerivedAnyway?: boolean; readonly derivedDay?: IsoDate | undefined }) {
    const moment = { at, isDerivedAnyway, tables: [...this.read], ...(this.clientIds ? { clientIds: this.clientIds } : {}), ...(derivedDay ? { derivedDay } : {}) };
    return withStateAt(this.#app.database.orm.em, moment, async (em, state) => {
      const principal = await this.#person(em);
      return { state, content: principal ? await this.#answer(scopedWithin(em, principal, this.#origin()), principal) : JSON.stringify({ error: 'not-permitted' }) };
    });
  }

  async #person(em: SqlEntityManager): Promise<Principal | undefined> {
    const principal = await resolvePrincipal(em, this.#call.user.id, this.#clock().today());
    if (principal && (principal.role === 'client' || principal.role === 'advisor')) this.clientIds = principal.clientIds;
    return principal;
  }

  async #answer(db: ScopedDb, principal: Principal): Promise<string> {
    try {
      const { newId, turns } = this.#app;
      return answerForModel(await this.#tool.run(this.#input, { db, principal, clock: this.#clock(), newId, modelVersionLabel: turns.deps.chain.endpoints[0]?.label ?? 'none' }));
    } catch (error) {
      if (!(error instanceof AppError)) throw error; // a defect of today is no answer of then
      return JSON.stringify(toolProblem(error));
    }
  }

  #clock() {
    return systemClock(() => this.#call.startedAt);
  }

  #origin(): Origin {
    return { onRead: (table) => { this.read.add(table); } };
  }
}

interface Circumstances {
  readonly state: StateAt;
  readonly read: ReadonlySet<string>;
  readonly engineThen: string | undefined;
  readonly engineNow: string;
}

function causeOf(call: KeptCall, tool: ReadTool, { state, read, engineThen, engineNow }: Circumstances): string {
  if (hashOf(call.result) !== call.resultHash) return 'the stored result does not have the hash that was stored with it';
  if (String(tool.version) !== call.toolVersion) return `the tool changed from version ${call.toolVersion} to ${tool.version}`;
  if (engineThen !== undefined && engineThen !== engineNow) return `the advice engine changed from ${engineThen} to ${engineNow}`;
  const unkept = state.asTheyStand.filter((table) => read.has(table));
  if (unkept.length > 0) return `${unkept.join(', ')} changed since, and nothing keeps what stood before`;
  return 'same tool on the data of that moment: the record, or the program beneath the tool, is not what it was';
}
