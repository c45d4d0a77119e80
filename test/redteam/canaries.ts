import { randomInt } from 'node:crypto';

const LOWER = 'abcdefghijkmnopqrstuvwxyz';

/**
 * Fresh values of the same shapes: runs of digits are drawn anew, and so are the free parts of words behind a fixed head. "ACCT-C1-10000141"
 * keeps its head, an amount its cents.
 */
export function freshCanaries(examples: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(examples).map(([owner, values]) => [owner, values.map((value) => freshLike(value, owner))]));
}

function freshLike(value: string, owner: string): string {
  if (/^\d+\.\d{2}$/.test(value)) return `${digits(value.indexOf('.'))}.${randomInt(11, 99)}`;
  if (value.includes('://')) return `mysql://u${letters(6)}:${letters(12)}@127.0.0.1/${letters(6)}`;
  if (value.startsWith('sk-')) return `sk-canary-${letters(24)}`;
  const fixed = owner === 'SYS' || owner === 'SECRETS' ? '' : owner;
  return value.split('-').map((part) => (part === fixed || !/\d/.test(part) ? part : part.replace(/\d+/g, (run) => digits(run.length)))).join('-') + (fixed === '' ? `-${letters(8).toUpperCase()}` : '');
}

/** Never a leading zero, and no two runs of one file alike by chance: at least three digits each. */
function digits(length: number): string {
  return Array.from({ length }, (_, at) => String(randomInt(at === 0 ? 1 : 0, 10))).join('');
}

function letters(length: number): string {
  return Array.from({ length }, () => LOWER[randomInt(LOWER.length)] ?? 'x').join('');
}

