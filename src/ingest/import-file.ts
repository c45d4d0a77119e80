import { createHash } from 'node:crypto';
import { AppError, invalidInput } from '../shared/errors.ts';
import { COLUMNS, kindsThatFit, matchColumns, type CsvKind } from './columns.ts';
import { logRun, wentInBefore } from './etl-log.ts';
import { fieldReader } from './field-reader.ts';
import { ecbTable, ecbXmlTable, ghostfolioTable, isEcbTable } from './foreign-formats.ts';
import type { ImportContext, ImportFile, ImportHandle, ImportOptions, ImportReport } from './import-run.ts';
import { loadLookups } from './lookups.ts';
import { readTable, type Table } from './read-table.ts';
import { readText } from './read-text.ts';
import { saveRows } from './save-rows.ts';

interface Understood {
  readonly kind: CsvKind;
  readonly table: Table;
  readonly encoding: string;
}

/**
 * Imports one file in one transaction, with its run in ETL_Logs. Good rows go in and refused ones are reported, unless `strict`.
 * @throws AppError invalid-input, after recording the failed run, when the file cannot be understood without guessing, or a row is refused under `strict`; nothing is then written.
 */
export async function importFile(em: ImportHandle, file: ImportFile, options: ImportOptions, context: ImportContext): Promise<ImportReport> {
  const fileHash = createHash('sha256').update(file.bytes).digest('hex');
  // Another portfolio or mapping makes another import of the same file.
  const { reachable: _reachable, ...stated } = options;
  const job = `import ${createHash('sha256').update(JSON.stringify(stated)).digest('hex').slice(0, 16)}`;
  const run = { fileName: file.name, fileHash, job };
  let refused: ImportReport | undefined;
  try {
    return await em.transactional(async (tx) => {
      const understood = understand(file.bytes, options);
      if (await wentInBefore(tx, fileHash, job)) return repeated(understood);
      const report = await take(tx, understood, options, context);
      if (options.strict && report.rejects[0]) {
        refused = { ...report, status: 'failed', added: 0, corrected: 0 };
        throw refusal(file.name, report);
      }
      await logRun(tx, { ...run, report, ...(report.rejects.length > 0 ? { rejectsFile: `${file.name}.rejects.csv` } : {}) }, context);
      return report;
    });
  } catch (error) {
    await logRun(em, { ...run, ...(refused ? { report: refused } : {}), error: error instanceof AppError ? error.publicMessage : 'internal error' }, context);
    throw error;
  }
}

function understand(bytes: Buffer, options: ImportOptions): Understood {
  const { text, encoding } = readText(bytes, options.encoding);
  const start = text.trimStart().charAt(0);
  if (options.kind === 'ghostfolio' || (!options.kind && start === '{')) return { kind: 'transactions', table: ghostfolioTable(text), encoding };
  if ((!options.kind || options.kind === 'ecb' || options.kind === 'fx') && start === '<') return { kind: 'fx', table: ecbXmlTable(text), encoding };
  const table = readTable(text, options);
  if (isEcbTable(table.headers) && (!options.kind || options.kind === 'ecb' || options.kind === 'fx')) return { kind: 'fx', table: ecbTable(table), encoding };
  if (options.kind === 'ecb') throw invalidInput('These are not euro reference rates.', { hint: 'The first column is Date, the others are currencies.' });
  const fits = kindsThatFit(table.headers, new Set(Object.keys(options.constants ?? {})), options.columns);
  const kind = options.kind ?? fits[0];
  if (!kind || (!options.kind && fits.length > 1)) {
    throw invalidInput(fits.length > 1 ? `The columns fit ${fits.join(' and ')}.` : `The columns ${table.headers.join(', ')} fit no kind of file.`, { hint: 'State the kind with --kind and name the columns in a mapping file (--map).' });
  }
  return { kind, table, encoding };
}

async function take(tx: ImportHandle, { kind, table, encoding }: Understood, options: ImportOptions, context: ImportContext): Promise<ImportReport> {
  const map = matchColumns(kind, table.headers, options.columns);
  const constants = options.constants ?? {};
  const lacking = COLUMNS[kind].required.filter((field) => !map[field] && !constants[field]);
  if (lacking.length > 0) throw invalidInput(`No column for ${lacking.join(', ')}.`, { hint: `Columns of the file: ${table.headers.join(', ')}. Name them in a mapping file: {"columns": {"${lacking[0]}": "…"}}` });
  const { reader, formats } = fieldReader(table, { map, constants, formats: { ...(options.decimalMark ? { decimalMark: options.decimalMark } : {}), ...(options.dateFormat ? { dateFormat: options.dateFormat } : {}) } });
  const lookups = await loadLookups(tx, options.reachable);
  const saved = await saveRows(tx, kind, { rows: table.rows, context, maker: { reader, lookups, source: 'import', today: context.today, newId: context.newId, portfolio: options.portfolio } });
  const rejects = saved.rejects.toSorted((a, b) => a.line - b.line);
  return {
    ...saved, rejects, status: rejects.length > 0 ? 'partial' : 'succeeded', kind, read: table.rows.length, headers: table.headers,
    detected: { encoding, delimiter: table.delimiter, ...formats, columns: map },
  };
}

function repeated({ kind, table, encoding }: Understood): ImportReport {
  const { headers, rows, delimiter } = table;
  return { status: 'repeated', kind, headers, read: rows.length, added: 0, corrected: 0, alreadyThere: rows.length, rejects: [], detected: { encoding, delimiter } };
}

function refusal(name: string, { rejects }: ImportReport): AppError {
  const [first] = rejects;
  return invalidInput(`${name}: ${rejects.length} rows refused, nothing imported. Line ${first?.line}, ${first?.field}: ${first?.reason}.`, {
    hint: 'Correct the file, or import without --strict to take the good rows.', where: { line: first?.line ?? 0, field: first?.field ?? '' },
  });
}
