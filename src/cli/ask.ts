/** `npm run ask -- --as EMAIL "question"`, `--json`, or `--batch FILE` with JSON lines {id, as, turns: [...]}. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readSettings } from '../config.ts';
import { AppError } from '../shared/errors.ts';
import { askTurn, EventCollector, type AskedTurn } from './ask-turn.ts';
import { openApp, principalByEmail } from './open-app.ts';

const BatchCase = z.strictObject({ id: z.string(), as: z.string(), turns: z.array(z.string().min(1)).min(1) });
const USAGE = 'npm run ask -- --as EMAIL "question" [--json]   or   npm run ask -- --batch FILE';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { as: { type: 'string' }, json: { type: 'boolean', default: false }, batch: { type: 'string' } } });
  const collector = new EventCollector();
  const app = await openApp(readSettings(process.env), collector.publish);
  try {
    if (values.batch) await runBatch(values.batch, (as, turns) => askAll(as, turns));
    else if (values.as && positionals.length > 0) await askOnce(values.as, positionals, values.json);
    else throw new AppError('invalid-input', 'There is no question.', { hint: USAGE });
  } finally {
    await app.database.close();
  }

  async function askAll(as: string, questions: readonly string[]): Promise<AskedTurn[]> {
    const principal = await principalByEmail(app, as);
    const turns: AskedTurn[] = [];
    for (const question of questions) turns.push(await askTurn(app, collector, principal, question, turns.at(-1)?.conversationId));
    return turns;
  }

  async function askOnce(as: string, questions: readonly string[], json: boolean): Promise<void> {
    if (!json) collector.onEvent = (event) => {
      if (event.type === 'text') process.stdout.write(event.text);
      else if (event.type === 'tool-finished') process.stderr.write(`· ${event.summary} (${event.toolName}, ${event.durationMs} ms)\n`);
      else if (event.type === 'approval-needed') process.stdout.write(`\n[approval needed] ${event.approval.title}\n${event.approval.arguments.map((part) => `  ${part.label}: ${part.value}`).join('\n')}\n`);
      else if (event.type === 'failed') process.stdout.write(`\n${event.message} ${event.hint ?? ''}\n`);
    };
    const turns = await askAll(as, questions);
    console.log(json ? JSON.stringify(turns.length === 1 ? turns[0] : turns, null, 2) : '');
  }
}

/** A line that cannot be read, or a case that fails, is answered in its place with a problem: no case is lost. */
async function runBatch(file: string, ask: (as: string, turns: readonly string[]) => Promise<AskedTurn[]>): Promise<void> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    line += 1;
    if (!text.trim()) continue;
    let id: string | undefined;
    try {
      const parsed = BatchCase.parse(JSON.parse(text));
      id = parsed.id;
      console.log(JSON.stringify({ id, as: parsed.as, turns: await ask(parsed.as, parsed.turns) }));
    } catch (error) {
      const message = error instanceof AppError ? error.publicMessage : error instanceof z.ZodError || error instanceof SyntaxError ? 'The line is not {id, as, turns: [...]}.' : undefined;
      if (message === undefined) throw error;
      console.log(JSON.stringify({ id: id ?? null, line, problem: { message } }));
    }
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error(`${error.publicMessage}\n${error.hint ?? ''}`);
  process.exitCode = 1;
}
