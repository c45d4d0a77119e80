/** `npm run import -- FILE… [--kind K] [--map FILE.json] [--strict] [--portfolio P] [--decimal .|,] [--date-format F] [--delimiter D] [--encoding E] [--preview]`, or `--feed NAME`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { feedDeps } from '../compose-feeds.ts';
import { readSettings } from '../config.ts';
import { ImportRequest } from '../contract/imports.ts';
import { openDatabase } from '../db/open-database.ts';
import { refreshFeeds, type FeedReport } from '../ingest/feeds/refresh-feeds.ts';
import { importFile } from '../ingest/import-file.ts';
import type { ImportOptions } from '../ingest/import-run.ts';
import { rejectsCsv } from '../ingest/rejects.ts';
import { clockFor } from '../shared/clock.ts';
import { AppError, invalidInput } from '../shared/errors.ts';
import { idSource } from '../shared/ids.ts';

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw invalidInput(`The file ${file} cannot be read.`, { cause });
  }
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidInput(`${file} is not JSON.`, { hint: 'docs/imports.md shows a mapping file.', cause });
  }
}

function readOptions(): { readonly files: readonly string[]; readonly feeds: readonly string[]; readonly options: ImportOptions } {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { kind: text, map: text, encoding: text, delimiter: text, decimal: text, 'date-format': text, portfolio: text, strict: { type: 'boolean' }, preview: { type: 'boolean' }, feed: { type: 'string', multiple: true } } });
  const { map, decimal, 'date-format': dateFormat, feed: feeds = [], ...rest } = values;
  const mapping: unknown = map === undefined ? {} : jsonOf(map, read(map).toString('utf8'));
  const flags = { ...rest, ...(decimal === undefined ? {} : { decimalMark: decimal }), ...(dateFormat === undefined ? {} : { dateFormat }) };
  const request = ImportRequest.safeParse({ ...z.record(z.string(), z.unknown()).parse(mapping), ...flags });
  if (!request.success) throw invalidInput(`${request.error.issues[0]?.path.join('.') ?? ''}: ${request.error.issues[0]?.message ?? 'not an option'}`);
  if (positionals.length + feeds.length === 0) throw invalidInput('No file given.', { hint: 'npm run import -- FILE…, or npm run import -- --feed ecb' });
  return { files: positionals, feeds, options: request.data };
}

function reportFeed({ feed, status, added, corrected, unchanged, rejects, error }: FeedReport): void {
  console.log(`${feed}: ${status}, ${added} added, ${corrected} corrected, ${unchanged} there already, ${rejects.length} refused.${error ? ` ${error}.` : ''}`);
  for (const { what, reason } of rejects.slice(0, 20)) console.log(`  ${what}: ${reason}`);
  if (status === 'failed') process.exitCode = 1;
}

async function run(): Promise<void> {
  const { files, feeds, options } = readOptions();
  const settings = readSettings(process.env);
  const clock = clockFor(settings.TODAY, () => new Date());
  const newId = idSource(() => clock.now().getTime());
  const database = await openDatabase({ url: settings.DATABASE_URL, file: join(settings.DATA_DIR, 'steward.sqlite') });
  try {
    await database.migrate();
    for (const report of await refreshFeeds(feedDeps({ settings, database, clock, newId }, feeds))) reportFeed(report);
    for (const file of files) {
      const context = { now: clock.now(), today: clock.today(), newId };
      const report = await importFile(database.orm.em.fork(), { name: basename(file), bytes: read(file), rejectsFile: `${basename(file)}.rejects.csv` }, options, context);
      console.log(`${file}: ${report.status === 'preview' ? 'would be imported: ' : ''}${report.kind}, ${report.read} rows read, ${report.added} added, ${report.corrected} corrected, ${report.alreadyThere} there already, ${report.rejects.length} refused.`);
      console.log(`  understood as ${JSON.stringify(report.detected)}`);
      if (report.rejects.length === 0) continue;
      writeFileSync(`${file}.rejects.csv`, rejectsCsv(report.headers, report.rejects));
      console.log(`  refused rows, with line, field and reason: ${file}.rejects.csv`);
    }
  } finally {
    await database.close();
  }
}

try {
  await run();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error(`${error.publicMessage}${error.hint ? `\n${error.hint}` : ''}`);
  process.exitCode = 1;
}
