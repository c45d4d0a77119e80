import type { Answer } from '../../shared/answer.ts';
import type { FigureSource } from '../../contract/turn-event.ts';

/** A figure in released text, by character offsets within that piece, with the tool result that supports it. */
export interface PlacedFigure {
  readonly start: number;
  readonly end: number;
  readonly source: FigureSource;
}

export interface ReleasedText {
  readonly text: string;
  readonly figures: readonly PlacedFigure[];
}

export interface HeldSentence {
  readonly text: string;
  /** The figures that nothing supports, as written. */
  readonly unsupported: readonly string[];
}

/**
 * Holds the model's prose back sentence by sentence until each figure in it is supported by a tool result of this conversation.
 * `push` takes streamed pieces and gives what may be shown; `finish` ends the round and gives the rest. Sentences that fail are
 * kept in `held` until `clearHeld()`.
 */
export interface SentenceGate {
  addEvidence(source: { readonly invocationId: string; readonly toolName: string }, answer: Answer, isEarlier?: boolean): void;
  /** Numbers that the person wrote may be repeated to that person. */
  addQuestion(text: string): void;
  push(text: string): readonly ReleasedText[];
  finish(): readonly ReleasedText[];
  readonly held: readonly HeldSentence[];
  clearHeld(): void;
  /** A failed attempt is repeated: drop what is not yet released, and skip sentences that already were. */
  restart(): void;
  /** What the output filter took out: links, images and markup; runs of the private text. */
  readonly removed: { readonly links: number; readonly prompt: number };
}
