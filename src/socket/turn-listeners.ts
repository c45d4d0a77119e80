import type { TurnEvent } from '../contract/turn-event.ts';

/** Who is sent a turn's events: one socket. */
export interface Recipient {
  readonly id: string;
  send(event: TurnEvent): void;
}

/** Events of a turn after a number, from the database. @throws AppError not-found for somebody else's turn. */
export type Replay = (afterSeq: number) => Promise<readonly TurnEvent[]>;

interface Listener {
  readonly recipient: Recipient;
  readonly replay: Replay;
  last: number;
  /** Set while the database is read: what comes meanwhile waits behind it. */
  waiting: TurnEvent[] | undefined;
  ended: boolean;
}

/** A turn that has been silent for this long is looked up: its server may be gone, or a message may have been lost on the way. */
const SILENCE_MS = 5_000;
/** The turns that one socket hears of; the oldest makes room. */
const MOST_TURNS = 100;

/**
 * Sends each listener every event of a turn once and in order, whatever process the turn runs on: live events wait until the stored ones
 * before them are sent, repeats are dropped, and a gap is filled from the database.
 */
export class TurnListeners {
  readonly #byTurn = new Map<string, Map<string, Listener>>();
  readonly #timer: NodeJS.Timeout;
  readonly #onError: (error: unknown) => void;
  readonly #lastHeard = new Map<string, number>();
  readonly #nowMs: () => number;

  constructor({ nowMs, onError }: { readonly nowMs: () => number; readonly onError: (error: unknown) => void }) {
    this.#nowMs = nowMs;
    this.#onError = onError;
    this.#timer = setInterval(() => this.#lookUpSilent(), SILENCE_MS / 2);
    this.#timer.unref();
  }

  /**
   * Sends what is stored after a number and goes on with what comes. Nobody is a listener before the replay has shown that the turn is theirs.
   * @returns How many events were sent from the database.
   */
  async follow(turnId: string, recipient: Recipient, { afterSeq, replay }: { readonly afterSeq: number; readonly replay: Replay }): Promise<number> {
    const missed = await replay(afterSeq);
    const listener: Listener = { recipient, replay, last: afterSeq, waiting: [], ended: false };
    const listeners = this.#byTurn.get(turnId) ?? new Map<string, Listener>();
    listeners.set(recipient.id, listener);
    this.#byTurn.set(turnId, listeners);
    this.#lastHeard.set(turnId, this.#nowMs());
    for (const event of missed) this.#send(listener, event);
    // Once more: between the first look and becoming a listener, events may have passed by.
    await this.#catchUp(listener);
    this.#makeRoom(recipient);
    return listener.last - afterSeq;
  }

  /** Events that have just been stored, by this process or by another. */
  deliver(turnId: string, events: readonly TurnEvent[]): void {
    const listeners = this.#byTurn.get(turnId);
    if (!listeners) return;
    this.#lastHeard.set(turnId, this.#nowMs());
    for (const listener of listeners.values()) this.#take(listener, events);
  }

  leave(recipientId: string): void {
    for (const [turnId, listeners] of this.#byTurn) if (listeners.delete(recipientId) && listeners.size === 0) this.#forget(turnId);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#byTurn.clear();
  }

  #take(listener: Listener, events: readonly TurnEvent[]): void {
    if (listener.waiting) {
      listener.waiting.push(...events);
      return;
    }
    for (const [at, event] of events.entries()) {
      if (event.seq > listener.last + 1) {
        listener.waiting = events.slice(at);
        this.#catchUp(listener).catch(this.#onError);
        return;
      }
      this.#send(listener, event);
    }
  }

  async #catchUp(listener: Listener): Promise<void> {
    listener.waiting ??= [];
    try {
      for (const event of await listener.replay(listener.last)) this.#send(listener, event);
    } finally {
      const { waiting } = listener;
      listener.waiting = undefined;
      // What is newer than the database's answer; an end that could not be stored is told all the same.
      for (const event of waiting) this.#send(listener, event);
    }
  }

  #send(listener: Listener, event: TurnEvent): void {
    const isEnd = event.type === 'completed' || event.type === 'failed';
    if (event.seq <= listener.last && !(isEnd && !listener.ended && event.seq === 0)) return;
    listener.last = Math.max(listener.last, event.seq);
    listener.ended ||= isEnd;
    listener.recipient.send(event);
  }

  #lookUpSilent(): void {
    for (const [turnId, listeners] of this.#byTurn) {
      if (this.#nowMs() - (this.#lastHeard.get(turnId) ?? 0) < SILENCE_MS) continue;
      this.#lastHeard.set(turnId, this.#nowMs());
      for (const listener of listeners.values()) if (!listener.ended && !listener.waiting) this.#catchUp(listener).catch(this.#onError);
    }
  }

  #makeRoom({ id }: Recipient): void {
    const turns = [...this.#byTurn].filter(([, listeners]) => listeners.has(id));
    for (const [turnId, listeners] of turns.slice(0, Math.max(0, turns.length - MOST_TURNS))) if (listeners.delete(id) && listeners.size === 0) this.#forget(turnId);
  }

  #forget(turnId: string): void {
    this.#byTurn.delete(turnId);
    this.#lastHeard.delete(turnId);
  }
}
