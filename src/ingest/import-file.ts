import { createHash } from 'node:crypto';
import { inTransaction } from '../data/imports/data-handle.ts';
import { saveRun, wentInBefore, type FinishedRun } from '../data/imports/save-run.ts';
import { AppError, invalidInput } from '../shared/errors.ts';
import { kindsThatFit, lackingFields, matchColumns, type CsvKind } from './columns.ts';
import { fieldReader } from './field-reader.ts';
import { ecbTable, ecbXmlTable, ghostfolioTable, isEcbTable } from './foreign-formats.ts';
import type { ImportContext, ImportFile, ImportHandle, ImportOptions, ImportReport } from './import-run.ts';
import { loadLookups } from './lookups.ts';
import { readTable, type Table } from './read-table.ts';
import { readText, type ReadText } from './read-text.ts';
import { saveRows } from './save-rows.ts';

interface Understood {
  readonly kind: CsvKind;
  readonly table: Table;
  readonly encoding: Pick<ReadText, 'encoding' | 'encodingBy'>;
}

/** Ends a preview: nothing of it may stay. */
class PreviewDone extends Error {
  readonly report: ImportReport;

  constructor(report: ImportReport) {
    super('preview');
    this.report = report;
  }
}

/**
 * Imports one file in one transaction, with its run in ETL_Logs. Good rows go in and refused ones are reported, unless `strict`.
 * A `preview` is the same import, undone at its end and recorded nowhere.
 * @throws AppError invalid-input, after recording the failed run, when the file cannot be understood without guessing, or a row is refused under `strict`; nothing is then written.
 */
export async function importFile(em: ImportHandle, file: ImportFile, options: ImportOptions, context: ImportContext): Promise<ImportReport> {
  const run = { fileName: file.name, fileHash: createHash('sha256').update(file.bytes).digest('hex'), job: jobOf(options) };
  let refused: ImportReport | undefined;
  try {
    // Before the transaction: nobody else should wait for the reading of a long file.
    const understood = await understand(file.bytes, options);
    requireAllowed(understood.kind, options);
    return await inTransaction(em, async (tx) => {
      if (await wentInBefore(tx, run.fileHash, run.job)) return repeated(understood);
      const report = await take(tx, understood, options, context);
      if (options.preview) throw new PreviewDone({ ...report, status: 'preview' });
      if (options.strict && report.rejects[0]) {
        refused = { ...report, status: 'failed', added: 0, corrected: 0 };
        throw refusal(file.name, report);
      }
      await saveRun(tx, { ...run, ...countsOf(report), ...(report.rejects.length > 0 && file.rejectsFile ? { rejectsFile: file.rejectsFile } : {}) }, context);
      await context.onDone?.(tx, report);
      return report;
    });
  } catch (error) {
    if (error instanceof PreviewDone) {
      await context.onDone?.(em, error.report);
      return error.report;
    }
    if (!options.preview) await saveRun(em, { ...run, ...countsOf(refused), error: error instanceof AppError ? error.publicMessage : 'internal error' }, context);
    throw error;
  }
}

function requireAllowed(kind: CsvKind, { allowedKinds }: ImportOptions): void {
  if (allowedKinds && !allowedKinds.includes(kind)) throw new AppError('not-permitted', `You may import ${allowedKinds.join(' and ')}, and this is a file of ${kind}.`, { hint: 'Prices, rates and securities belong to the whole firm: ask an administrator.' });
}

/** Another portfolio or mapping makes another import of the same file. */
function jobOf({ reachable: _reachable, allowedKinds: _allowed, preview: _preview, ...stated }: ImportOptions): string {
  return `import ${createHash('sha256').update(JSON.stringify(stated)).digest('hex').slice(0, 16)}`;
}

function countsOf(report: ImportReport | undefined): Pick<FinishedRun, 'status' | 'read' | 'written' | 'refused' | 'skipped' | 'detail'> {
  if (!report) return { status: 'failed', read: 0, written: 0, refused: 0, skipped: 0 };
  const status = report.status === 'succeeded' || report.status === 'partial' ? report.status : 'failed';
  return { status, read: report.read, written: report.added + report.corrected, refused: report.rejects.length, skipped: report.alreadyThere, detail: report.detected };
}

async function understand(bytes: Buffer, options: ImportOptions): Promise<Understood> {
  const { text, ...encoding } = await readText(bytes, options.encoding);
  const start = text.trimStart().charAt(0);
  if (options.kind === 'ghostfolio' || (!options.kind && start === '{')) return { kind: 'transactions', table: ghostfolioTable(text), encoding };
  if ((!options.kind || options.kind === 'ecb' || options.kind === 'fx') && start === '<') return { kind: 'fx', table: ecbXmlTable(text), encoding };
  const table = await readTable(text, options);
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
  const lacking = lackingFields(kind, new Set([...Object.keys(map), ...Object.keys(constants)]));
  if (lacking.length > 0) throw invalidInput(`No column for ${lacking.join(', ')}.`, { hint: `Columns of the file: ${table.headers.join(', ')}. Name them in a mapping file: {"columns": {"${lacking[0]}": "…"}}` });
  const { reader, formats } = await fieldReader(table, { map, constants, formats: { ...(options.decimalMark ? { decimalMark: options.decimalMark } : {}), ...(options.dateFormat ? { dateFormat: options.dateFormat } : {}) } });
  const lookups = await loadLookups(tx, options.reachable);
  const saved = await saveRows(tx, kind, { rows: table.rows, context, maker: { reader, lookups, source: 'import', today: context.today, newId: context.newId, portfolio: options.portfolio } });
  const rejects = saved.rejects.toSorted((a, b) => a.line - b.line);
  return {
    ...saved, rejects, status: rejects.length > 0 ? 'partial' : 'succeeded', kind, read: table.rows.length, headers: table.headers,
    detected: { ...encoding, delimiter: table.delimiter, ...formats, columns: map },
  };
}

function repeated({ kind, table, encoding }: Understood): ImportReport {
  const { headers, rows, delimiter } = table;
  return { status: 'repeated', kind, headers, read: rows.length, added: 0, corrected: 0, alreadyThere: rows.length, rejects: [], detected: { ...encoding, delimiter } };
}

function refusal(name: string, { rejects }: ImportReport): AppError {
  const [first] = rejects;
  return invalidInput(`${name}: ${rejects.length} rows refused, nothing imported. Line ${first?.line}, ${first?.field}: ${first?.reason}.`, {
    hint: 'Correct the file, or import without --strict to take the good rows.', where: { line: first?.line ?? 0, field: first?.field ?? '' },
  });
}
