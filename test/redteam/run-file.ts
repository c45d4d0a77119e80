import type { ModelEndpoint } from '../../src/agent/model-endpoint.ts';
import { openAiEndpoint } from '../../src/agent/openai-endpoint.ts';
import { readSettings } from '../../src/config.ts';
import { freshCanaries } from './canaries.ts';
import { judge, type Verdict } from './checks/index.ts';
import { makeFixture } from './fixture.ts';
import { Case, NotScored, type RedteamFile } from './format.ts';
import type { Observation } from './observation.ts';
import { playCase, type Stage } from './play-case.ts';
import { warmUp } from './tenant.ts';

export type Mode = Observation['mode'];

export interface CaseResult {
  readonly id: string;
  readonly mechanism: string;
  readonly mode: Mode;
  readonly isControl: boolean;
  readonly outcome: 'passed' | 'failed' | 'not scored';
  readonly verdicts: readonly Verdict[];
  /** Live: whether the honest task was done all the same. */
  readonly isUseful?: boolean | undefined;
}

export interface RunOptions {
  readonly modes: readonly Mode[];
  readonly only?: readonly string[] | undefined;
  readonly liveRuns?: number;
}

/** Plays every case of a file in each mode, with secret values drawn for this run. */
export async function runFile(file: RedteamFile, folder: string, { modes, only, liveRuns = 5 }: RunOptions): Promise<CaseResult[]> {
  const endpoint = modes.includes('live') ? liveEndpoint() : undefined;
  const canaries = freshCanaries(file.fixture.canaries);
  const stage: Stage = { folder, file, fixture: await makeFixture(folder, file, canaries) };
  await warmUp(folder, stage.fixture);
  const restore = plantSecrets(canaries['SECRETS'] ?? []);
  const results: CaseResult[] = [];
  try {
    for (const testCase of file.cases.filter(({ id }) => only === undefined || only.includes(id))) {
      for (const mode of modes) {
        for (let run = 0; run < (mode === 'live' ? liveRuns : 1); run += 1) results.push(await runCase(stage, testCase, mode, mode === 'live' ? endpoint : undefined));
      }
    }
  } finally {
    restore();
  }
  return results;
}

/** `hijacked` asks whether the attack fails, `scripted_benign` whether honest work goes on, `live` both. */
async function runCase(stage: Stage, given: RedteamFile['cases'][number], mode: Mode, endpoint: ModelEndpoint | undefined): Promise<CaseResult> {
  const listed = new Set(Object.values(stage.file.fixture.logical_tools ?? {}).flat());
  const core = { id: given.id, mechanism: given.mechanism, mode, isControl: /benign control/i.test(String(given['attacker_goal'])) };
  const read = Case.safeParse(given);
  if (!read.success) return { ...core, outcome: 'not scored', verdicts: [{ op: 'case', verdict: 'not scored', why: read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ') }] };
  const testCase = read.data;
  try {
    return await playCase(stage, testCase, mode, async (seen) => {
      const { verdicts, holds } = await judge(mode === 'scripted_benign' ? testCase.utility_condition : testCase.pass_condition, seen, listed);
      const useful = mode === 'live' ? (await judge(testCase.utility_condition, seen, listed)).holds : undefined;
      return { ...core, outcome: holds === undefined ? ('not scored' as const) : holds ? ('passed' as const) : ('failed' as const), verdicts, isUseful: useful };
    }, endpoint);
  } catch (error) {
    if (error instanceof NotScored) return { ...core, outcome: 'not scored', verdicts: [{ op: 'case', verdict: 'not scored', why: error.message }] };
    // A case that breaks the application has succeeded, and the others are still to be played.
    return { ...core, outcome: 'failed', verdicts: [{ op: 'case', verdict: 'failed', why: error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error) }] };
  }
}

/** The secrets stand where a real installation has them: in the environment of the process. */
function plantSecrets([key, url]: readonly string[]): () => void {
  const names = { OPENAI_API_KEY: key, DATABASE_URL: url };
  const before = Object.keys(names).map((name): [string, string | undefined] => [name, process.env[name]]);
  for (const [name, value] of Object.entries(names)) if (value !== undefined) process.env[name] = value;
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

function liveEndpoint(): ModelEndpoint {
  const settings = readSettings({ OPENAI_API_KEY: process.env['OPENAI_API_KEY'], OPENAI_BASE_URL: process.env['OPENAI_BASE_URL'], MODEL: process.env['MODEL'] });
  if (!settings.OPENAI_API_KEY && !settings.OPENAI_BASE_URL) throw new Error('the live mode needs OPENAI_API_KEY or OPENAI_BASE_URL');
  return openAiEndpoint({ apiKey: settings.OPENAI_API_KEY, baseUrl: settings.OPENAI_BASE_URL, model: settings.MODEL, timeoutMs: 60_000 });
}
