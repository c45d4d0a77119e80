import { fileURLToPath } from 'node:url';
import { isFolder, loadTopics } from './topic-registry.ts';
import { judge, show } from './vector-case.ts';

/**
 * `npm run vectors -- DIR`: runs every case of every file in DIR (default: the committed cases), prints each that fails with
 * expected and actual, and ends with `N passed, N failed`. A case that nothing could run counts as failed.
 */
async function main(folder: string): Promise<number> {
  if (!isFolder(folder)) {
    console.error(`${folder} is not a folder.`);
    console.log('0 passed, 0 failed');
    return 1;
  }
  let passed = 0;
  let failed = 0;
  for (const { topic, file, cases, run, problem } of await loadTopics(folder)) {
    if (!run) {
      failed += cases.length;
      console.log(`NOT RUN ${topic}: ${cases.length} cases of ${file} (${problem}); counted as failed`);
      continue;
    }
    for (const testCase of cases) {
      const outcome = judge(testCase, run);
      if (outcome.passed) {
        passed += 1;
        continue;
      }
      failed += 1;
      console.log(`FAILED ${topic} ${testCase.id}\n  expected ${show(testCase.expected)}\n  actual   ${show(outcome.actual)}`);
      for (const difference of outcome.differences.slice(0, 10)) console.log(`  - ${difference}`);
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

const DEFAULT_FOLDER = fileURLToPath(new URL('./cases', import.meta.url));
process.exitCode = await main(process.argv[2] ?? DEFAULT_FOLDER);
