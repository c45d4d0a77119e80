import { hash, verify } from '@node-rs/argon2';

/** OWASP's first argon2id setting: 19 MiB, two passes, one lane. */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const LONGEST_PASSWORD = 1024; // hashing megabytes would be a way to keep the server busy

export function hashPassword(password: string): Promise<string> {
  if (password.length === 0 || password.length > LONGEST_PASSWORD) throw new RangeError('a password has 1 to 1024 characters');
  return hash(password, ARGON2ID);
}

let decoy: Promise<string> | undefined;

/** Takes as long for a login without a hash as for one with: the time tells nobody which logins exist. */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hash('no password has this hash', ARGON2ID);
  const matches = await verify(stored ?? (await decoy), password.slice(0, LONGEST_PASSWORD));
  return matches && Boolean(stored) && password.length <= LONGEST_PASSWORD;
}
