import type { TurnEvent } from '../contract/turn-event.ts';

type WithoutPlace<E> = E extends TurnEvent ? Omit<E, 'turnId' | 'seq'> : never;
export type EventBody = WithoutPlace<TurnEvent>;

export interface EventOutlet {
  /** Stores all events of the turn so far. Resolves when they are durable. */
  save(events: readonly TurnEvent[]): Promise<void>;
  /** Sends events that are stored. */
  publish(events: readonly TurnEvent[]): void;
}

/**
 * The events of one turn, numbered from 0. Whatever is emitted within one tick is stored in one write and sent after it: nobody ever
 * sees an event that a reconnecting client could not be given again.
 */
export class EventStream {
  readonly #turnId: string;
  readonly #outlet: EventOutlet;
  readonly #events: TurnEvent[] = [];
  #sent = 0;
  #flushing: Promise<void> | undefined;

  constructor(turnId: string, outlet: EventOutlet) {
    this.#turnId = turnId;
    this.#outlet = outlet;
  }

  get events(): readonly TurnEvent[] {
    return this.#events;
  }

  emit(body: EventBody): void {
    // The body is a member of the union; adding the two place fields makes the event whole again.
    this.#events.push({ ...body, turnId: this.#turnId, seq: this.#events.length } as TurnEvent);
    this.#flushing ??= Promise.resolve().then(() => this.#flush());
    this.#flushing.catch(() => undefined); // `flushed()` reports it; an unhandled rejection would end the process first
  }

  /** Resolves when everything emitted so far is stored and sent. @throws what storing threw. */
  async flushed(): Promise<void> {
    while (this.#flushing) await this.#flushing;
  }

  async #flush(): Promise<void> {
    try {
      while (this.#sent < this.#events.length) {
        const upto = this.#events.length;
        await this.#outlet.save(this.#events.slice(0, upto));
        this.#outlet.publish(this.#events.slice(this.#sent, upto));
        this.#sent = upto;
      }
    } finally {
      this.#flushing = undefined;
    }
  }
}
