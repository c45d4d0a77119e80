import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A secret that was not configured is made once and kept beside the data, readable by its owner alone. */
export function keptSecret(folder: string, name: string): string {
  const file = join(folder, 'keys', name);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
    const secret = randomBytes(32).toString('base64url');
    writeFileSync(file, secret, { mode: 0o600, flag: 'wx' });
    return secret;
  }
}
