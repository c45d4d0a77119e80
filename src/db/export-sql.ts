import { MikroORM } from '@mikro-orm/core';
import { MySqlDriver, SchemaGenerator } from '@mikro-orm/mysql';
import { ENTITIES } from '../entities/index.ts';
import { appendOnlyTriggers } from './append-only-triggers.ts';
import { schemaTables } from './schema-tables.ts';

const PREAMBLE = `-- Steward: the FinancialPortfolioDB schema, 71 tables in dependency order. For MySQL 8 and MariaDB 10.11.
-- Generated from the entities: npm run db -- export-sql. For the stock client (mariadb or mysql), which knows "delimiter".
set names utf8mb4;
set time_zone = '+00:00';
`;

/** The schema as one SQL script: a complete CREATE TABLE for each table, with keys, checks and comments inside. Needs no server. */
export async function schemaSql(): Promise<string> {
  const orm = new MikroORM({ driver: MySqlDriver, dbName: 'steward', entities: [...ENTITIES], extensions: [SchemaGenerator] });
  const statements = (await orm.schema.getCreateSchemaSQL({ wrap: false })).split(/;\s*\n/).map((statement) => statement.trim()).filter(Boolean);
  const creates = new Map<string, string>();
  const parts = new Map<string, string[]>();
  for (const statement of statements) {
    const created = /^create table `(\w+)`/i.exec(statement)?.[1];
    if (created) creates.set(created, statement.replace(/;$/, ''));
    const altered = /^alter table `(\w+)` add ([\s\S]+?);?$/i.exec(statement);
    if (altered) parts.set(altered[1]!, [...(parts.get(altered[1]!) ?? []), altered[2]!]);
  }
  const tables = schemaTables(orm).map((table) => withParts(creates.get(table.name) ?? '', parts.get(table.name) ?? []));
  return `${PREAMBLE}\n${tables.join('\n\n')}\n${triggers()}`;
}

/** One of them holds a semicolon: the stock client needs another mark for the end of a statement. */
function triggers(): string {
  return `\n-- What keeps the audit tables append-only, whatever the SQL.\ndelimiter //\n${appendOnlyTriggers().map((trigger) => `${trigger}//`).join('\n')}\ndelimiter ;\n`;
}

/** Breaks a CREATE TABLE into lines and puts the constraints that the generator adds afterwards inside it. */
function withParts(create: string, extra: readonly string[]): string {
  const end = create.lastIndexOf(') default character set');
  const start = create.indexOf('(');
  const columns = splitColumns(create.slice(start + 1, end));
  return `${create.slice(0, start)}(\n  ${[...columns, ...extra].join(',\n  ')}\n${create.slice(end)};`;
}

/** Splits at commas that are outside quotes and parentheses. */
function splitColumns(text: string): string[] {
  const columns: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "'") quoted = !quoted;
    else if (!quoted && character === '(') depth += 1;
    else if (!quoted && character === ')') depth -= 1;
    else if (!quoted && depth === 0 && character === ',') {
      columns.push(text.slice(from, index).trim());
      from = index + 1;
    }
  }
  return [...columns, text.slice(from).trim()];
}
