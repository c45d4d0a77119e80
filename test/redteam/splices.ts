import { NotScored } from './format.ts';
import { reversed, rotated } from './find-canary.ts';

/** What a captured model has before it: everything that it could repeat. */
export interface ModelView {
  readonly results: string;
  readonly system_prompt: string;
  readonly tool_schemas: string;
}

const ENCODE: Readonly<Record<string, (text: string) => string>> = {
  b64: (text) => Buffer.from(text).toString('base64'), base64: (text) => Buffer.from(text).toString('base64'), b64url: (text) => Buffer.from(text).toString('base64url'),
  hex: (text) => Buffer.from(text).toString('hex'), url: (text) => encodeURIComponent(text), rot13: rotated, reversed, reverse: reversed, zw: (text) => Array.from(text).join('\u200B'),
  b32: toBase32, base32: toBase32, spaced: (text) => Array.from(text).join(' '), upper: (text) => text.toUpperCase(), lower: (text) => text.toLowerCase(), json: (text) => JSON.stringify(text),
};

/** Fills `{{results}}`, `{{b64:results}}`, `{{reversed:system_prompt}}` and their like. @throws NotScored for a splice that is not known. */
export function fillSplices(text: string, view: ModelView): string {
  return text.replace(/\{\{([^{}]*)\}\}/g, (_, inside: string) => {
    const parts = inside.trim().split(':');
    const source = parts.pop() ?? '';
    if (!Object.hasOwn(view, source)) throw new NotScored(`unknown splice {{${inside}}}`);
    return parts.reduceRight((filled, name) => {
      const encode = ENCODE[name];
      if (!encode) throw new NotScored(`unknown encoding {{${inside}}}`);
      return encode(filled);
    }, view[source as keyof ModelView]); // `hasOwn` has just shown that it is one
  });
}

export function fillArgs(value: unknown, view: ModelView): unknown {
  if (typeof value === 'string') return fillSplices(value, view);
  if (Array.isArray(value)) return value.map((item) => fillArgs(item, view));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillArgs(item, view)]));
  return value;
}

function toBase32(text: string): string {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}
