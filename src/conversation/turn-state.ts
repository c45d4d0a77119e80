import type { BaseMessage } from '@langchain/core/messages';
import type { Principal } from '../access/principal.ts';
import type { RoundReply } from '../agent/model-chain.ts';
import type { ApprovalCard } from '../contract/turn-event.ts';
import type { ReceivedTurn } from '../data/conversations/conversation-records.ts';
import type { ActEntry } from '../data/conversations/conversation-store.ts';
import type { Tool, ToolContext } from '../../tools/define-tool.ts';
import type { EventStream } from './event-stream.ts';
import type { PlacedFigure, ReleasedText, SentenceGate } from './grounding/gate.ts';
import type { RunningRound } from './keep-exchange.ts';
import type { TurnDeps } from './turn-deps.ts';

/** What a running turn has gathered. One object, changed only by the functions of the turn. */
export interface TurnState {
  readonly principal: Principal;
  readonly received: ReceivedTurn;
  readonly events: EventStream;
  readonly gate: SentenceGate;
  readonly messages: BaseMessage[];
  /** Tools whose definitions the model is sent. */
  offered: readonly Tool[];
  readonly context: ToolContext;
  readonly signal: AbortSignal;
  readonly startedMs: number;
  /** Entries that wait for the turn's next write. */
  readonly audit: ActEntry[];
  /** Rounds of the model so far, for the record. */
  readonly rounds: RunningRound[];
  readonly approvals: ApprovalCard[];
  readonly toolNames: string[];
  readonly figures: PlacedFigure[];
  text: string;
  round: number;
  calls: number;
  withheld: boolean;
  reply: RoundReply | undefined;
  promptTokens: number;
  completionTokens: number;
  costMicros: number;
}

/** The answer that a running turn writes to, and until when it is taken to be alive. */
export function leaseOf(deps: Pick<TurnDeps, 'clock' | 'limits'>, state: Pick<TurnState, 'received'>): { readonly answerId: string; readonly leaseUntil: Date } {
  return { answerId: state.received.answerId, leaseUntil: new Date(deps.clock.now().getTime() + deps.limits.leaseMs) };
}

/** Appends released text: what is shown, what is stored and where its figures stand all come from here. */
export function release(state: TurnState, pieces: readonly ReleasedText[]): void {
  for (const piece of pieces) {
    const offset = state.text.length;
    state.text += piece.text;
    state.events.emit({ type: 'text', text: piece.text });
    for (const figure of piece.figures) {
      const placed = { ...figure, start: figure.start + offset, end: figure.end + offset };
      state.figures.push(placed);
      state.events.emit({ type: 'figure', ...placed });
    }
  }
}
