import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';

const offered = new Map<string, Readable>();

/**
 * Offers lines to a database server that loads them in bulk. @returns The name by which it may ask for them, once.
 * A server may ask a client for any file by name, so nothing but what was offered is ever handed out (`takeOffered`).
 */
export function offerLines(chunks: AsyncIterable<Buffer>): string {
  const name = randomUUID();
  offered.set(name, Readable.from(chunks, { objectMode: false }));
  return name;
}

/** The lines of that name; of any other a stream that fails. */
export function takeOffered(name: string): Readable {
  const lines = offered.get(name);
  offered.delete(name);
  return lines ?? new Readable({ read() { this.destroy(new Error('The database server asked for a file that nobody offered.')); } });
}
