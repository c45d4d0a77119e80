import { isUtf8 } from 'node:buffer';
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { invalidInput } from '../shared/errors.ts';

export interface ReadText {
  readonly text: string;
  /** Name of the encoding that was detected or given. */
  readonly encoding: string;
}

/**
 * Decodes a file. A byte-order mark or well-formed UTF-8 is proof; anything else is chardet's finding, which the caller reports.
 * @param given An encoding stated by the person; it wins.
 * @throws AppError invalid-input when the encoding is unknown.
 */
export function readText(bytes: Buffer, given?: string): ReadText {
  const encoding = given ?? markedEncoding(bytes) ?? (isUtf8(bytes) ? 'UTF-8' : chardet.detect(bytes));
  if (!encoding || !iconv.encodingExists(encoding)) {
    throw invalidInput('The encoding of the file is not recognised.', { hint: 'State it: --encoding windows-1252, for example.' });
  }
  return { text: iconv.decode(bytes, encoding), encoding };
}

function markedEncoding(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16LE';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16BE';
  return undefined;
}
