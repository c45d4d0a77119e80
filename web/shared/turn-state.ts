import type { ApprovalCard, FigureSource, TurnEvent } from '../../src/contract/turn-event.ts';

/** The view of one turn, built from its events alone: live, after a reconnect and from the record it comes out the same. */

type Of<T extends TurnEvent['type']> = Extract<TurnEvent, { type: T }>;
export type TableData = Of<'table'>['table'];
export type ChartData = Of<'chart'>['chart'];

export interface ToolStep {
  readonly invocationId: string;
  readonly toolName: string;
  readonly label: string;
  readonly outcome: string | null;
  readonly summary: string;
  readonly durationMs: number | null;
}

export interface PlacedFigure {
  readonly start: number;
  readonly end: number;
  readonly source: FigureSource;
}

export type ApprovalOutcome = Of<'approval-decided'>['outcome'];

/** `at` is the length of the answer when the block arrived. */
export type Block =
  | { readonly kind: 'table'; readonly at: number; readonly table: TableData; readonly invocationId: string }
  | { readonly kind: 'chart'; readonly at: number; readonly chart: ChartData }
  | { readonly kind: 'approval'; readonly at: number; readonly approval: ApprovalCard; readonly outcome: ApprovalOutcome | null; readonly summary: string };

export type TurnStatus = 'waiting' | 'running' | 'completed' | 'stopped' | 'withheld' | 'failed';

export interface TurnView {
  readonly turnId: string | null;
  readonly conversationId: string | null;
  readonly status: TurnStatus;
  /** The last event applied; -1 before the first. A resume asks for what follows it. */
  readonly lastSeq: number;
  /** Events that overtook others; they wait until the gap is filled. */
  readonly ahead: readonly TurnEvent[];
  readonly statusText: string;
  readonly text: string;
  readonly figures: readonly PlacedFigure[];
  readonly blocks: readonly Block[];
  readonly steps: readonly ToolStep[];
  readonly suggestions: readonly string[];
  readonly model: { readonly label: string; readonly offline: boolean } | null;
  readonly questionId: string | null;
  readonly answerId: string | null;
  readonly latencyMs: number | null;
  readonly problem: { readonly code: string; readonly message: string; readonly hint?: string; readonly retryable: boolean } | null;
}

export const EMPTY_TURN: TurnView = {
  turnId: null, conversationId: null, status: 'waiting', lastSeq: -1, ahead: [], statusText: '', text: '', figures: [], blocks: [], steps: [],
  suggestions: [], model: null, questionId: null, answerId: null, latencyMs: null, problem: null,
};

/** True while more is to come. */
export function isOpen(turn: TurnView): boolean {
  return turn.status === 'waiting' || turn.status === 'running';
}

/** True when an event is missing, so that the client must ask for a resume. */
export function hasGap(turn: TurnView): boolean {
  return turn.ahead.length > 0;
}

/**
 * Applies one event. A repeat (seq at or below the last) changes nothing; one that is ahead waits for those before it;
 * an event of another turn changes nothing.
 */
export function applyTurnEvent(turn: TurnView, event: TurnEvent): TurnView {
  if (turn.turnId !== null && event.turnId !== turn.turnId) return turn;
  if (event.seq <= turn.lastSeq) return turn;
  const isNext = event.seq === turn.lastSeq + 1 || (turn.lastSeq === -1 && event.type === 'accepted');
  if (!isNext) {
    if (turn.ahead.some((waiting) => waiting.seq === event.seq)) return turn;
    return { ...turn, turnId: event.turnId, ahead: [...turn.ahead, event].sort((a, b) => a.seq - b.seq) };
  }
  const applied = { ...reduce({ ...turn, turnId: event.turnId }, event), lastSeq: event.seq };
  const [next, ...rest] = applied.ahead;
  if (!next) return applied;
  return next.seq <= applied.lastSeq + 1 ? applyTurnEvent({ ...applied, ahead: rest }, next) : applied;
}

export function applyTurnEvents(turn: TurnView, events: readonly TurnEvent[]): TurnView {
  return events.reduce(applyTurnEvent, turn);
}

function reduce(turn: TurnView, event: TurnEvent): TurnView {
  switch (event.type) {
    case 'accepted':
      return { ...turn, status: 'running', conversationId: event.conversationId, questionId: event.messageId, model: { label: event.model, offline: event.offline } };
    case 'status':
      return { ...turn, statusText: event.text };
    case 'tool-started':
      return { ...turn, steps: [...turn.steps, { invocationId: event.invocationId, toolName: event.toolName, label: event.label, outcome: null, summary: '', durationMs: null }] };
    case 'tool-finished':
      return { ...turn, steps: finishStep(turn.steps, event) };
    case 'text':
      return { ...turn, statusText: '', text: turn.text + event.text };
    case 'figure':
      return { ...turn, figures: [...turn.figures, { start: event.start, end: event.end, source: event.source }] };
    case 'chart':
      return { ...turn, blocks: [...turn.blocks, { kind: 'chart', at: turn.text.length, chart: event.chart }] };
    case 'table':
      return { ...turn, blocks: [...turn.blocks, { kind: 'table', at: turn.text.length, table: event.table, invocationId: event.invocationId }] };
    case 'approval-needed':
      return { ...turn, blocks: [...turn.blocks, { kind: 'approval', at: turn.text.length, approval: event.approval, outcome: null, summary: '' }] };
    case 'approval-decided':
      return settleApproval(turn, event.invocationId, event.outcome, event.summary);
    case 'suggestion':
      return { ...turn, suggestions: event.suggestions };
    case 'completed':
      return { ...turn, status: event.status, statusText: '', answerId: event.messageId, latencyMs: event.latencyMs };
    case 'failed':
      return { ...turn, status: 'failed', statusText: '', problem: { code: event.code, message: event.message, retryable: event.retryable, ...(event.hint ? { hint: event.hint } : {}) } };
    default:
      // A newer server may send events that this page doesn't know: they take their number and show nothing.
      return turn;
  }
}

function finishStep(steps: readonly ToolStep[], event: Of<'tool-finished'>): readonly ToolStep[] {
  const finished = { outcome: event.outcome, summary: event.summary, durationMs: event.durationMs };
  if (!steps.some((step) => step.invocationId === event.invocationId))
    return [...steps, { invocationId: event.invocationId, toolName: event.toolName, label: event.toolName, ...finished }];
  return steps.map((step) => (step.invocationId === event.invocationId ? { ...step, ...finished } : step));
}

/** Marks an approval card as decided; used by the event and by the acknowledgement of the person's own click. */
export function settleApproval(turn: TurnView, invocationId: string, outcome: ApprovalOutcome, summary: string): TurnView {
  const blocks = turn.blocks.map((block) =>
    block.kind === 'approval' && block.approval.invocationId === invocationId ? { ...block, outcome, summary: summary || block.summary } : block,
  );
  return { ...turn, blocks };
}
