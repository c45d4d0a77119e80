import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** Who may import whom, besides itself (the table of layers in README.md). A layer that is not listed may import everything. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/shared': [],
  'src/contract': ['src/shared'],
  'src/domain': ['src/shared'],
  'src/entities': ['src/shared'],
  'src/access': ['src/entities', 'src/shared'],
  'src/audit': ['src/entities', 'src/access', 'src/shared'],
  'src/data': ['src/entities', 'src/audit', 'src/access', 'src/domain', 'src/shared'],
  tools: ['src/data', 'src/domain', 'src/access', 'src/shared'],
  'src/agent': ['tools', 'src/audit', 'src/shared'],
  'src/conversation': ['src/agent', 'tools', 'src/contract', 'src/data', 'src/audit', 'src/access', 'src/domain', 'src/shared'],
  'src/ingest': ['src/data', 'src/domain', 'src/audit', 'src/access', 'src/shared'],
  'src/reports': ['src/data', 'src/domain', 'src/audit', 'src/access', 'src/shared'],
  'src/jobs': ['src/data', 'src/domain', 'src/audit', 'src/access', 'src/shared'],
  'src/http': ['src/contract', 'src/conversation', 'src/data', 'src/reports', 'src/ingest', 'src/audit', 'src/access', 'src/shared', 'tools'],
  'src/socket': ['src/contract', 'src/conversation', 'src/data', 'src/audit', 'src/access', 'src/shared'],
  web: ['src/contract'],
};

/** Packages that only one place may touch, so that a swap or an audit has one door. */
const PACKAGE_HOMES: ReadonlyArray<readonly [RegExp, readonly string[]]> = [
  [/^(@langchain\/|langchain)/, ['src/agent', 'src/conversation', 'test', 'bench']],
  [/^(@mikro-orm\/|kysely|node:sqlite)/, ['src/entities', 'src/access', 'src/audit', 'src/data', 'src/db', 'src/cli', 'src/demo', 'migrations', 'test', 'bench']],
];

const root = resolve(import.meta.dirname, '..');

function sourceFiles(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function layerOf(file: string): string {
  return Object.keys(MAY_IMPORT).find((layer) => file.startsWith(`${layer}/`)) ?? file.split('/').slice(0, 2).join('/');
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"\n;]*?(?:\n[^'"\n;]*?)*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g)].map((match) => match[1] ?? match[2] ?? '');
}

const files = [...sourceFiles('src'), ...sourceFiles('tools'), ...sourceFiles('web')];

test('each layer imports only the layers that its row allows', () => {
  const breaches = files.flatMap((file) => {
    const layer = layerOf(file);
    const allowed = MAY_IMPORT[layer];
    if (!allowed) return [];
    return importsOf(file)
      .filter((target) => target.startsWith('.'))
      .map((target) => layerOf(relative(root, resolve(root, dirname(file), target))))
      .filter((target) => target !== layer && !allowed.includes(target))
      .map((target) => `${file} (${layer}) imports ${target}`);
  });
  expect(breaches).toEqual([]);
});

test('each package with a home is imported only there', () => {
  const breaches = files.flatMap((file) =>
    importsOf(file).flatMap((target) =>
      PACKAGE_HOMES.filter(([name, homes]) => name.test(target) && !homes.some((home) => file.startsWith(`${home}/`) || file === `${home}.ts`)).map(
        () => `${file} imports ${target}`,
      ),
    ),
  );
  expect(breaches).toEqual([]);
});

test('domain does no I/O and reads no clock', () => {
  const breaches = files
    .filter((file) => file.startsWith('src/domain/'))
    .filter((file) => importsOf(file).some((target) => /^node:(?!worker_threads)/.test(target)) || /new Date\(\)|Date\.now\(\)|Math\.random\(\)/.test(readFileSync(join(root, file), 'utf8')));
  expect(breaches).toEqual([]);
});

test('only main.ts and the command line read the wall clock and the environment', () => {
  const breaches = files
    .filter((file) => !file.startsWith('src/main') && !file.startsWith('src/cli/') && !file.startsWith('web/') && !file.startsWith('src/config'))
    .filter((file) => /new Date\(\)|Date\.now\(\)|process\.env/.test(readFileSync(join(root, file), 'utf8')));
  expect(breaches).toEqual([]);
});

/** Pieces of the access layer that hold an entity manager or hand out rights: whoever else may import them is named here. */
const ACCESS_DOORS: Readonly<Record<string, readonly string[]>> = {
  'src/access/act-as-service.ts': ['src/access/', 'src/data/', 'src/audit/'],
  'src/access/firm-doors.ts': ['src/access/', 'src/data/', 'src/compose', 'src/cli/'],
  'src/access/row-writer.ts': ['src/access/'],
  'src/access/read-rows.ts': ['src/access/'],
  'src/access/aggregate-rows.ts': ['src/access/'],
  'src/access/find-key.ts': ['src/access/'],
  // The demo firm is made before there is a request: its engine advice needs the service's rights without setting the guard twice.
  'src/access/write-guard.ts': ['src/access/', 'src/audit/', 'src/main', 'src/server', 'src/cli/', 'src/demo/history/engine-advice.ts'],
};

test('request-scoped code has no way to the database beside the scoped one', () => {
  const requestScoped = ['tools/', 'src/agent/', 'src/conversation/', 'src/http/', 'src/socket/'];
  const named = files
    .filter((file) => requestScoped.some((folder) => file.startsWith(folder)))
    .filter((file) => /\b(EntityManager|SqlEntityManager|QueryBuilder|MikroORM|getConnection|getKnex|getKysely)\b|\borm\.em\b|\bWRITERS\b/.test(readFileSync(join(root, file), 'utf8')));
  expect(named).toEqual([]);
  const breaches = files.flatMap((file) =>
    importsOf(file)
      .filter((target) => target.startsWith('.'))
      .map((target) => relative(root, resolve(root, dirname(file), target)))
      .filter((target) => ACCESS_DOORS[target] && !ACCESS_DOORS[target].some((home) => file.startsWith(home)))
      .map((target) => `${file} imports ${target}`),
  );
  expect(breaches).toEqual([]);
});
