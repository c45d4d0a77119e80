import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readQuestions } from '../../src/eval/format.ts';
import { AppError } from '../../src/shared/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'questions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CASE = { id: 'X-1', persona: 'client', turns: ['What is it worth?'], effect: 'none' };

function read(content: unknown) {
  const file = join(folder, 'questions.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  try {
    return readQuestions(file);
  } catch (error) {
    if (error instanceof AppError) return `${error.publicMessage} ${error.hint ?? ''}`;
    throw error;
  }
}

test('a case needs only who asks, what, and what it may do; the rest has a meaning when it is absent', () => {
  expect(read({ cases: [CASE] })).toMatchObject([{ id: 'X-1', facts: [], requires: [], difficulty: 1 }]);
});

test('null is a key left out', () => {
  expect(read({ cases: [{ ...CASE, ambiguity: null, facts: [{ fact: 'x', args: { period: null, n: 3 } }] }] })).toMatchObject([{ facts: [{ args: { n: 3 } }] }]);
});

test('what is wrong is named by case and field', () => {
  expect(read({ cases: [CASE, { ...CASE, id: 'X-2', effect: 'maybe' }] })).toMatch(/case 2 \(X-2\).*effect/s);
  expect(read({ cases: [{ ...CASE, turns: [] }] })).toMatch(/case 1 \(X-1\).*turns/s);
  expect(read({ cases: [{ ...CASE, facts: [{ fact: 'x', args: { period: ['YTD'] } }] }] })).toMatch(/facts\.0\.args/);
});

test('two cases with one id, a file without cases and a file that is no JSON are refused', () => {
  expect(read({ cases: [CASE, CASE] })).toMatch(/twice/);
  expect(read({ questions: [] })).toMatch(/"cases"/);
  expect(read('{"cases": [')).toMatch(/cannot be read as JSON/);
});
