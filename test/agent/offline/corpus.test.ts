import { expect, test } from 'vitest';
import type { Outcome } from '../../../src/agent/offline/types.ts';
import { CORPUS, type Case } from './corpus/index.ts';
import { fill } from './name-fixture.ts';
import { play, type PlayedTurn } from './scripted-turn.ts';

/** Least share of requests that must lead where they should; what is held out is expected to do a little worse. */
const LEAST_KNOWN = 0.95;
const LEAST_HELD_OUT = 0.85;

function said(outcome: Outcome): string {
  return outcome.kind === 'refused' ? `refuse:${outcome.reason}` : outcome.kind === 'clarify' ? `clarify:${outcome.ambiguity}` : outcome.kind === 'out_of_scope' ? 'outside' : 'answered';
}

/** One alternative of an expectation: parts joined by `.*` may stand anywhere in one line, because arguments have no order. */
function holds(expected: string, lines: readonly string[], turn: PlayedTurn): boolean {
  if (/^(?:refuse|clarify):|^outside$/.test(expected)) return said(turn.outcome) === expected;
  if (expected.startsWith('text:')) return new RegExp(expected.slice(5)).test(turn.text);
  if (new RegExp(expected).test(lines.join('\n'))) return true;
  return !expected.includes('|') && lines.some((line) => expected.split('.*').every((part) => new RegExp(part.trim()).test(line)));
}

function alternatives(expected: string): string[] {
  return /(?:refuse|clarify):/.test(expected) || !/[([]/.test(expected) ? expected.split('|') : [expected];
}

async function isRight({ persona, turns, expected }: Case): Promise<boolean> {
  const played = await play(turns.map(fill), persona);
  const last = played.at(-1)!;
  const lines = last.calls.filter(({ name }) => name !== 'find_names').map(({ name, args }) => `${name} ${JSON.stringify(args)}`);
  return alternatives(expected).some((one) => holds(one, lines, last));
}

async function wrongOnes(cases: readonly Case[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const one of cases) if (!await isRight(one)) wrong.push(`[${one.persona}] ${one.turns.join(' >> ')} -> ${one.expected}`);
  return wrong;
}

test('requests in other words lead to the right tool with the right arguments', async () => {
  const known = CORPUS.filter(({ heldOut }) => !heldOut);
  const wrong = await wrongOnes(known);
  expect(known.length).toBeGreaterThan(400);
  expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(known.length * (1 - LEAST_KNOWN));
}, 120_000);

test('so do requests that nobody looked at while the model was changed', async () => {
  const heldOut = CORPUS.filter((one) => one.heldOut);
  const wrong = await wrongOnes(heldOut);
  expect(heldOut.length).toBeGreaterThan(180);
  expect(wrong.length, `${wrong.length} of ${heldOut.length} went wrong`).toBeLessThanOrEqual(heldOut.length * (1 - LEAST_HELD_OUT));
}, 120_000);
