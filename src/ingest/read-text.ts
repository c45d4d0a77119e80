import { isUtf8 } from 'node:buffer';
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
export function readText(bytes: Buffer, given?: string): ReadText {
  const found = given ? { encoding: given, encodingBy: 'stated' as const } : provenEncoding(bytes) ?? likelyEncoding(bytes);
  if (!found || !iconv.encodingExists(found.encoding)) {
    throw invalidInput('The encoding of the file is not recognised.', { hint: 'State it: --encoding windows-1252, for example.' });
  }
  return { text: iconv.decode(bytes, found.encoding), ...found };
}

function provenEncoding(bytes: Buffer): Omit<ReadText, 'text'> | undefined {
  const marked = markedEncoding(bytes);
  if (marked) return { encoding: marked, encodingBy: 'byte-order mark' };
  return isUtf8(bytes) ? { encoding: 'UTF-8', encodingBy: 'well-formed UTF-8' } : undefined;
}

function likelyEncoding(bytes: Buffer): Omit<ReadText, 'text'> | undefined {
  const [best] = chardet.analyse(bytes);
  return best && { encoding: best.name, encodingBy: `statistics, ${best.confidence} % sure` };
}

function markedEncoding(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16LE';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16BE';
  return undefined;
}
