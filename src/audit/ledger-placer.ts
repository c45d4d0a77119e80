import type { EntityManager } from '@mikro-orm/core';
import type { Clock } from '../shared/clock.ts';
import { sequenceEntries } from './ledger.ts';

interface PlacerDeps {
  readonly em: EntityManager;
  readonly clock: Clock;
  readonly everyMs: number;
  readonly onFailure: (error: unknown) => void;
}

/**
 * The appender of a running server: gives waiting entries their places every few seconds. Several servers may run one each: should two
 * meet, the later starts again. What one failed to place waits for the next time.
 */
export class LedgerPlacer {
  readonly #deps: PlacerDeps;
  #timer: NodeJS.Timeout | undefined;
  #placing: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(deps: PlacerDeps) {
    this.#deps = deps;
  }

  start(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#placing = this.#place().then(() => this.start());
    }, this.#deps.everyMs);
    this.#timer.unref();
  }

  /** Places what waits, so that nothing written by this server stays without a place until another one starts. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#placing;
    await this.#place();
  }

  async #place(): Promise<void> {
    try {
      await sequenceEntries(this.#deps.em, this.#deps.clock);
    } catch (error) {
      this.#deps.onFailure(error);
    }
  }
}
