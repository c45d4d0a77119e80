import type { Principal } from '../access/principal.ts';
import type { TurnEvent, TurnRequest } from '../contract/turn-event.ts';
import type { ReceivedTurn, TurnStart } from '../data/conversations/conversation-records.ts';
import { AppError } from '../shared/errors.ts';
import { acceptedEvent, runTurn } from './run-turn.ts';
import type { TurnDeps } from './turn-deps.ts';
import { checkUsage } from './usage-limits.ts';

/** Begins, stops and replays turns of this process. Events reach listeners through `deps.publish`, whatever process they are on. */
export class TurnService {
  readonly deps: TurnDeps;
  readonly #running = new Map<string, { readonly userId: string; readonly controller: AbortController; readonly done: Promise<void> }>();

  /** Passes a wish to stop on to the firm's other servers; set where there are any. */
  announceStop: (userId: string, turnId: string) => void = () => undefined;

  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(deps: TurnDeps) {
    this.deps = {
      ...deps,
      publish: (turnId, events) => {
        deps.publish(turnId, events);
        for (const wake of this.#waiting.get(turnId) ?? []) wake();
      },
    };
  }

  /** Stores the question and starts answering it. Resolves as soon as it is stored; the answer comes as events. */
  async start(principal: Principal, request: TurnRequest, channel: TurnStart['channel']): Promise<ReceivedTurn> {
    await checkUsage(this.deps, principal);
    const turnId = this.deps.newId();
    const received = await this.deps.store.receive(principal, {
      turnId, clientMessageId: request.clientMessageId, text: request.text, channel, serverId: this.deps.serverId,
      leaseUntil: new Date(this.deps.clock.now().getTime() + this.deps.limits.leaseMs),
      firstEvent: (place) => acceptedEvent(this.deps, { turnId, ...place }),
      ...(request.conversationId === undefined ? {} : { conversationId: request.conversationId }),
      ...(request.parentMessageId === undefined ? {} : { parentMessageId: request.parentMessageId }),
    });
    if (received.repeated) return received;
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new AppError('timeout', 'The answer took too long.')), this.deps.limits.turnTimeoutMs);
    const lease = setInterval(() => this.#renewLease(received), this.deps.limits.leaseMs / 3);
    const done = runTurn(this.deps, principal, request, received, controller.signal).finally(() => {
      clearTimeout(timer);
      clearInterval(lease);
      this.#running.delete(received.turnId);
    });
    this.#running.set(received.turnId, { userId: principal.userId, controller, done });
    return received;
  }

  /** A turn is silent while a model thinks; its server says meanwhile that it lives. */
  #renewLease({ answerId, turnId }: ReceivedTurn): void {
    const until = new Date(this.deps.clock.now().getTime() + this.deps.limits.leaseMs);
    this.deps.store.renewLease(answerId, until).catch((error: unknown) => this.deps.log.warn({ err: error, turnId }, 'lease could not be renewed'));
  }

  /** Stops a turn of one's own at once, on whatever process it runs; the provider's request is aborted with it. Unknown turns are left alone. */
  stop(principal: Principal, turnId: string): void {
    this.stopAs(principal.userId, turnId);
    if (!this.#running.has(turnId)) this.announceStop(principal.userId, turnId);
  }

  /** The same for a wish that arrived at another process of the firm's servers. */
  stopAs(userId: string, turnId: string): void {
    const turn = this.#running.get(turnId);
    if (turn?.userId === userId) turn.controller.abort(new AppError('conflict', 'Stopped.'));
  }

  /** Resolves when the turn has ended, for callers that wait for the whole answer. */
  async finished(turnId: string): Promise<void> {
    await this.#running.get(turnId)?.done;
  }

  /**
   * Events after a number, from the database. A turn whose server died is closed here: its lease has run out and nobody will go on
   * with it.
   */
  async replay(principal: Principal, turnId: string, afterSeq: number): Promise<readonly TurnEvent[]> {
    const seen = await this.deps.store.turnEvents(principal, turnId);
    const lost = seen.lapsed && !this.#running.has(turnId);
    if (lost) await this.deps.store.closeLost(principal, turnId);
    // Read again, because somebody else who looked may have closed it first: whoever looks sees the end.
    const { events } = lost ? await this.deps.store.turnEvents(principal, turnId) : seen;
    return events.filter((event) => event.seq > afterSeq) as unknown as TurnEvent[]; // stored by EventStream from the same union
  }

  /** Resolves when the turn has sent something in this process, and at the latest after the given time: what runs elsewhere has to be looked up. */
  async news(turnId: string, withinMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = this.#waiting.get(turnId) ?? new Set();
    this.#waiting.set(turnId, waiting.add(resolve));
    const timer = setTimeout(resolve, withinMs);
    await promise;
    clearTimeout(timer);
    waiting.delete(resolve);
    if (waiting.size === 0) this.#waiting.delete(turnId);
  }

  /** Lets running turns end, at most for the given time, then stops them. */
  async drain(timeoutMs: number): Promise<void> {
    const all = Promise.allSettled([...this.#running.values()].map((turn) => turn.done));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => { timer = setTimeout(resolve, timeoutMs); });
    await Promise.race([all, late]);
    clearTimeout(timer);
    for (const turn of this.#running.values()) turn.controller.abort(new AppError('unavailable', 'The server is restarting.'));
    await all;
  }
}
