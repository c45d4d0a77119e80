/** `npm run db -- COMMAND`: migrations, rebuild of derived data, SQL and documentation exports. */
import { commands } from './db-commands.ts';
import { readSettings } from '../config.ts';
import { AppError } from '../shared/errors.ts';

const [name = '', ...rest] = process.argv.slice(2);
const command = commands[name];

if (!command) {
  console.error(`Unknown command "${name}". There are:\n${Object.entries(commands).map(([key, entry]) => `  ${key.padEnd(20)} ${entry.purpose}`).join('\n')}`);
  process.exitCode = 2;
} else {
  try {
    await command.run(readSettings(process.env), rest);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.error(`${error.publicMessage}${error.hint ? `\n${error.hint}` : ''}`);
    process.exitCode = 1;
  }
}
