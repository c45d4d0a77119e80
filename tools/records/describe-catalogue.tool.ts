import MiniSearch from 'minisearch';
import { z } from 'zod';
import { CATALOGUE, columnsFor, tablesFor, type CatalogueColumn } from '../../src/data/records/table-catalogue.ts';
import type { Role } from '../../src/access/principal.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool, type Tool } from '../define-tool.ts';

const MOST_TOOLS = 8;
const MOST_TABLES = 5;
/** Columns that no question is about. */
const UNTOLD = new Set(['version', 'createdAt']);

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/**
 * Makes the tool that leads from a task to the tools and tables for it.
 * @param toolsOf Every tool that a role may use; a function, because this tool is itself in the list.
 */
export function describeCatalogueWith(toolsOf: (role: Role) => readonly Tool[]) {
  const indexes = new Map<Role, MiniSearch<Entry>>();
  const tables = searchOver(CATALOGUE.map(({ name, meaning, columns }) => ({ id: name, name, text: `${meaning} ${columns.map((column) => `${column.name} ${column.meaning}`).join(' ')}` })));
  return defineTool({
    name: 'describe_catalogue', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
    purpose: 'Which tools, tables and columns exist for a task. Tools named here can be called even though their definitions were not sent.',
    input: z.strictObject({ task: z.string().trim().min(1).max(300).describe('What is to be done, in a few words') }),
    async run({ task }, { principal, clock }) {
      const tools = toolsOf(principal.role);
      let index = indexes.get(principal.role);
      if (!index) indexes.set(principal.role, index = searchOver(tools.map(({ name, purpose }) => ({ id: name, name, text: purpose }))));
      const matching = index.search(words(task)).slice(0, MOST_TOOLS).flatMap(({ id }) => tools.filter(({ name }) => name === id));
      const visible = tablesFor(principal);
      const records = tables.search(words(task)).flatMap(({ id }) => visible.filter(({ name }) => name === id)).slice(0, MOST_TABLES);
      return answer({
        title: 'Tools and records for the task', asOf: clock.today(),
        tables: [
          {
            key: 'tools', title: 'Tools', total: matching.length, method: 'text search over tool purposes, best first', rows: matching.map((tool) => [tool.name, tool.purpose, tool.effect, parametersOf(tool)]),
            columns: [{ key: 'name', label: 'Tool', kind: 'text' }, { key: 'purpose', label: 'Purpose', kind: 'text' }, { key: 'effect', label: 'Effect', kind: 'text' }, { key: 'parameters', label: 'Parameters (JSON Schema)', kind: 'text' }],
          },
          {
            key: 'records', title: 'Record tables', total: records.length, method: 'text search over tables and columns, best first', rows: records.map((table) => [table.name, table.meaning, columnsOf(columnsFor(table, principal))]),
            columns: [{ key: 'table', label: 'Table', kind: 'text' }, { key: 'meaning', label: 'Meaning', kind: 'text' }, { key: 'columns', label: 'Columns', kind: 'text' }],
          },
        ],
      });
    },
  });
}

function searchOver(entries: readonly Entry[]): MiniSearch<Entry> {
  const index = new MiniSearch<Entry>({ fields: ['name', 'text'], tokenize: (text) => words(text).split(' '), searchOptions: { boost: { name: 3 }, fuzzy: 0.2, prefix: true } });
  index.addAll(entries);
  return index;
}

/** "AIRecommendations", "get_risk" and "risk profiles" are searched by their parts. */
function words(text: string): string {
  return text.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ').trim();
}

function parametersOf(tool: Tool): string {
  const schema = z.toJSONSchema(tool.input, { io: 'input' });
  return JSON.stringify({ properties: schema.properties ?? {}, required: schema.required ?? [] });
}

function columnsOf(columns: readonly CatalogueColumn[]): string {
  return columns.filter(({ name }) => !UNTOLD.has(name)).map(({ name, type, target }) => (target ? `${name} → ${target}` : `${name} (${type})`)).join(', ');
}
