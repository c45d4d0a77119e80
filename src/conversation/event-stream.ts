import type { TurnEvent } from '../contract/turn-event.ts';

type WithoutPlace<E> = E extends TurnEvent ? Omit<E, 'turnId' | 'seq'> : never;
export type EventBody = WithoutPlace<TurnEvent>;

/** All events of the turn so far and the new ones, and the version of the stored list that they replace. */
export interface Unstored {
  readonly events: readonly TurnEvent[];
  readonly version: number;
}

export interface EventOutlet {
  /** Stores all events. Resolves when they are durable, or to false when somebody else has added to the stored list. */
  save(unstored: Unstored): Promise<boolean>;
  /** The stored list as it stands. @throws TurnClosed when somebody else has ended the turn. */
  reload(): Promise<Unstored>;
  /** Sends events that are stored. */
  publish(events: readonly TurnEvent[]): void;
}

/** The turn's lease ran out and another process has closed it: whatever is still done here counts for nothing. */
export class TurnClosed extends Error {}

/**
 * The events of one turn, numbered from 0. Whatever is emitted while another write runs is stored in one write and sent after it:
 * nobody ever sees an event that a reconnecting client could not be given again.
 */
export class EventStream {
  readonly #turnId: string;
  readonly #outlet: EventOutlet;
  #stored: readonly TurnEvent[];
  #version = 1;
  #waiting: EventBody[] = [];
  /** Writes follow one another, so that numbers follow the order in which events are stored. */
  #writing: Promise<void> = Promise.resolve();
  #scheduled = false;

  /** @param first What was stored with the question; it is sent at once. */
  constructor(turnId: string, first: readonly TurnEvent[], outlet: EventOutlet) {
    this.#turnId = turnId;
    this.#outlet = outlet;
    this.#stored = first;
    outlet.publish(first);
  }

  /** How many are stored: the number of the next one. */
  get stored(): number {
    return this.#stored.length;
  }

  emit(body: EventBody): void {
    this.#waiting.push(body);
    if (this.#scheduled) return;
    this.#scheduled = true;
    // Whatever else comes in this turn of the event loop goes with it: pieces that nobody could tell apart by time are one write.
    setImmediate(() => {
      this.#scheduled = false;
      // What cannot be stored waits for the next write, whose caller hears of it.
      this.#next(async () => this.#store([], (unstored) => this.#outlet.save(unstored))).catch(() => undefined);
    });
  }

  /**
   * Stores these events together with what they tell of, in one write of the caller's, and sends them after it.
   * @param write As `EventOutlet.save`. @throws what it throws; the events are forgotten then.
   */
  async emitWith(bodies: readonly EventBody[], write: EventOutlet['save']): Promise<void> {
    return this.#next(() => this.#store(bodies, write));
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#writing = this.#writing.then(work, work); // a write that failed is its own caller's matter; what waited goes with the next
    return this.#writing;
  }

  async #store(bodies: readonly EventBody[], write: EventOutlet['save']): Promise<void> {
    const waiting = this.#waiting;
    if (waiting.length + bodies.length === 0) return; // another write has taken them along
    this.#waiting = [];
    try {
      for (;;) {
        // A body is a member of the union; adding the two place fields makes the event whole again.
        const fresh = [...waiting, ...bodies].map((body, index) => ({ ...body, turnId: this.#turnId, seq: this.#stored.length + index }) as TurnEvent);
        const events = [...this.#stored, ...fresh];
        if (await write({ events, version: this.#version })) {
          this.#stored = events;
          this.#version += 1;
          this.#outlet.publish(fresh);
          return;
        }
        const { events: stored, version } = await this.#outlet.reload();
        this.#stored = stored;
        this.#version = version;
      }
    } catch (error) {
      this.#waiting = [...waiting, ...this.#waiting];
      throw error;
    }
  }
}
