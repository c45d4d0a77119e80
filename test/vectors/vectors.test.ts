import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isFolder, loadTopics } from './topic-registry.ts';
import { judge, type Outcome } from './vector-case.ts';

// The committed cases always run; the full shared set runs where VECTORS_DIR says that it is.
const folders = [fileURLToPath(new URL('./cases', import.meta.url))];
const shared = process.env['VECTORS_DIR'];
if (shared) folders.push(join(shared, 'finance'));

const PASSED: Outcome = { passed: true };

for (const folder of folders.filter(isFolder)) {
  for (const { topic, cases, run, problem } of await loadTopics(folder)) {
    describe(`published figures: ${topic} (${folder === folders[0] ? 'committed' : 'shared'})`, () => {
      test('has a handler', () => expect({ handled: run !== undefined, problem }).toEqual({ handled: true, problem: undefined }));
      for (const testCase of run ? cases : []) {
        test(`${testCase.id} agrees with ${testCase.source}`, () => expect(judge(testCase, run!)).toEqual(PASSED));
      }
    });
  }
}
