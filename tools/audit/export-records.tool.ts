import { z } from 'zod';
import { DATASET_NAMES, exportRecords, planExport } from '../../src/data/records/export-records.ts';
import { answer } from '../../src/shared/answer.ts';
import { AppError, invalidInput } from '../../src/shared/errors.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { fact } from '../portfolio/figures.ts';
import { countFigure } from '../service/records-table.ts';
import { period } from '../shared-inputs.ts';

const input = z.strictObject({ dataset: z.enum(DATASET_NAMES), period, format: z.enum(['csv', 'json', 'xlsx', 'pdf', 'xml']).optional() });
type Input = z.output<typeof input>;

export const exportRecordsTool = defineTool({
  name: 'export_records', effect: 'write', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Exports records within reach (audit log, transactions, holdings, recommendations, checks \u2026) to a CSV or JSON file; the export is logged.',
  input,
  async preview(asked, { db, clock }) {
    const plan = await planExport(db, requestOf(asked), clock.today());
    return answer({
      title: 'Export to be made', asOf: clock.today(), figures: [countFigure('rowCount', 'Rows', plan.rowCount, clock.today(), 'rows of the period within reach')],
      facts: [
        ...factsOf(asked, plan.span), fact('columns', 'Columns', plan.columns.join(', ')), fact('fileName', 'File', plan.fileName), fact('before', 'Before', null), fact('after', 'After', 'one file and one entry in the log of exports'),
      ],
      caveats: ['Personal and secret columns are left out.'],
    });
  },
  async run(asked, context) {
    const made = await exportRecords(context.db, requestOf(asked), { saveExport: saverOf(context), clock: context.clock, newId: context.newId });
    const today = context.clock.today();
    return answer({
      title: 'Export made', asOf: today, figures: [countFigure('rowCount', 'Rows', made.rowCount, today, 'rows in the file')],
      facts: [...factsOf(asked, made.span), fact('fileName', 'File', made.fileName), fact('fileHash', 'SHA-256 of the file', made.fileHash), fact('id', 'Entry in the log of exports', made.id, 'id')],
    });
  },
});

function requestOf({ dataset, period: span, format = 'csv' }: Input) {
  if (format !== 'csv' && format !== 'json') throw invalidInput(`Exports are made as CSV or JSON, not as ${format}.`, { hint: 'Ask for CSV: every spreadsheet opens it.' });
  return { dataset, period: span, format };
}

function factsOf({ dataset, format = 'csv' }: Input, span: { readonly from: string; readonly to: string } | undefined) {
  return [fact('dataset', 'Dataset', dataset), fact('format', 'Format', format), fact('from', 'From', span?.from ?? null, 'date'), fact('to', 'To', span?.to ?? null, 'date')];
}

function saverOf({ saveExport }: ToolContext) {
  if (!saveExport) throw new AppError('unavailable', 'Files cannot be exported here.', { hint: 'Use the console.' });
  return saveExport;
}
