import { useMemo, useState, type ReactNode } from 'react';
import { NUMERIC_KINDS, formatCell, unitOf } from '../format-cell.ts';
import type { TableData } from '../turn-state.ts';

const FIRST_ROWS = 12;
/** Ids longer than this are shown by their end; the whole stands in the tooltip. */
const LONG_ID = 16;
/** Characters above which a cell is a sentence, which breaks into lines. */
const LONG_TEXT = 36;
type Order = { readonly column: number; readonly descending: boolean } | null;

/** Makes rows open something: a button in the column, with what it is called. */
export interface RowOpener {
  readonly column: string;
  readonly label: string;
  readonly onOpen: (value: string | number) => void;
}

/** A result table: units in the header, sorted on demand, with its count and method; says so when rows are missing. */
export function DataTable({ table: given, onSource, opener }: { readonly table: TableData; readonly onSource?: () => void; readonly opener?: RowOpener }): ReactNode {
  const table = useMemo(() => (opener ? given : idsLast(given)), [given, opener]);
  const [order, setOrder] = useState<Order>(null);
  const [all, setAll] = useState(false);
  const sorted = useMemo(() => sortRows(table, order), [table, order]);
  const rows = all ? sorted : sorted.slice(0, FIRST_ROWS);
  const toggle = (column: number): void => setOrder((now) => (now?.column !== column ? { column, descending: NUMERIC_KINDS.has(table.columns[column]?.kind ?? '') } : { column, descending: !now.descending }));
  return (
    <figure className="card data-table">
      <div className="scroll" role="region" aria-label={table.title} tabIndex={0}>
        <table>
          <caption>{table.title}</caption>
          <thead>
            <tr>
              {table.columns.map((column, index) => (
                <th key={column.key} scope="col" className={NUMERIC_KINDS.has(column.kind) ? 'number' : ''} aria-sort={order?.column === index ? (order.descending ? 'descending' : 'ascending') : 'none'}>
                  <button type="button" onClick={() => toggle(index)}>
                    {column.label}
                    {unitOf(column.kind, column.currency) !== '' && <span className="unit"> {unitOf(column.kind, column.currency)}</span>}
                    <span className="sort" aria-hidden="true">{order?.column === index ? (order.descending ? '↓' : '↑') : ''}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{rows.map((row, index) => <Row key={index} table={table} row={row} opener={opener} />)}</tbody>
        </table>
      </div>
      <figcaption>
        <span>{countOf(rows.length, table, order !== null)}</span>
        {table.rows.length > FIRST_ROWS && (
          <button type="button" className="link" onClick={() => setAll(!all)}>{all ? 'Show fewer' : `Show ${table.rows.length}`}</button>
        )}
        {onSource && <button type="button" className="link" onClick={onSource}>Source</button>}
        {table.method && <span className="method" title={table.method}>{table.method}</span>}
      </figcaption>
    </figure>
  );
}

function Row({ table, row, opener }: { readonly table: TableData; readonly row: TableData['rows'][number]; readonly opener: RowOpener | undefined }): ReactNode {
  return (
    <tr>
      {table.columns.map((column, index) => {
        const value = row[index] ?? null;
        const shown = formatCell(value, column.kind, column.currency);
        const classes = [NUMERIC_KINDS.has(column.kind) ? 'number' : '', isNegative(value, column.kind) ? 'negative' : '', shown.length > LONG_TEXT && column.kind !== 'id' ? 'long' : ''].join(' ').trim();
        const opens = opener?.column === column.key && (typeof value === 'string' || typeof value === 'number') ? value : undefined;
        const isLong = column.kind === 'id' && shown.length > LONG_ID;
        const content = value === null ? <span className="missing" title="Not available">{shown}</span> : opens === undefined ? (isLong ? <code title={shown}>…{shown.slice(-6)}</code> : shown) : <button type="button" className="link" aria-label={`${opener?.label ?? 'Open'} ${shown}`} onClick={() => opener?.onOpen(opens)}>{isLong ? `…${shown.slice(-6)}` : shown}</button>;
        return index === 0 ? <th key={column.key} scope="row" className={classes}>{content}</th> : <td key={column.key} className={classes}>{content}</td>;
      })}
    </tr>
  );
}

/** A reader looks for names and figures; an id is for whoever looks something up, and stands behind them. */
function idsLast(table: TableData): TableData {
  const isId = table.columns.map(({ kind }) => kind === 'id');
  if (!isId.includes(true) || !isId.includes(false)) return table;
  const places = [...isId.keys()].toSorted((a, b) => Number(isId[a]) - Number(isId[b]));
  const inOrder = <T,>(all: readonly T[]): T[] => places.flatMap((place) => all.slice(place, place + 1));
  return { ...table, columns: inOrder(table.columns), rows: table.rows.map(inOrder) };
}

function countOf(shown: number, table: TableData, isSorted: boolean): string {
  if (table.total === 0) return 'No rows';
  const count = shown < table.total ? `Showing ${shown} of ${table.total}` : `${table.total} ${table.total === 1 ? 'row' : 'rows'}`;
  return isSorted && table.rows.length < table.total ? `${count}, sorted among these ${table.rows.length}` : count;
}

const isNegative = (value: unknown, kind: string): boolean => NUMERIC_KINDS.has(kind) && Number(value) < 0;

/** Missing values stand last in either direction. */
export function sortRows(table: TableData, order: Order): TableData['rows'] {
  if (!order) return table.rows;
  const numeric = NUMERIC_KINDS.has(table.columns[order.column]?.kind ?? '');
  return [...table.rows].sort((a, b) => {
    const [left, right] = [a[order.column] ?? null, b[order.column] ?? null];
    if (left === null || right === null) return (left === null ? 1 : 0) - (right === null ? 1 : 0);
    const by = numeric ? Number(left) - Number(right) : String(left).localeCompare(String(right));
    return order.descending ? -by : by;
  });
}
