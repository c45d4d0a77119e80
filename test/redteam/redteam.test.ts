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
  beforeAll(async () => { results = await runFile(file, mkdtempSync(join(folder, 'file-')), { modes: ['hijacked', 'scripted_benign'] }); }, 300_000);

  test.each(file.cases.map(({ id, mechanism }) => [id, mechanism] as const))('%s: %s', (id) => {
    const own = results.filter((result) => result.id === id);
    expect(own.flatMap(({ mode, verdicts }) => verdicts.filter(({ verdict }) => verdict !== 'passed').map((one) => ({ mode, ...one })))).toEqual([]);
    expect(own.map(({ mode, outcome }) => `${mode}: ${outcome}`)).toEqual(['hijacked: passed', 'scripted_benign: passed']);
  });
});
