import { AppError } from '../shared/errors.ts';

/** Longer than any that a tool takes; reading megabytes would be a way to keep the server busy. */
const LONGEST_ARGUMENTS = 64_000;

/**
 * Parses a tool call's argument text strictly. Lenient parsers repair truncated JSON and silently keep the last of two equal keys;
 * for arguments that a person may approve, both must be refused.
 * @throws AppError invalid-input, too-large (our own words; the raw text is never echoed).
 */
export function parseToolArguments(raw: string): Record<string, unknown> {
  if (raw.length > LONGEST_ARGUMENTS) throw new AppError('too-large', 'The tool arguments are too long.', { hint: 'Send less at once.' });
  const text = raw.trim() === '' ? '{}' : raw;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid-input', 'The tool arguments are not complete JSON.', { hint: 'Send one complete JSON object.', cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AppError('invalid-input', 'The tool arguments are not a JSON object.', { hint: 'Send one JSON object with the named fields.' });
  }
  if (!isText(value)) throw new AppError('invalid-input', 'The tool arguments hold characters that no text has.', { hint: 'Send plain text.' });
  if (hasDuplicateKey(text)) throw new AppError('invalid-input', 'A field is given twice in the tool arguments.', { hint: 'Give each field once.' });
  return value as Record<string, unknown>; // an object by the checks above
}

/** Null characters and halves of surrogate pairs: databases refuse them, each at another place. */
function isText(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  return typeof value !== 'object' || value === null || Object.entries(value).every(([key, item]) => isText(key) && isText(item));
}

/** Counts keys while parsing: the reviver sees each surviving key once, the scanner sees each written one. */
function hasDuplicateKey(text: string): boolean {
  let surviving = 0;
  JSON.parse(text, function count(this: unknown, key: string, value: unknown) {
    if (key !== '' && !Array.isArray(this)) surviving += 1;
    return value;
  });
  return writtenKeys(text) > surviving;
}

function writtenKeys(text: string): number {
  let keys = 0;
  const token = /"((?:[^"\\]|\\.)*)"(\s*:)?/g;
  for (let match = token.exec(text); match; match = token.exec(text)) if (match[2] && match[1] !== '') keys += 1;
  return keys;
}
