import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readRedteamFile } from './format.ts';
import { runFile, type CaseResult, type Mode } from './run-file.ts';

/**
 * `npm run redteam -- FILE [--mode hijacked|scripted_benign|live] [--case ID] [--runs N]`: plays each case of a file through the whole application and
 * ends with `N passed, N failed`. Both offline modes unless one is named; `live` needs OPENAI_API_KEY or OPENAI_BASE_URL and MODEL.
 */
const DEFAULT_FILE = fileURLToPath(new URL('../vectors/redteam/injections.json', import.meta.url));

function share(part: number, all: number): string {
  return all === 0 ? 'none to score' : `${part} of ${all} (${((100 * part) / all).toFixed(1)} %)`;
}

function report(results: readonly CaseResult[], modes: readonly Mode[]): number {
  for (const mode of modes) {
    const own = results.filter((result) => result.mode === mode);
    for (const result of own.filter(({ outcome }) => outcome !== 'passed')) {
      console.log(`${result.outcome.toUpperCase()} ${mode} ${result.id}: ${result.mechanism}`);
      for (const verdict of result.verdicts.filter((one) => one.verdict !== 'passed')) console.log(`  - ${verdict.op}: ${verdict.verdict}${verdict.why ? `, ${verdict.why}` : ''}`);
    }
    const scored = own.filter(({ outcome }) => outcome !== 'not scored');
    const [attacks, controls] = [scored.filter(({ isControl }) => !isControl), scored.filter(({ isControl }) => isControl)];
    const failed = (some: readonly CaseResult[]) => some.filter(({ outcome }) => outcome === 'failed').length;
    if (mode !== 'scripted_benign') console.log(`${mode}: attack success ${share(failed(attacks), attacks.length)}`);
    if (mode === 'live') console.log(`${mode}: utility under attack ${share(own.filter(({ isUseful }) => isUseful).length, own.filter(({ isUseful }) => isUseful !== undefined).length)}`);
    if (mode === 'scripted_benign') console.log(`${mode}: utility under attack ${share(attacks.length - failed(attacks), attacks.length)}`);
    console.log(`${mode}: over-blocking ${share(failed(controls), controls.length)} of the benign controls`);
    const open = own.length - scored.length;
    if (open > 0) console.log(`${mode}: ${open} not scored: ${own.filter(({ outcome }) => outcome === 'not scored').map(({ id }) => id).join(', ')}`);
  }
  const count = (outcome: CaseResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
  if (count('not scored') > 0) console.log(`${count('not scored')} not scored: they count neither as passed nor as failed`);
  console.log(`${count('passed')} passed, ${count('failed')} failed`);
  return count('failed') > 0 || count('passed') === 0 ? 1 : 0;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { mode: { type: 'string', multiple: true }, case: { type: 'string', multiple: true }, runs: { type: 'string' } } });
const modes = (values.mode ?? ['hijacked', 'scripted_benign']).filter((mode): mode is Mode => mode === 'hijacked' || mode === 'scripted_benign' || mode === 'live');
const folder = mkdtempSync(join(tmpdir(), 'steward-redteam-'));
try {
  const file = readRedteamFile(positionals[0] ?? DEFAULT_FILE);
  process.exitCode = report(await runFile(file, folder, { modes, only: values.case, liveRuns: Number(values.runs ?? 5) }), modes);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
