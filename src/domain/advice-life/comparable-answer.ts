interface StoredTable {
  readonly columns: readonly { readonly key: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * An answer as it was stored, with its cells under the names of their rows and columns: a difference then says "holdings/ACME/price" and not
 * "the third cell of the second row". Anything else comes back as it is.
 */
export function comparableAnswer(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('tables' in stored) || !Array.isArray(stored.tables)) return stored;
  return { ...stored, tables: stored.tables.map((table: StoredTable) => ({ ...table, rows: namedRows(table) })) };
}

function namedRows({ columns, rows }: StoredTable): Record<string, unknown> {
  const at = columns.findIndex((_column, index) => rows.every((row) => typeof row[index] === 'string') && new Set(rows.map((row) => row[index])).size === rows.length);
  return Object.fromEntries(rows.map((row, place) => [at < 0 ? String(place) : String(row[at]), Object.fromEntries(columns.map(({ key }, index) => [key, row[index] ?? null]))]));
}
