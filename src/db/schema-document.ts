import { MikroORM } from '@mikro-orm/core';
import { MySqlDriver } from '@mikro-orm/mysql';
import { ENTITIES } from '../entities/index.ts';
import { schemaTables, type SchemaTable } from './schema-tables.ts';

/** docs/schema.md: each module with a diagram of its relations, each table and column with meaning, type and sensitivity. */
export function schemaDocument(): string {
  const tables = schemaTables(new MikroORM({ driver: MySqlDriver, dbName: 'steward', entities: [...ENTITIES] }));
  const modules = Map.groupBy(tables, (table) => table.module);
  const intro = `# The schema\n\nGenerated from the entities by \`npm run db -- docs\`. ${tables.length} tables in ${modules.size} modules. Types are MySQL's; on SQLite decimals are sortable text (see \`src/entities/exact-decimal.type.ts\`). Instants are UTC.\n`;
  return [intro, ...[...modules].map(([module, list]) => moduleSection(module, list))].join('\n');
}

function moduleSection(module: string, tables: readonly SchemaTable[]): string {
  return [`## ${module}`, '', diagram(tables), ...tables.map(tableSection)].join('\n');
}

function diagram(tables: readonly SchemaTable[]): string {
  const relations = tables.flatMap((table) => table.columns.filter((column) => column.references).map((column) => `  ${column.references} ||--o{ ${table.name} : ${column.name}`));
  const alone = tables.filter((table) => !relations.some((relation) => relation.includes(` ${table.name} `))).map((table) => `  ${table.name} {}`);
  return ['```mermaid', 'erDiagram', ...new Set(relations), ...alone, '```', ''].join('\n');
}

function tableSection(table: SchemaTable): string {
  const rows = table.columns.map((column) => {
    const marks = [column.key ? 'key' : '', column.references ? `→ ${column.references}` : '', column.nullable ? 'optional' : ''].filter(Boolean).join(', ');
    return `| \`${column.name}\` | ${column.type} | ${marks} | ${column.meaning.replaceAll('|', '\\|')} | ${column.sensitivity} |`;
  });
  return [`### ${table.name}`, '', table.purpose, '', '| column | type | | meaning and unit | sensitivity |', '|---|---|---|---|---|', ...rows, ''].join('\n');
}
