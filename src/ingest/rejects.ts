/** A row that was not taken, and why. */
export interface Reject {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly field: string;
  readonly reason: string;
  readonly row: readonly string[];
}

/** A cell that no spreadsheet runs as a formula and no reader splits. */
export function safeCell(text: string): string {
  const harmless = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The refused rows as CSV: line, field, reason, then the row as it was read. */
export function rejectsCsv(headers: readonly string[], rejects: readonly Reject[]): string {
  const lines = [['line', 'field', 'reason', ...headers], ...rejects.map(({ line, field, reason, row }) => [String(line), field, reason, ...row])];
  return `${lines.map((cells) => cells.map(safeCell).join(',')).join('\r\n')}\r\n`;
}
