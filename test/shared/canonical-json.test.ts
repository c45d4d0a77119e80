import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/shared/canonical-json.ts';
import { seededRandom } from '../support/random-portfolio.ts';

const random = seededRandom(20_261_126);
const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!;
const NAMES = ['a', 'b', 'ab', 'B', '10', '9', '', 'é', '__proto__', 'z"'] as const;

function drawn(depth: number): unknown {
  if (depth === 0 || random() < 0.3) return pick<unknown>(['text', 'q"uo\\te', '', 0, -1.5, 1e-7, true, null, undefined, new Date(0)]);
  if (random() < 0.3) return Array.from({ length: Math.floor(random() * 4) }, () => drawn(depth - 1));
  const members = NAMES.filter(() => random() < 0.4).map((name) => [name, drawn(depth - 1)] as const);
  return Object.fromEntries(random() < 0.5 ? members.toSorted(([left], [right]) => (left < right ? -1 : 1)) : members);
}

/** By the definition: members by name, absent ones left out, nothing in between. */
function byDefinition(value: unknown): string {
  if (value === undefined) return 'null';
  if (typeof value !== 'object' || value === null || value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(byDefinition).join(',')}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${byDefinition(member)}`).join(',')}}`;
}

describe('canonical JSON', () => {
  test('is what the definition says, in order or not', () => {
    for (let round = 0; round < 5_000; round += 1) {
      const value = drawn(4);
      expect(canonicalJson(value)).toBe(byDefinition(value));
    }
  });

  test('takes the texts of parts that are known', () => {
    const part = { b: 1, a: 2 };
    expect(canonicalJson({ x: part, y: [part] }, new Map([[part, '"known"']]))).toBe('{"x":"known","y":["known"]}');
  });

  test('leaves a value that writes itself to the rules of this text', () => {
    expect(canonicalJson({ a: { toJSON: 1, b: 2 } })).toBe('{"a":{"b":2,"toJSON":1}}');
  });
});
