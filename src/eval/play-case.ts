import { pino } from 'pino';
import { resolvePrincipal } from '../access/resolve-principal.ts';
import type { ModelEndpoint } from '../agent/model-endpoint.ts';
import { EventCollector } from '../cli/ask-turn.ts';
import { composeApp, type App } from '../compose.ts';
import type { Settings } from '../config.ts';
import type { ApprovalCard, TurnEvent } from '../contract/turn-event.ts';
import { openDatabase } from '../db/open-database.ts';
import { openNativeSqlite } from '../db/sqlite-dialect.ts';
import { clockFor } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';
import type { IsoDate } from '../shared/calendar.ts';
import { readChanges, type Change } from './change-log.ts';

type TableBlock = Extract<TurnEvent, { type: 'table' }>['table'];

/** What a person sees of one turn, and what it left in the database. */
export interface PlayedTurn {
  readonly question: string;
  readonly answer: string;
  readonly tables: readonly TableBlock[];
  readonly approvals: readonly ApprovalCard[];
  readonly toolCalls: readonly { readonly tool: string; readonly outcome: string; readonly effect: string; readonly summary: string; readonly arguments: string }[];
  readonly figures: number;
  readonly suggestions: readonly string[];
  readonly status: string;
  readonly problem?: string;
  /** Recorded with the answer, for auditors. */
  readonly refusalReason: string | undefined;
  readonly changes: readonly Change[];
  readonly latencyMs: number;
}

export interface PlayOptions {
  readonly file: string;
  readonly userId: string;
  readonly turns: readonly string[];
  readonly settings: Settings;
  readonly endpoints: readonly ModelEndpoint[];
  readonly today: IsoDate;
  readonly wall: () => Date;
}

/** Runs the turns of one case through the whole application, in this process, on a database of its own. */
export async function playCase({ file, userId, turns, settings, endpoints, today, wall }: PlayOptions): Promise<PlayedTurn[]> {
  const collector = new EventCollector();
  const database = await openDatabase({ file });
  const reader = openNativeSqlite(file);
  try {
    const app = composeApp({ settings, database, clock: clockFor(today, wall), log: pino({ level: 'silent' }), publish: collector.publish, endpoints });
    const principal = await resolvePrincipal(database.orm.em.fork(), userId, today);
    if (!principal) throw new AppError('not-found', `Nobody signs in as ${userId}.`);
    const played: PlayedTurn[] = [];
    let conversationId: string | undefined;
    let seen = 0;
    for (const text of turns) {
      const received = await app.turns.start(principal, { clientMessageId: app.newId(), text, ...(conversationId ? { conversationId } : {}) }, 'terminal');
      conversationId = received.conversationId;
      await app.turns.finished(received.turnId);
      const changes = readChanges(reader, seen);
      seen += changes.length;
      const refusal = reader.prepare("select refusal_reason r from ChatMessages where turn_id = ? and role = 'assistant'").get(received.turnId)?.['r'];
      const args = new Map(reader.prepare('select id, arguments from ToolInvocations where turn_id = ?').all(received.turnId).map((row) => [String(row['id']), String(row['arguments'])]));
      played.push(playedTurn(app, text, collector.take(received.turnId), { changes, refusalReason: typeof refusal === 'string' ? refusal : undefined }, args));
    }
    return played;
  } finally {
    reader.close();
    await database.close();
  }
}

function playedTurn(app: App, question: string, events: readonly TurnEvent[], left: Pick<PlayedTurn, 'changes' | 'refusalReason'>, args: ReadonlyMap<string, string>): PlayedTurn {
  const of = <T extends TurnEvent['type']>(type: T) => events.filter((event): event is Extract<TurnEvent, { type: T }> => event.type === type);
  const failed = of('failed')[0];
  return {
    question, answer: of('text').map((event) => event.text).join(''), tables: of('table').map((event) => event.table),
    approvals: of('approval-needed').map((event) => event.approval), figures: of('figure').length,
    toolCalls: of('tool-finished').map((event) => ({ tool: event.toolName, outcome: event.outcome, effect: app.turns.deps.tools.get(event.toolName)?.effect ?? 'unknown', summary: event.summary, arguments: args.get(event.invocationId) ?? '' })),
    suggestions: of('suggestion').flatMap((event) => event.suggestions), status: of('completed')[0]?.status ?? 'failed',
    latencyMs: of('completed')[0]?.latencyMs ?? 0, ...left, ...(failed ? { problem: failed.message } : {}),
  };
}
