/** Why a supplier could not be used, in words for operators: no address and no key. */
export class FeedFault extends Error {
  /** False when asking again cannot help: a refused key, an unknown symbol. */
  readonly isPassing: boolean;
  /** True when it concerns this one question and not the supplier. */
  readonly isLocal: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(reason: string, { isPassing, isLocal = false, retryAfterMs, cause }: { readonly isPassing: boolean; readonly isLocal?: boolean; readonly retryAfterMs?: number | undefined; readonly cause?: unknown }) {
    super(reason, { cause });
    this.isPassing = isPassing;
    this.isLocal = isLocal;
    this.retryAfterMs = retryAfterMs;
  }
}

export interface FeedHttpOptions {
  readonly ratePerMinute: number;
  readonly timeoutMs: number;
  readonly attempts: number;
  /** A longer wait than this is not waited for: the next run comes anyway. */
  readonly mostWaitMs: number;
  readonly mostBytes: number;
  readonly nowMs: () => number;
  readonly pause: (ms: number) => Promise<void>;
  /** 0 ≤ x < 1, so that many servers do not ask again at the same instant. */
  readonly random: () => number;
}

/** One supplier's HTTP: one request at a time, no more a minute than allowed, bounded in time and size, repeated while a fault may pass. */
export class FeedHttp {
  readonly #options: FeedHttpOptions;
  #nextAtMs = -Infinity;
  #latencyMs: number | undefined;

  constructor(options: FeedHttpOptions) {
    this.#options = options;
  }

  /** Duration of the last request that was answered. */
  get latencyMs(): number | undefined {
    return this.#latencyMs;
  }

  /** The body as text. @throws FeedFault when no attempt was answered with success. */
  async get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      await this.#turn();
      try {
        return await this.#once(url, headers);
      } catch (error) {
        if (!(error instanceof FeedFault) || !error.isPassing || attempt >= this.#options.attempts) throw error;
        const waitMs = error.retryAfterMs ?? 500 * 2 ** (attempt - 1) * (0.5 + this.#options.random());
        if (waitMs > this.#options.mostWaitMs) throw error;
        await this.#options.pause(waitMs);
      }
    }
  }

  async #turn(): Promise<void> {
    const { nowMs, pause, ratePerMinute } = this.#options;
    const waitMs = this.#nextAtMs - nowMs();
    if (waitMs > 0) await pause(waitMs);
    this.#nextAtMs = Math.max(nowMs(), this.#nextAtMs) + 60_000 / ratePerMinute;
  }

  async #once(url: string, headers: Readonly<Record<string, string>>): Promise<string> {
    const started = this.#options.nowMs();
    // The signal bounds the body too: a supplier that trickles is as late as one that is silent.
    const signal = AbortSignal.timeout(this.#options.timeoutMs);
    try {
      const response = await fetch(url, { headers, signal });
      if (!response.ok) {
        await response.body?.cancel();
        throw statusFault(response.status, response.headers.get('retry-after'));
      }
      const text = await this.#bounded(response);
      this.#latencyMs = Math.round(this.#options.nowMs() - started);
      return text;
    } catch (error) {
      if (error instanceof FeedFault) throw error;
      throw new FeedFault(signal.aborted ? `no answer within ${this.#options.timeoutMs / 1000} s` : 'the connection failed', { isPassing: true, cause: error });
    }
  }

  async #bounded(response: Response): Promise<string> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > this.#options.mostBytes) throw new FeedFault(`the answer is larger than ${this.#options.mostBytes} bytes`, { isPassing: false });
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }
}

function statusFault(status: number, retryAfter: string | null): FeedFault {
  if (status === 429) return new FeedFault('too many requests (429)', { isPassing: true, retryAfterMs: waitOf(retryAfter) });
  if (status >= 500) return new FeedFault(`the supplier's server failed (${status})`, { isPassing: true, retryAfterMs: waitOf(retryAfter) });
  if (status === 401 || status === 403) return new FeedFault(`the key was refused (${status})`, { isPassing: false });
  return new FeedFault(`the request was refused (${status})`, { isPassing: false, isLocal: true });
}

/** Seconds only: a date would be by the supplier's clock. */
function waitOf(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;
}
