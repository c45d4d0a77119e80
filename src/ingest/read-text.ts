import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { invalidInput } from '../shared/errors.ts';

export interface ReadText {
  readonly text: string;
  /** Name of the encoding that was detected or given. */
  readonly encoding: string;
  /** What shows that it is that one. */
  readonly encodingBy: 'stated' | 'byte-order mark' | 'well-formed UTF-8' | `statistics, ${number} % sure`;
}

/**
 * Decodes a file. A byte-order mark or well-formed UTF-8 is proof; anything else is chardet's finding, which the caller reports.
 * @param given An encoding stated by the person; it wins.
 * @throws AppError invalid-input when the encoding is unknown.
 */
export async function readText(bytes: Buffer, given?: string): Promise<ReadText> {
  const found = given ? { encoding: given, encodingBy: 'stated' as const } : provenEncoding(bytes) ?? likelyEncoding(bytes);
  if (!found || !iconv.encodingExists(found.encoding)) {
    throw invalidInput('The encoding of the file is not recognised.', { hint: 'State it: --encoding windows-1252, for example.' });
  }
  return { text: await decode(bytes, found.encoding), ...found };
}

/** Bytes that are decoded before others get a turn. */
const DECODED_AT_ONCE = 1_048_576;

async function decode(bytes: Buffer, encoding: string): Promise<string> {
  if (bytes.length <= DECODED_AT_ONCE) return iconv.decode(bytes, encoding);
  const decoder = iconv.getDecoder(encoding);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += DECODED_AT_ONCE) {
    parts.push(decoder.write(bytes.subarray(at, at + DECODED_AT_ONCE)));
    await nextTurn();
  }
  return parts.join('') + (decoder.end() ?? '');
}

function provenEncoding(bytes: Buffer): Omit<ReadText, 'text'> | undefined {
  const marked = markedEncoding(bytes);
  if (marked) return { encoding: marked, encodingBy: 'byte-order mark' };
  return isUtf8(bytes) ? { encoding: 'UTF-8', encodingBy: 'well-formed UTF-8' } : undefined;
}

/** How much of a long file its encoding is judged by. */
const JUDGED_BYTES = 262_144;

function likelyEncoding(bytes: Buffer): Omit<ReadText, 'text'> | undefined {
  // Up to the first letter beyond ASCII a file says nothing.
  const first = bytes.length <= JUDGED_BYTES ? 0 : Math.max(0, bytes.findIndex((byte) => byte > 0x7f) - JUDGED_BYTES / 2);
  const [best] = chardet.analyse(bytes.subarray(first, first + JUDGED_BYTES));
  return best && { encoding: best.name, encodingBy: `statistics, ${best.confidence} % sure` };
}

function markedEncoding(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16LE';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16BE';
  return undefined;
}
