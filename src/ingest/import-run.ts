import type { DataHandle } from '../data/imports/data-handle.ts';
import type { BookingContext } from '../data/transactions/index.ts';
import type { CsvKind, ColumnMap } from './columns.ts';
import type { DateFormat } from './date-format.ts';
import type { DecimalMark } from './number-format.ts';
import type { Reject } from './rejects.ts';

/** Opened and closed by the caller. */
export type ImportHandle = DataHandle;

/** What the person states; everything left out is detected or refused. */
export interface ImportOptions {
  readonly kind?: CsvKind | 'ecb' | 'ghostfolio' | undefined;
  readonly columns?: ColumnMap | undefined;
  /** Field → value for every row, where the file has no such column. */
  readonly constants?: Readonly<Record<string, string>> | undefined;
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly decimalMark?: DecimalMark | undefined;
  readonly dateFormat?: DateFormat | undefined;
  /** Id or name of the portfolio of rows that name none. */
  readonly portfolio?: string | undefined;
  /** One refused row refuses the file. */
  readonly strict?: boolean | undefined;
  /** Clients whose portfolios the person may write to; undefined for the firm's operators. */
  readonly reachable?: ReadonlySet<string> | undefined;
  /** Kinds that the person may import; all when undefined. */
  readonly allowedKinds?: readonly CsvKind[] | undefined;
  /** Do everything and take it back: the report says what would happen. */
  readonly preview?: boolean | undefined;
}

export interface ImportFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** Where the caller keeps refused rows; recorded with the run. */
  readonly rejectsFile?: string;
}

export interface ImportReport {
  readonly status: 'succeeded' | 'partial' | 'failed' | 'repeated' | 'preview';
  readonly kind: CsvKind;
  readonly read: number;
  readonly added: number;
  readonly corrected: number;
  readonly alreadyThere: number;
  readonly rejects: readonly Reject[];
  readonly headers: readonly string[];
  /** Encoding, delimiter, decimal mark, date format and columns as they were understood. */
  readonly detected: Readonly<Record<string, unknown>>;
}

export interface ImportContext extends BookingContext {
  /** Part of the import's own transaction; of a preview, after it was taken back. */
  readonly onDone?: (handle: ImportHandle, report: ImportReport) => Promise<void>;
}
