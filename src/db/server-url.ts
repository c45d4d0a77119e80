import { readFileSync } from 'node:fs';
import { AppError } from '../shared/errors.ts';

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly dbName: string;
  readonly tls?: { readonly ca?: string; readonly rejectUnauthorized: boolean };
  readonly poolMax: number;
  readonly connectTimeoutMs: number;
}

const OPTIONS: readonly string[] = ['ssl', 'ssl_ca', 'ssl_verify', 'pool_max', 'connect_timeout_ms'];

/**
 * Reads `mysql://user:password@host:port/database?ssl=true&ssl_ca=FILE&ssl_verify=false&pool_max=10&connect_timeout_ms=5000`.
 * @throws AppError invalid-input that names the part that is wrong and never repeats the password.
 */
export function parseServerUrl(text: string): ServerOptions {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new AppError('invalid-input', 'DATABASE_URL is not a URL.', { hint: 'Write it as mysql://user:password@host:3306/database.' });
  }
  if (!['mysql:', 'mariadb:'].includes(url.protocol)) {
    throw new AppError('invalid-input', `DATABASE_URL has the scheme "${url.protocol}".`, { hint: 'Use mysql:// or mariadb://, or leave it out for the embedded database.' });
  }
  const dbName = url.pathname.slice(1);
  if (!/^[A-Za-z0-9_$-]{1,64}$/.test(dbName)) throw new AppError('invalid-input', 'DATABASE_URL names no database.', { hint: 'End it with /database_name.' });
  const query = url.searchParams;
  const unknown = [...query.keys()].find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw new AppError('invalid-input', `DATABASE_URL has an unknown option "${unknown}".`, { hint: `There are ${OPTIONS.join(', ')}.` });
  return {
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decoded(url.username, 'user'),
    password: decoded(url.password, 'password'),
    dbName,
    ...encryption(query),
    poolMax: positive(query.get('pool_max'), 10, 'pool_max'),
    connectTimeoutMs: positive(query.get('connect_timeout_ms'), 10_000, 'connect_timeout_ms'),
  };
}

function encryption(query: URLSearchParams): Pick<ServerOptions, 'tls'> {
  const file = query.get('ssl_ca');
  const isVerified = yesOrNo(query, 'ssl_verify', true);
  if (!yesOrNo(query, 'ssl', file !== null)) return {};
  if (file === null) return { tls: { rejectUnauthorized: isVerified } };
  try {
    return { tls: { ca: readFileSync(file, 'utf8'), rejectUnauthorized: isVerified } };
  } catch (cause) {
    throw new AppError('invalid-input', `DATABASE_URL has ssl_ca=${file}, which cannot be read.`, { hint: 'Name a readable PEM file.', cause });
  }
}

function yesOrNo(query: URLSearchParams, name: string, fallback: boolean): boolean {
  const text = query.get(name);
  if (text === null) return fallback;
  if (text === 'true' || text === 'false') return text === 'true';
  throw new AppError('invalid-input', `DATABASE_URL has ${name}=${text}.`, { hint: 'It must be true or false.' });
}

function decoded(text: string, part: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AppError('invalid-input', `The ${part} in DATABASE_URL is not percent-encoded.`, { hint: 'Write a percent sign as %25.' });
  }
}

function positive(text: string | null, fallback: number, name: string): number {
  if (text === null) return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new AppError('invalid-input', `DATABASE_URL has ${name}=${text}.`, { hint: 'It must be a whole number above zero.' });
}

/** Asks the server itself what it is: MariaDB and MySQL need different drivers, and a URL's scheme is often wrong about it. */
export async function serverKind(options: ServerOptions): Promise<'mariadb' | 'mysql'> {
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection({
    host: options.host, port: options.port, user: options.user, password: options.password, connectTimeout: options.connectTimeoutMs,
    ...(options.tls ? { ssl: options.tls } : {}),
  }).catch((cause: unknown) => {
    throw new AppError('unavailable', `The database server at ${options.host}:${options.port} cannot be reached.`, { hint: 'Check DATABASE_URL, the server and its permissions.', cause });
  });
  try {
    const [rows] = await connection.query('select version() as version');
    return /mariadb/i.test(JSON.stringify(rows)) ? 'mariadb' : 'mysql';
  } finally {
    await connection.end();
  }
}
