import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { AppError } from '../shared/errors.ts';
import type { AskedTurn } from './ask-turn.ts';

const BatchCase = z.strictObject({ id: z.string(), as: z.string(), turns: z.array(z.string().min(1)).min(1) });

/** A line that cannot be read, or a case that fails, is answered in its place with a problem: no case is lost. */
export async function runBatch(file: string, ask: (as: string, turns: readonly string[]) => Promise<AskedTurn[]>): Promise<void> {
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
