import type { EntityProperty, MikroORM } from '@mikro-orm/core';
import { MODULES } from '../entities/index.ts';
import type { Sensitivity } from '../entities/table.ts';

export interface SchemaColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly key: boolean;
  readonly meaning: string;
  readonly sensitivity: Sensitivity;
  /** Table that the column points to. */
  readonly references?: string;
}

export interface SchemaTable {
  readonly name: string;
  readonly module: string;
  readonly purpose: string;
  readonly columns: readonly SchemaColumn[];
}

/** The 71 tables as their entities describe them, parents before children. */
export function schemaTables(orm: MikroORM): readonly SchemaTable[] {
  const tables = Object.entries(MODULES).flatMap(([module, list]) => list.map((table) => {
    const meta = orm.getMetadata().get(table.schema.meta.class);
    return { name: meta.tableName, module, purpose: meta.comment ?? '', columns: meta.props.flatMap((property) => columnsOf(property, table.sensitivityOf(property.name))) };
  }));
  return inDependencyOrder(tables);
}

function columnsOf(property: EntityProperty, sensitivity: Sensitivity): SchemaColumn[] {
  return (property.fieldNames ?? []).map((name, index) => ({
    name, type: property.columnTypes[index] ?? '', nullable: property.nullable === true, key: property.primary === true, meaning: property.comment ?? '', sensitivity,
    ...(property.targetMeta ? { references: property.targetMeta.tableName } : {}),
  }));
}

function inDependencyOrder(tables: readonly SchemaTable[]): SchemaTable[] {
  const waiting = new Map(tables.map((table) => [table.name, table]));
  const ordered: SchemaTable[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter((table) => table.columns.every((column) => !column.references || column.references === table.name || !waiting.has(column.references)));
    if (ready.length === 0) throw new Error(`tables depend on each other in a circle: ${[...waiting.keys()].join(', ')}`);
    for (const table of ready) {
      ordered.push(table);
      waiting.delete(table.name);
    }
  }
  return ordered;
}
