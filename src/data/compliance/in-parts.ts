/** Ids in one IN list: far below what an engine allows, and long enough that a nightly run is a handful of queries. */
const IDS_AT_ONCE = 1000;

/** Rows of any number of ids: one query for each thousand of them, results in the order of the parts. */
export async function inParts<R>(ids: readonly string[], load: (part: string[]) => Promise<readonly R[]>): Promise<R[]> {
  const rows: R[] = [];
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
    for (const row of await load(ids.slice(start, start + IDS_AT_ONCE))) rows.push(row);
  }
  return rows;
}

/** Rows by a key, each list in the order of the rows. */
export function listsBy<R>(rows: readonly R[], keyOf: (row: R) => string): Map<string, R[]> {
  const lists = new Map<string, R[]>();
  for (const row of rows) {
    const own = lists.get(keyOf(row));
    if (own) own.push(row);
    else lists.set(keyOf(row), [row]);
  }
  return lists;
}
