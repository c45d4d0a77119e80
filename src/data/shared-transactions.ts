import { CompiledQuery, type Kysely } from 'kysely';

/** So many share a transaction at most: others than writers wait for the connection too. */
const MOST = 16;

const SAVEPOINT = CompiledQuery.raw('savepoint one');
const RELEASE = CompiledQuery.raw('release savepoint one');
const ROLL_BACK = CompiledQuery.raw('rollback to savepoint one');

interface Waiting {
  readonly work: (client: Kysely<unknown>) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * For an engine with one connection, where writers wait for one another anyway: those who wait share the next transaction, because a
 * commit costs as much as all the rest. Each one's work is all or nothing by itself, and nobody is told of anything before it is
 * committed. A commit that fails has failed for all who share it.
 */
export class SharedTransactions {
  readonly #client: () => Kysely<unknown>;
  readonly #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(client: () => Kysely<unknown>) {
    this.#client = client;
  }

  async run<R>(work: (client: Kysely<unknown>) => Promise<R>): Promise<R> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.push({ work, resolve, reject });
    if (!this.#isRunning) void this.#runAll(); // never throws: each failure goes to whom it concerns
    return promise as Promise<R>; // resolved with what its own work returned
  }

  async #runAll(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) await this.#runTogether(this.#waiting.splice(0, MOST));
    this.#isRunning = false;
  }

  async #runTogether(group: readonly Waiting[]): Promise<void> {
    try {
      const told = await this.#client().transaction().execute(async (client) => {
        const outcomes: (() => void)[] = [];
        for (const one of group) outcomes.push(group.length === 1 ? await alone(client, one) : await betweenSavepoints(client, one));
        return outcomes;
      });
      for (const tell of told) tell();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

async function alone(client: Kysely<unknown>, { work, resolve }: Waiting): Promise<() => void> {
  const value = await work(client);
  return () => resolve(value);
}

/** @returns What to tell once the transaction is committed. @throws when the engine has ended the whole transaction. */
async function betweenSavepoints(client: Kysely<unknown>, { work, resolve, reject }: Waiting): Promise<() => void> {
  await client.executeQuery(SAVEPOINT);
  try {
    const value = await work(client);
    await client.executeQuery(RELEASE);
    return () => resolve(value);
  } catch (error) {
    await client.executeQuery(ROLL_BACK);
    await client.executeQuery(RELEASE);
    return () => reject(error);
  }
}
