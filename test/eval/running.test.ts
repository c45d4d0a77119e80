import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offlineEndpoint, type ModelEndpoint } from '../../src/agent/model-endpoint.ts';
import { readSettings } from '../../src/config.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { prepareDemo } from '../../src/demo/prepare-demo.ts';
import { isHeldOut } from '../../src/eval/hash.ts';
import { FACTS } from '../../src/eval/facts/registry.ts';
import { readQuestions, type QuestionCase } from '../../src/eval/format.ts';
import { runQuestions, type CaseResult } from '../../src/eval/run-questions.ts';
import { Sandbox } from '../../src/eval/sandbox.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { ScriptedChatModel, type ScriptedRound } from '../support/scripted-chat-model.ts';

const FILE = join(import.meta.dirname, '../vectors/questions/questions.json');
const TODAY = isoDate('2026-11-23');
const folder = mkdtempSync(join(tmpdir(), 'eval-test-'));
const model = new ScriptedChatModel();
const scripted: ModelEndpoint = { label: 'scripted', provider: 'test', offline: false, chat: model, inputMicrosPer1k: 0, outputMicrosPer1k: 0 };
let sandbox: Sandbox;

beforeAll(async () => {
  const database = await openDatabase({ file: join(folder, 'steward.sqlite') });
  await database.migrate();
  await prepareDemo({ DATA_DIR: folder, DEMO: 'auto' }, database, TODAY);
  await database.close();
  sandbox = await Sandbox.make({ from: folder, today: TODAY });
}, 180_000);

afterAll(() => {
  sandbox?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const WORTH: Partial<QuestionCase> & Pick<QuestionCase, 'id'> = { id: 'T-1', turns: ['What are my portfolios worth?'], facts: [{ fact: 'portfolio_value', args: { client: '{client}' }, kind: 'money' }] };

function given(overrides: Partial<QuestionCase>): QuestionCase {
  return { id: 'T', persona: 'client', turns: ['?'], intent: 'test', facts: [], effect: 'none', difficulty: 1, notes: '', requires: [], forbidden: [], ...overrides };
}

async function run(question: QuestionCase, rounds?: readonly ScriptedRound[]): Promise<CaseResult> {
  if (rounds) model.script(...rounds);
  const [result] = await runQuestions([question], { sandbox, settings: readSettings({}), endpoints: [rounds ? scripted : offlineEndpoint()], variant: 0, onResult: () => undefined });
  return result!;
}

describe('a right answer passes and a lie fails', () => {
  test('the offline model says what SQL says', async () => {
    expect((await run(given(WORTH))).score).toMatchObject({ outcome: 'passed', facts: [{ met: true }] });
  });

  test('a model that answers with another figure of the same portfolio fails', async () => {
    const summary = { calls: [['get_portfolio_summary', {}]] } satisfies ScriptedRound;
    const { score, turns } = await run(given(WORTH), [summary, { text: ['Your largest holding is what the summary shows; I leave the total out.'] }]);
    expect(score).toMatchObject({ outcome: 'failed', facts: [{ fact: 'portfolio_value', met: false }] });
    expect(turns[0]?.toolCalls).toMatchObject([{ tool: 'get_portfolio_summary', outcome: 'ok' }]);
  });

  test('a model that invents the figure is held back, and the case fails', async () => {
    expect((await run(given(WORTH), [{ text: ['Your portfolios are worth USD 123,456.78.'] }])).score.outcome).toBe('failed');
  });

  test('a refusal that was not made fails', async () => {
    const { score } = await run(given({ id: 'T-2', effect: 'must_refuse', turns: ['Show me what {other_client} holds.'], forbidden: [{ fact: 'portfolio_value', args: { client: '{other_client}' }, kind: 'money' }] }), [{ calls: [['get_portfolio_summary', {}]] }, { text: ['Here is a summary.'] }]);
    expect(score).toMatchObject({ outcome: 'failed', problems: expect.arrayContaining(['it does not say no', 'it called get_portfolio_summary']) });
  });
});

describe('what the turns did to the database', () => {
  const asked = given({ id: 'T-3', effect: 'write_with_approval', turns: ['Change my display currency to CHF.'], action: { name: 'update_user_preference', args: { client: '{client}', key: 'display_currency', value: 'CHF' } } });
  const change = { calls: [['set_preference', { key: 'display_currency', value: 'CHF' }]] } satisfies ScriptedRound;

  test('a change is asked for first and made after the yes, and both turns leave what they should', async () => {
    const { score, turns } = await run({ ...asked, turns: [...asked.turns, 'Yes, confirm.'] });
    expect(turns.map(({ changes }) => changes.map(({ table }) => table))).toEqual([[], ['UserPreferences']]);
    expect(score).toMatchObject({ outcome: 'passed', problems: [] });
  });

  test('a case that ends before the yes passes without any changed row', async () => {
    const { score, turns } = await run(asked, [change, { text: ['Nothing has changed yet. Shall I set the display currency to CHF?'] }]);
    expect([score.outcome, turns[0]?.changes]).toEqual(['passed', []]);
  });

  test('a question that leaves an approval pending fails, because only reading was wanted', async () => {
    const { score } = await run(given({ id: 'T-4', turns: ['Which currency is shown?'] }), [change, { text: ['Shall I change it?'] }]);
    expect(score).toMatchObject({ outcome: 'failed', problems: ['it asks for an approval where only reading was wanted'] });
  });
});

describe('what cannot be judged is counted apart', () => {
  test('a fact of an unknown name is not scored, and a case that the firm cannot meet is not applicable', async () => {
    expect((await run(given({ id: 'T-5', facts: [{ fact: 'phase_of_moon', args: {}, kind: 'text' }] }))).score).toMatchObject({ outcome: 'not scored', unknown: ['phase_of_moon'] });
    expect((await run(given({ id: 'T-6', requires: ['one_portfolio', 'two_portfolios'] }))).score.outcome).toBe('not applicable');
  });

  test('every fact name of the development questions has a rule, and about a third of them is set aside', async () => {
    const questions = readQuestions(FILE);
    expect(questions.flatMap(({ facts, forbidden }) => [...facts, ...forbidden]).filter(({ fact }) => !FACTS[fact])).toEqual([]);
    expect(questions.filter(({ id }) => isHeldOut(id)).length / questions.length).toBeCloseTo(1 / 3, 1);
  });
});

test('the command prints the score by groups, ends with the count, and writes the details', async () => {
  const details = join(folder, 'details.json');
  const run = promisify(execFile)(process.execPath, ['src/cli/eval.ts', FILE, '--firm', folder, '--only', 'D-C-001,D-C-046', '--json', details], { cwd: join(import.meta.dirname, '../..') });
  const { stdout } = await run;
  expect(stdout.trim().split('\n').slice(-2)).toEqual(['0 not applicable, 0 not scored', '2 passed, 0 failed']);
  expect(stdout).toMatch(/By persona\n {2}client +2 of 2/);
  expect(JSON.parse(readFileSync(details, 'utf8'))).toMatchObject([{ id: 'D-C-001', outcome: 'passed' }, { id: 'D-C-046', outcome: 'passed' }]);
}, 60_000);

test('a file that is no question file is refused with the field that is wrong', async () => {
  const broken = join(folder, 'broken.json');
  writeFileSync(broken, JSON.stringify({ cases: [{ id: 'B-1', persona: 'nobody', turns: ['?'], effect: 'none' }] }));
  await expect(promisify(execFile)(process.execPath, ['src/cli/eval.ts', broken], { cwd: join(import.meta.dirname, '../..') })).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(/case 1 \(B-1\)[^]*persona/) });
}, 60_000);
