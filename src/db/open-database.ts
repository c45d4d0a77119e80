import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { MikroORM, type Options } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import { SchemaGenerator, SqliteDriver } from '@mikro-orm/sql';
import { CompiledQuery, type DatabaseConnection } from 'kysely';
import { ENTITIES } from '../entities/index.ts';
import { takeOffered } from '../shared/offered-lines.ts';
import { parseServerUrl, serverKind } from './server-url.ts';
import { sqliteDialect } from './sqlite-dialect.ts';

export type DatabaseKind = 'sqlite' | 'mariadb' | 'mysql';

export interface Database {
  readonly kind: DatabaseKind;
  readonly orm: MikroORM;
  /** Brings the schema to the newest migration. Returns the names of those that ran. */
  migrate(): Promise<string[]>;
  /**
   * Tells the embedded engine how its rows are spread, after much was written: without that it may begin a scoped query at the wrong end
   * and read every client's rows to find one's. A server does this by itself.
   */
  refreshStatistics(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** `mysql://` or `mariadb://`; without it the embedded file is used. */
  readonly url?: string | undefined;
  /** The embedded database's file, or ':memory:'. */
  readonly file: string;
}

const MIGRATIONS = resolve(import.meta.dirname, '../../migrations');

/** Opens the embedded or the remote database. Nothing is created or changed until `migrate()`. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { kind, settings } = options.url ? await remoteSettings(options.url) : { kind: 'sqlite' as const, settings: embeddedSettings(options.file) };
  const orm = await MikroORM.init({
    entities: [...ENTITIES],
    extensions: [SchemaGenerator, Migrator],
    migrations: {
      path: `${MIGRATIONS}/${kind === 'sqlite' ? 'sqlite' : 'mysql'}`,
      emit: 'ts',
      snapshot: false,
      silent: true,
      tableName: 'schema_migrations',
      glob: '!(*.d).ts',
    },
    // Triggers are the migrations' own: the entities know nothing of them, and a comparison must not drop them.
    schemaGenerator: { ignoreTriggers: true },
    // Entities are found by class, names and decimals are ours: nothing may be guessed.
    forceUtcTimezone: true,
    validateRequired: true,
    allowGlobalContext: false,
    ...settings,
  });
  return {
    kind,
    orm,
    migrate: async () => (await orm.migrator.up()).map((migration) => migration.name),
    refreshStatistics: async () => {
      if (kind === 'sqlite') await orm.em.fork().getConnection().execute('pragma optimize = 0x10002');
    },
    close: () => orm.close(true),
  };
}

function embeddedSettings(file: string): Partial<Options> {
  if (file !== ':memory:') mkdirSync(dirname(resolve(file)), { recursive: true });
  return { driver: SqliteDriver, dbName: file, driverOptions: sqliteDialect(file) };
}

interface TextField {
  readonly type: string;
  string(): string | null;
}

/** The driver's own reading of doubles is off in the last digit for one value in six; JavaScript's is exact. */
function exactDoubles(field: TextField, next: () => unknown): unknown {
  if (field.type !== 'DOUBLE') return next();
  const text = field.string();
  return text === null ? null : Number(text);
}

/**
 * A scope is a list of clients. Up to 200 of them the optimizer would look each one up in each index that begins with the client, before the query
 * looks them up again: half of such a query's time. From 10 on it goes by the statistics, which for a key of a client are right anyway.
 */
const WITHOUT_LOOKING_UP = CompiledQuery.raw('set session eq_range_index_dive_limit = 10');

async function remoteSettings(url: string): Promise<{ kind: DatabaseKind; settings: Partial<Options> }> {
  const server = parseServerUrl(url);
  const kind = await serverKind(server);
  return {
    kind,
    settings: {
      // Loaded here, so that an embedded database starts without them.
      driver: kind === 'mariadb' ? (await import('@mikro-orm/mariadb')).MariaDbDriver : (await import('@mikro-orm/mysql')).MySqlDriver,
      host: server.host,
      port: server.port,
      user: server.user,
      password: server.password,
      dbName: server.dbName,
      charset: 'utf8mb4',
      timezone: 'Z',
      pool: { min: 0, max: server.poolMax },
      onCreateConnection: async (connection) => {
        await (connection as DatabaseConnection).executeQuery(WITHOUT_LOOKING_UP); // the ORM hands Kysely's connection on untyped
      },
      driverOptions: { connectTimeout: server.connectTimeoutMs, decimalNumbers: false, typeCast: exactDoubles, infileStreamFactory: takeOffered, ...(server.tls ? { ssl: server.tls } : {}) },
    },
  };
}
