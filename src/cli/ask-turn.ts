import type { Principal } from '../access/principal.ts';
import type { App } from '../compose.ts';
import type { ApprovalCard, FigureSource, TurnEvent } from '../contract/turn-event.ts';
import { loadArguments } from '../data/conversations/conversation-list.ts';

type Arguments = Readonly<Record<string, unknown>>;

/** What one turn gave, in the shape that `--json` prints. */
export interface AskedTurn {
  readonly question: string;
  readonly answer: string;
  readonly status: string;
  readonly figures: readonly FigureSource[];
  readonly toolCalls: readonly { readonly tool: string; readonly arguments: Arguments; readonly outcome: string; readonly summary: string; readonly durationMs: number }[];
  /** none, draft (a proposal was made), pending (waits for approval), written or declined. */
  readonly effect: 'none' | 'draft' | 'pending' | 'written' | 'declined';
  readonly approvals: readonly ApprovalCard[];
  readonly tables: readonly Extract<TurnEvent, { type: 'table' }>['table'][];
  readonly charts: readonly Extract<TurnEvent, { type: 'chart' }>['chart'][];
  readonly suggestions: readonly string[];
  readonly model: string;
  readonly conversationId: string;
  readonly turnId: string;
  readonly latencyMs: number;
  readonly problem?: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** Events of the turns that this process runs, by turn. */
export class EventCollector {
  readonly #events = new Map<string, TurnEvent[]>();
  onEvent: (event: TurnEvent) => void = () => undefined;

  readonly publish = (turnId: string, events: readonly TurnEvent[]): void => {
    const all = this.#events.get(turnId) ?? [];
    all.push(...events);
    this.#events.set(turnId, all);
    for (const event of events) this.onEvent(event);
  };

  take(turnId: string): readonly TurnEvent[] {
    const events = this.#events.get(turnId) ?? [];
    this.#events.delete(turnId);
    return events;
  }
}

export async function askTurn(app: App, collector: EventCollector, principal: Principal, question: string, conversationId: string | undefined): Promise<AskedTurn> {
  const received = await app.turns.start(principal, { clientMessageId: app.newId(), text: question, ...(conversationId ? { conversationId } : {}) }, 'terminal');
  // Ctrl-C ends the answer as the stop button does, and leaves a whole record; a second one ends the program.
  const stop = (): void => app.turns.stop(principal, received.turnId);
  process.once('SIGINT', stop);
  await app.turns.finished(received.turnId);
  process.removeListener('SIGINT', stop);
  const given = await loadArguments(app.openScope(principal), received.turnId);
  return summarise(app, { ...received, question, given }, collector.take(received.turnId));
}

interface Ended {
  readonly question: string;
  readonly conversationId: string;
  readonly turnId: string;
  /** Arguments of each call by its id. */
  readonly given: ReadonlyMap<string, Arguments>;
}

function summarise(app: App, { question, conversationId, turnId, given }: Ended, events: readonly TurnEvent[]): AskedTurn {
  const of = <T extends TurnEvent['type']>(type: T) => events.filter((event): event is Extract<TurnEvent, { type: T }> => event.type === type);
  const decided = of('approval-decided')[0];
  const failed = of('failed')[0];
  const toolCalls = of('tool-finished').map((event) => ({ tool: event.toolName, arguments: given.get(event.invocationId) ?? {}, outcome: event.outcome, summary: event.summary, durationMs: event.durationMs }));
  const drafted = toolCalls.some((call) => call.outcome === 'ok' && app.turns.deps.tools.get(call.tool)?.effect === 'draft');
  return {
    question,
    answer: of('text').map((event) => event.text).join(''),
    status: of('completed')[0]?.status ?? 'failed',
    figures: of('figure').map((event) => event.source),
    toolCalls,
    effect: decided ? (decided.outcome === 'approved' ? 'written' : 'declined') : of('approval-needed').length > 0 ? 'pending' : drafted ? 'draft' : 'none',
    approvals: of('approval-needed').map((event) => event.approval),
    tables: of('table').map((event) => event.table), charts: of('chart').map((event) => event.chart),
    suggestions: of('suggestion').flatMap((event) => event.suggestions),
    model: of('accepted')[0]?.model ?? 'none', conversationId, turnId,
    latencyMs: of('completed')[0]?.latencyMs ?? 0,
    ...(failed ? { problem: { code: failed.code, message: failed.message, ...(failed.hint ? { hint: failed.hint } : {}) } } : {}),
  };
}
