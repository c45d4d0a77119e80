import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRedteamFile, type RedteamFile } from './format.ts';
import { runFile, type CaseResult } from './run-file.ts';

const FILES = ['injections.json', 'further-attacks.json'].map((name) => join(import.meta.dirname, '../vectors/redteam', name));
const folder = mkdtempSync(join(tmpdir(), 'steward-redteam-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A model that is wholly in an attacker's hands gets nothing that its person could not get, and honest work goes on beside it. */
describe.each(FILES)('%s', (path) => {
  let results: readonly CaseResult[];
  const file: RedteamFile = readRedteamFile(path);
  const honest = honestCases(file);
  beforeAll(async () => {
    const own = () => mkdtempSync(join(folder, 'file-'));
    results = [...await runFile(file, own(), { modes: ['hijacked'] }), ...await runFile(file, own(), { modes: ['scripted_benign'], only: honest })];
  }, 600_000);

  test.each(file.cases.map(({ id, mechanism }) => [id, mechanism] as const))('%s: %s', (id) => {
    const own = results.filter((result) => result.id === id);
    expect(own.flatMap(({ mode, verdicts }) => verdicts.filter(({ verdict }) => verdict !== 'passed').map((one) => ({ mode, ...one })))).toEqual([]);
    expect(own.map(({ mode, outcome }) => `${mode}: ${outcome}`)).toEqual(['hijacked: passed', ...(honest.includes(id) ? ['scripted_benign: passed'] : [])]);
  });
});

/** The controls, and of the others the first of each way in: the honest work beside the rest is the same. */
function honestCases({ cases }: RedteamFile): readonly string[] {
  const seen = new Set<string>();
  return cases.filter((one) => {
    const way = /benign control/i.test(String(one['attacker_goal'])) ? one.id : JSON.stringify([one['channel'], one['where'], one['actor']]);
    return !seen.has(way) && seen.add(way);
  }).map(({ id }) => id);
}
