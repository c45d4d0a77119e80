import { createHash, type Hash } from 'node:crypto';
import { canonicalJson } from '../../shared/canonical-json.ts';

/** A message as a model is sent it. */
export type WireMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly calls?: readonly { readonly id: string; readonly name: string; readonly args: Readonly<Record<string, unknown>> }[] }
  | { readonly role: 'tool'; readonly callId: string; readonly name: string; readonly content: string };

/**
 * SHA-256 of the first messages for each of the given numbers (rising), one canonical JSON a line: each message is read once, however often
 * it was sent.
 */
export function sentHashes(messages: readonly WireMessage[], numbers: readonly number[]): string[] {
  const hash: Hash = createHash('sha256');
  let read = 0;
  return numbers.map((number) => {
    for (; read < number; read += 1) hash.update(`${canonicalJson(messages[read])}\n`);
    return hash.copy().digest('hex');
  });
}
