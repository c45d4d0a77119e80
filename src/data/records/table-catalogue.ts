import { reachOf } from '../../access/compile-reach.ts';
import type { Principal } from '../../access/principal.ts';
import { TABLES } from '../../entities/index.ts';
import type { Role, Sensitivity, TableDescription } from '../../entities/table.ts';

export type ColumnType = 'text' | 'id' | 'number' | 'decimal' | 'date' | 'instant' | 'boolean' | 'json' | 'relation';

export interface CatalogueColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly meaning: string;
  readonly sensitivity: Exclude<Sensitivity, 'secret'>;
  readonly isHiddenFrom: (role: Role) => boolean;
  /** Table that a relation points to. */
  readonly target?: string;
}

export interface CatalogueTable {
  readonly name: string;
  readonly meaning: string;
  readonly columns: readonly CatalogueColumn[];
  readonly description: TableDescription;
}

/** What the entity declares about a column, before and after the ORM has started. */
interface DeclaredColumn {
  readonly kind?: string;
  readonly type?: unknown;
  readonly comment?: string;
  readonly persist?: boolean;
  readonly entity?: unknown;
}

/** Every table with the columns that may ever be shown; secret ones are not in it. */
export const CATALOGUE: readonly CatalogueTable[] = TABLES.map(describe);

export const TABLE_NAMES: readonly string[] = CATALOGUE.map(({ name }) => name);

const BY_NAME: ReadonlyMap<string, CatalogueTable> = new Map(CATALOGUE.map((table) => [table.name, table]));

export function catalogueTable(name: string): CatalogueTable | undefined {
  return BY_NAME.get(name);
}

/** The tables of which the principal can reach any row at all. */
export function tablesFor(principal: Principal): readonly CatalogueTable[] {
  return CATALOGUE.filter((table) => reachOf(table.description, principal) !== 'none');
}

/** The columns of a table that the principal may see. */
export function columnsFor({ columns }: CatalogueTable, { role }: Principal): readonly CatalogueColumn[] {
  return columns.filter(({ isHiddenFrom }) => !isHiddenFrom(role));
}

function describe(description: TableDescription): CatalogueTable {
  const { meta } = description.schema;
  const declared = Object.entries(meta.properties as unknown as Record<string, DeclaredColumn>); // the part of the ORM's type that is read here
  return {
    name: meta.tableName, meaning: meta.comment ?? '', description,
    columns: declared.flatMap(([name, column]) => {
      const sensitivity = description.sensitivityOf(name);
      return sensitivity === 'secret' || column.persist === false ? [] : [{ name, type: typeOf(name, column), meaning: column.comment ?? '', sensitivity, isHiddenFrom: (role: Role) => description.isHiddenFrom(name, role), ...targetOf(column) }];
    }),
  };
}

function typeOf(name: string, { kind, type }: DeclaredColumn): ColumnType {
  if (kind === 'm:1') return 'relation';
  const declared = typeof type === 'function' ? type.name : typeof type === 'object' && type !== null ? type.constructor.name : typeof type === 'string' ? type : '';
  if (/decimal/i.test(declared)) return 'decimal';
  if (/date_?time/i.test(declared)) return 'instant';
  if (/^date/i.test(declared)) return 'date';
  if (/bool/i.test(declared)) return 'boolean';
  if (/json/i.test(declared)) return 'json';
  if (/int|double|float|number/i.test(declared)) return 'number';
  return name === 'id' || name.endsWith('Id') ? 'id' : 'text';
}

function targetOf({ kind, entity }: DeclaredColumn): { target?: string } {
  if (kind !== 'm:1' || typeof entity !== 'function') return {};
  const resolved: unknown = (entity as () => unknown)(); // a thunk, because entities refer to one another
  const table = TABLES.find(({ schema }) => schema.meta.class === resolved || schema === resolved);
  return table ? { target: table.schema.meta.tableName } : {};
}
