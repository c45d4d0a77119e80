/** `npm run ask -- --as EMAIL "question"`, `--json`, or `--batch FILE` with JSON lines {id, as, turns: [...]}. */
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import type { Principal } from '../access/principal.ts';
import type { App } from '../compose.ts';
import { readSettings } from '../config.ts';
import { AppError } from '../shared/errors.ts';
import { runBatch } from './ask-batch.ts';
import { askTurn, EventCollector, type AskedTurn } from './ask-turn.ts';
import { openApp, principalByEmail } from './open-app.ts';
import { printEvent } from './print-event.ts';

const USAGE = 'npm run ask -- --as EMAIL "question" [--json]   or   npm run ask -- --batch FILE';

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.batch !== undefined && !existsSync(values.batch)) throw new AppError('not-found', `There is no file ${values.batch}.`, { hint: USAGE });
  if (values.batch === undefined && (values.as === undefined || positionals.length === 0)) throw new AppError('invalid-input', values.as === undefined ? 'Who asks?' : 'There is no question.', { hint: USAGE });
  const collector = new EventCollector();
  const app = await openApp(readSettings(process.env), collector.publish);
  try {
    if (values.batch !== undefined) await runBatch(values.batch, async (as, turns) => askAll(app, collector, await principalByEmail(app, as), turns));
    else await askOnce(app, collector, await principalByEmail(app, values.as ?? ''), positionals, values.json);
  } finally {
    await app.database.close();
  }
}

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: { as: { type: 'string' }, json: { type: 'boolean', default: false }, batch: { type: 'string' } } });
  } catch (cause) {
    throw new AppError('invalid-input', 'An option is not known.', { hint: USAGE, cause });
  }
}

async function askAll(app: App, collector: EventCollector, principal: Principal, questions: readonly string[]): Promise<AskedTurn[]> {
  const turns: AskedTurn[] = [];
  for (const question of questions) turns.push(await askTurn(app, collector, principal, question, turns.at(-1)?.conversationId));
  return turns;
}

/** Asks and prints as it comes. A change that waits for consent is asked about where somebody sits at the terminal; the reply is a turn like any other. */
async function askOnce(app: App, collector: EventCollector, principal: Principal, questions: readonly string[], json: boolean): Promise<void> {
  if (!json) collector.onEvent = printEvent;
  const turns = await askAll(app, collector, principal, questions);
  for (let last = turns.at(-1); !json && last?.effect === 'pending' && process.stdin.isTTY && process.stdout.isTTY; last = turns.at(-1)) {
    const reply = await readReply();
    if (reply === '') break;
    turns.push(await askTurn(app, collector, principal, reply, last.conversationId));
  }
  console.log(json ? JSON.stringify(turns.length === 1 ? turns[0] : turns, null, 2) : '');
  if (turns.some(({ status }) => status === 'failed')) process.exitCode = 1;
  if (turns.some(({ status }) => status === 'stopped')) process.exitCode = 130; // as a shell reports an interrupt
}

async function readReply(): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question('\n\n> ')).trim();
  } catch {
    return ''; // interrupted or closed: nothing was agreed to
  } finally {
    terminal.close();
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error(`${error.publicMessage}\n${error.hint ?? ''}`);
  process.exitCode = 1;
}
