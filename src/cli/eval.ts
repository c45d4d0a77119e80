/** `npm run eval -- FILE [--model NAME] [--part dev|held-out|all] [--json FILE] …`: runs a question file against the demo firm and scores the answers. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { offlineEndpoint, type ModelEndpoint } from '../agent/model-endpoint.ts';
import { readSettings, type Settings } from '../config.ts';
import { readQuestions, type QuestionCase } from '../eval/format.ts';
import { isHeldOut } from '../eval/hash.ts';
import { failureText, summaryText } from '../eval/report.ts';
import { runQuestions, type CaseResult } from '../eval/run-questions.ts';
import { Sandbox } from '../eval/sandbox.ts';
import { isoDate } from '../shared/calendar.ts';
import { AppError, invalidInput } from '../shared/errors.ts';

const USAGE = 'npm run eval -- FILE [--model NAME] [--part dev|held-out|all] [--only ID,ID…] [--variant N] [--firm DATA_DIR] [--json FILE] [--verbose]';
/** The day against which the periods of question files resolve. */
const DEFAULT_DAY = isoDate('2026-11-23');

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      model: { type: 'string' }, part: { type: 'string', default: 'all' }, only: { type: 'string' }, variant: { type: 'string', default: '0' },
      firm: { type: 'string' }, json: { type: 'string' }, verbose: { type: 'boolean', default: false },
    },
  });
  const [file] = positionals;
  if (!file) throw invalidInput('There is no question file.', { hint: USAGE });
  const settings = readSettings(process.env);
  const questions = chosen(readQuestions(file), values);
  const sandbox = await Sandbox.make({ from: values.firm, today: settings.TODAY ?? DEFAULT_DAY });
  try {
    const results = await runQuestions(questions, { sandbox, settings, endpoints: [await endpointOf(values.model, settings)], variant: Number(values.variant), onResult: (result) => print(result, values.verbose) });
    if (values.json) writeFileSync(values.json, JSON.stringify(results.map(detailOf), null, 2));
    console.log(summaryText(results));
    return results.some(({ score }) => score.outcome === 'failed') ? 1 : 0;
  } finally {
    sandbox.remove();
  }
}

function chosen(questions: readonly QuestionCase[], { part, only }: { readonly part: string; readonly only?: string | undefined }): QuestionCase[] {
  if (!['dev', 'held-out', 'all'].includes(part)) throw invalidInput(`There is no part ${part}.`, { hint: 'dev, held-out or all' });
  const ids = only?.split(',').map((id) => id.trim());
  return questions.filter(({ id }) => (part === 'all' || isHeldOut(id) === (part === 'held-out')) && (!ids || ids.includes(id)));
}

/** Without a name the offline model; a named model answers alone, so that nothing hides where it fails. */
async function endpointOf(model: string | undefined, settings: Settings): Promise<ModelEndpoint> {
  if (!model || model === 'offline') return offlineEndpoint();
  const { openAiEndpoint } = await import('../agent/openai-endpoint.ts');
  return openAiEndpoint({ apiKey: settings.OPENAI_API_KEY, baseUrl: settings.OPENAI_BASE_URL, model, timeoutMs: 60_000 });
}

function print(result: CaseResult, verbose: boolean): void {
  if (result.score.outcome === 'failed') console.log(`${failureText(result)}\n`);
  else if (verbose) console.log(`${failureText(result).replace(/^FAILED/, result.score.outcome.toUpperCase())}\n`);
}

function detailOf({ question, binding, turns, score }: CaseResult) {
  return { id: question.id, persona: question.persona, intent: question.intent, difficulty: question.difficulty, heldOut: isHeldOut(question.id), effect: question.effect, values: binding?.values ?? {}, turns, ...score };
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error(`${error.publicMessage}\n${error.hint ?? ''}`);
  process.exitCode = 2;
}
