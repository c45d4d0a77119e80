import { parseArgs } from 'node:util';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { readSettings } from '../config.ts';
import { mcpServerFor } from '../http/mcp-server.ts';
import { AppError } from '../shared/errors.ts';
import { openApp, principalByEmail } from './open-app.ts';

/** `npm run mcp -- --as EMAIL`: the tools of one person over standard input and output. Nothing but protocol is written to the output. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { as: { type: 'string' } } });
  if (!values.as) throw new AppError('invalid-input', 'Whose tools?', { hint: 'npm run --silent mcp -- --as EMAIL' });
  const app = await openApp(readSettings(process.env), () => undefined);
  const server = mcpServerFor(app.turns.deps, await principalByEmail(app, values.as));
  const closed = new Promise<void>((resolve) => { server.onclose = resolve; process.stdin.once('end', resolve); });
  await server.connect(new StdioServerTransport());
  await closed;
  await app.database.close();
}

try {
  await main();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error(`${error.publicMessage}\n${error.hint ?? ''}`);
  process.exitCode = 1;
}
