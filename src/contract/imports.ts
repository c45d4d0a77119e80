import { z } from 'zod';

/** The field `options` of POST /api/imports (multipart, with one `file`); also what a mapping file of the command line holds. */
export const ImportRequest = z.strictObject({
  kind: z.enum(['prices', 'fx', 'securities', 'transactions', 'holdings', 'ecb', 'ghostfolio']).optional(),
  /** Our field → header of the file. */
  columns: z.record(z.string(), z.string()).optional(),
  /** Our field → value for every row. */
  constants: z.record(z.string(), z.string()).optional(),
  encoding: z.string().max(40).optional(),
  delimiter: z.string().length(1).optional(),
  decimalMark: z.enum(['.', ',']).optional(),
  dateFormat: z.enum(['ymd', 'dmy', 'mdy', 'month-name']).optional(),
  /** Id or name of the portfolio of rows that name none. */
  portfolio: z.string().max(200).optional(),
  /** One refused row refuses the file. */
  strict: z.boolean().optional(),
  /** Report what would happen and write nothing. */
  preview: z.boolean().optional(),
});
export type ImportRequest = z.infer<typeof ImportRequest>;

/** What an import did. Of very many refused rows the first thousand are listed; `refused` counts them all. */
export const ImportResult = z.object({
  status: z.enum(['succeeded', 'partial', 'failed', 'repeated', 'preview']),
  kind: z.string(),
  read: z.number(), added: z.number(), corrected: z.number(), alreadyThere: z.number(), refused: z.number(),
  rejects: z.array(z.object({ line: z.number(), field: z.string(), reason: z.string() })),
  /** Encoding, delimiter, decimal mark, thousands separators, date format and columns as they were understood. */
  detected: z.record(z.string(), z.unknown()),
});
export type ImportResult = z.infer<typeof ImportResult>;
