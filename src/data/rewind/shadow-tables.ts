import type { EntityManager, EntityMetadata, EntityProperty } from '@mikro-orm/core';
import { SqlitePlatform } from '@mikro-orm/sql';
import { SqlRows } from '../derived/sql-rows.ts';

/**
 * Temporary copies that stand before the tables of the same name, on one connection and for nobody else: whatever reads there, reads them.
 * The tables themselves are never written to. For the transaction of an entity manager that is rolled back afterwards.
 */
export class ShadowTables {
  readonly sql: SqlRows;
  readonly #isEmbedded: boolean;
  readonly #made = new Set<string>();

  constructor(em: EntityManager) {
    this.sql = new SqlRows(em);
    this.#isEmbedded = em.getPlatform() instanceof SqlitePlatform;
  }

  has(table: string): boolean {
    return this.#made.has(table);
  }

  /** Copies the rows that meet a condition, once; all of them without one. */
  async add(meta: EntityMetadata, condition = '1 = 1', parameters: readonly unknown[] = []): Promise<void> {
    const table = meta.tableName;
    if (this.#made.has(table)) return;
    this.#made.add(table);
    const key = columnsOf(meta, meta.primaryKeys.map(String));
    const others = [...meta.indexes, ...meta.uniques].map(({ properties }) => columnsOf(meta, [properties ?? []].flat().map(String))).filter((columns) => columns.length > 0);
    if (this.#isEmbedded) {
      await this.sql.run(`create temp table \`${table}\` as select * from main.\`${table}\` where ${condition}`, parameters);
      await this.sql.run(`create unique index temp.\`then_${table}\` on \`${table}\` (${key.join(', ')})`);
      for (const [index, columns] of others.entries()) await this.sql.run(`create index temp.\`then_${table}_${index}\` on \`${table}\` (${columns.join(', ')})`);
      return;
    }
    const keys = [`primary key (${key.join(', ')})`, ...others.map((columns, index) => `key \`then_${index}\` (${columns.join(', ')})`)];
    await this.sql.run(`create temporary table \`${table}\` (${keys.join(', ')}) as select * from \`${table}\` where ${condition}`, parameters);
  }

  /** Takes the copies away. A server's would outlive the transaction and stay with the pooled connection. */
  async drop(): Promise<void> {
    for (const table of this.#made) await this.sql.run(this.#isEmbedded ? `drop table temp.\`${table}\`` : `drop temporary table if exists \`${table}\``);
    this.#made.clear();
  }
}

function columnsOf({ properties }: EntityMetadata, names: readonly string[]): string[] {
  return names.flatMap((name) => ((properties[name as keyof typeof properties] as EntityProperty | undefined)?.fieldNames ?? []).map((column) => `\`${column}\``));
}
