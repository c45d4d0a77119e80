import assert from 'node:assert/strict';
import type { EntityProperty } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { describe, expect, test } from 'vitest';
import type { ScopedDb } from '../../src/access/scoped-db.ts';
import { scopedDbs } from '../../src/access/scoped-dbs.ts';
import { AppError } from '../../src/shared/errors.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';
import { columnValue, requiredValues } from '../support/given-row.ts';
import { nextNumber } from '../support/given-sequence.ts';
import { seededRandom } from '../support/random-portfolio.ts';
import { givenWholeFirm, maySee, type Firm, type FirmTable, type Key, type OwnedRow, type Persona } from './whole-firm.ts';

const ATTEMPTS = { sqlite: 11_000, mariadb: 3_000 } as const;
const SECRETS = /passwordHash|personalKey|idHash|taxNumber/;

type Random = () => number;
type Answer = { readonly rows: readonly string[] } | { readonly count: number } | { readonly refused: string } | { readonly done: true };

describe.each(ENGINES)('on %s', (engine) => {
  test('no persona sees or changes a foreign row through any door, and a foreign id answers like an absent one', async () => {
    const database = await givenDatabase(engine);
    const em = database.orm.em as SqlEntityManager;
    const firm = await givenWholeFirm(em.fork());
    expect(firm.tables.filter((table) => table.rows.length === 0).map((table) => table.meta.className)).toEqual([]);
    const open = scopedDbs({ em, onDenied: async () => undefined });
    const random = seededRandom(20_261_123);
    const tally: Tally = { attempts: 0, tables: new Set(), outcomes: new Map() };
    for (const persona of firm.personas) {
      const before = await foreignRows(em, firm, persona);
      const drive = new Drive(firm, persona, open(persona.principal), random, tally);
      await drive.wholeTables();
      const until = tally.attempts + ATTEMPTS[engine] / firm.personas.length;
      while (tally.attempts < until) await drive.once();
      await drive.commitUpdates();
      expect(await foreignRows(em, firm, persona)).toEqual(before);
    }
    // At the end, for it takes the firm apart: what a removal takes along must be the remover's own as well.
    for (const persona of firm.personas) {
      const before = await foreignRows(em, firm, persona);
      await new Drive(firm, persona, open(persona.principal), random, tally).commitRemovals();
      expect(await foreignRows(em, firm, persona)).toEqual(before);
    }
    for (const door of ['update', 'removal']) expect(tally.outcomes.get(`committed ${door}`) ?? 0).toBeGreaterThan(0);
    expect(tally.attempts).toBeGreaterThanOrEqual(ATTEMPTS[engine]);
    expect(tally.tables.size).toBe(71);
    // Each kind of write was really granted sometimes: a door that refuses everybody would prove nothing.
    for (const door of ['create', 'update', 'remove']) expect(tally.outcomes.get(`${door} own done`) ?? 0).toBeGreaterThan(ATTEMPTS[engine] / 500);
    await database.close();
  });
});

interface Tally {
  attempts: number;
  readonly tables: Set<string>;
  readonly outcomes: Map<string, number>;
}

class Undo extends Error {}

class Drive {
  readonly #firm: Firm;
  readonly #persona: Persona;
  readonly #db: ScopedDb;
  readonly #random: Random;
  readonly #tally: Tally;

  constructor(firm: Firm, persona: Persona, db: ScopedDb, random: Random, tally: Tally) {
    this.#firm = firm;
    this.#persona = persona;
    this.#db = db;
    this.#random = random;
    this.#tally = tally;
  }

  /** Unconditional reads of each table: exactly the visible rows, no more and no fewer, and never a secret. */
  async wholeTables(): Promise<void> {
    for (const table of this.#firm.tables) {
      const visible = table.rows.filter((row) => maySee(this.#persona, table, row));
      const populate = (table.meta.relations as EntityProperty[]).map(({ name }) => name);
      const rows = (await this.#db.find(table.entity, {} as never, { populate })) as readonly Key[];
      assert.deepStrictEqual({ table: table.meta.className, keys: rows.map((row) => keyText(table, row)).toSorted() }, { table: table.meta.className, keys: visible.map((row) => keyText(table, row.key)).toSorted() });
      assert.doesNotMatch(JSON.stringify(rows), SECRETS);
      for (const row of rows) for (const name of populate) this.#expectVisibleRelation(table, name, row[name] as Key | null);
      assert.deepStrictEqual(await this.#db.count(table.entity), visible.length);
      const [totals] = await this.#db.aggregate({ entity: table.entity, aggregates: { n: { fn: 'count' } } });
      assert.deepStrictEqual(totals?.['n'], visible.length);
      this.#tally.attempts += 3;
      this.#tally.tables.add(table.meta.tableName);
    }
  }

  #expectVisibleRelation(table: FirmTable, name: string, related: Key | null): void {
    if (!related || Object.keys(related).length === 1) return;
    const target = this.#firm.tables.find(({ meta }) => meta.className === (table.meta.properties[name as never] as EntityProperty).targetMeta!.className)!;
    const row = target.rows.find((candidate) => keyText(target, candidate.key) === keyText(target, related))!;
    assert.deepStrictEqual({ of: table.meta.className, name, visible: maySee(this.#persona, target, row) }, { of: table.meta.className, name, visible: true });
  }

  async once(): Promise<void> {
    const table = pick(this.#random, this.#firm.tables)!;
    const row = pick(this.#random, table.rows)!;
    const door = pick(this.#random, ['find', 'findOne', 'orNotFound', 'count', 'aggregate', 'populate', 'byParent', 'create', 'update', 'remove', 'reparent'] as const)!;
    if (door === 'create' || door === 'reparent' || door === 'byParent') return this.#throughRelation(door, table, row);
    const own = maySee(this.#persona, table, row);
    const answer = await this.#knock(door, table, row.key);
    this.#note(`${door} ${own ? 'own' : 'other'} ${'done' in answer ? 'done' : 'refused' in answer ? 'refused' : 'read'}`);
    if (own) return;
    assert.deepStrictEqual({ door, table: table.meta.className, answer }, { door, table: table.meta.className, answer: await this.#knock(door, table, absentKey(row.key)) });
    assert.ok(!('done' in answer));
    if ('rows' in answer) assert.deepStrictEqual(answer.rows, []);
    if ('count' in answer) assert.deepStrictEqual(answer.count, 0);
  }

  /** Creates, moves or filters by a relation that names an own, a foreign or an absent row. */
  async #throughRelation(door: 'create' | 'reparent' | 'byParent', table: FirmTable, row: OwnedRow): Promise<void> {
    const relation = pick(this.#random, Object.keys(row.relations));
    const mine = table.rows.find((candidate) => maySee(this.#persona, table, candidate) && relation !== undefined && relation in candidate.relations);
    if (relation === undefined) return;
    const target = this.#firm.tables.find(({ meta }) => meta.className === (table.meta.properties[relation as never] as EntityProperty).targetMeta!.className)!;
    const pointed = pick(this.#random, target.rows)!;
    const id = pointed.key[String(target.meta.primaryKeys[0])];
    const visible = maySee(this.#persona, target, pointed);
    if (door === 'byParent') {
      const rows = (await this.#db.find(table.entity, { [relation]: pick(this.#random, [id, { [String(target.meta.primaryKeys[0])]: { $eq: id } }]) } as never)) as readonly Key[];
      for (const found of rows) assert.deepStrictEqual(table.rows.some((candidate) => keyText(table, candidate.key) === keyText(table, found) && maySee(this.#persona, table, candidate)), true);
      return this.#note('byParent read');
    }
    const answer = await this.#write(door, table, mine, relation, id);
    this.#note(`${door} ${visible ? 'own' : 'other'} ${'done' in answer ? 'done' : 'refused'}`);
    // A row may go on pointing where it points already: that changes nothing and tells nothing.
    if (visible || (door === 'reparent' && mine?.relations[relation] === id)) return;
    assert.ok('refused' in answer, JSON.stringify({ door, table: table.meta.className, relation, id, answer }));
    assert.deepStrictEqual({ door, table: table.meta.className, relation, answer }, { door, table: table.meta.className, relation, answer: await this.#write(door, table, mine, relation, 'absent') });
  }

  #write(door: 'create' | 'reparent', table: FirmTable, mine: OwnedRow | undefined, relation: string, id: unknown): Promise<Answer> {
    return this.#undone(async (tx) => {
      if (door === 'create') return tx.create(table.entity, { ...requiredValues(table.meta, nextNumber()), ...mine?.relations, [relation]: id } as never);
      return tx.update(table.entity, (mine?.key ?? absentKey(table.rows[0]!.key)) as never, { [relation]: id } as never);
    });
  }

  async #knock(door: 'find' | 'findOne' | 'orNotFound' | 'count' | 'aggregate' | 'populate' | 'update' | 'remove', table: FirmTable, key: Key): Promise<Answer> {
    const { entity, meta } = table;
    const where = key as never;
    const populate = (meta.relations as EntityProperty[]).map(({ name }) => name);
    switch (door) {
      case 'find':
        return rowsOf(await this.#db.find(entity, where));
      case 'findOne':
        return rowsOf([await this.#db.findOne(entity, where)].filter(Boolean));
      case 'orNotFound':
        return refusal(async () => this.#db.findOneOrNotFound(entity, where));
      case 'populate':
        return rowsOf(await this.#db.find(entity, where, { populate }));
      case 'count':
        return { count: await this.#db.count(entity, where) };
      case 'aggregate':
        return { count: (await this.#db.aggregate({ entity, where, groupBy: meta.primaryKeys.map(String), aggregates: { n: { fn: 'count' } } })).length };
      case 'update':
        return this.#undone(async (tx) => tx.update(entity, where, someChange(table) as never));
      case 'remove':
        return this.#undone(async (tx) => tx.remove(entity, where));
    }
  }

  /** Changes every row of the firm that lets itself be changed, for good. Keys and relations stay, so the firm is still as described. */
  async commitUpdates(): Promise<void> {
    for (const table of this.#firm.tables) {
      for (const { key } of table.rows) await this.#committed('update', async (tx) => tx.update(table.entity, key as never, someChange(table) as never));
    }
  }

  /** Removes every row that lets itself be removed, children first, for good. */
  async commitRemovals(): Promise<void> {
    for (const table of this.#firm.tables.toReversed()) {
      for (const { key } of table.rows) await this.#committed('removal', async (tx) => tx.remove(table.entity, key as never));
    }
  }

  async #committed(door: 'update' | 'removal', work: Parameters<ScopedDb['transaction']>[0]): Promise<void> {
    const answer = await refusal(async () => this.#db.transaction(work));
    this.#note('done' in answer ? `committed ${door}` : `refused ${door}`);
  }

  /** Runs a write and undoes it, so that the firm stays whole for the next. */
  async #undone(work: Parameters<ScopedDb['transaction']>[0]): Promise<Answer> {
    return refusal(async () => {
      await this.#db
        .transaction(async (tx) => {
          await work(tx);
          throw new Undo();
        })
        .catch((error: unknown) => {
          if (!(error instanceof Undo)) throw error;
        });
    });
  }

  #note(outcome: string): void {
    this.#tally.attempts += 1;
    this.#tally.outcomes.set(outcome, (this.#tally.outcomes.get(outcome) ?? 0) + 1);
  }
}

async function refusal(work: () => Promise<unknown>): Promise<Answer> {
  try {
    await work();
    return { done: true };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { refused: JSON.stringify([error.code, error.publicMessage, error.hint, Object.keys(error)]) };
  }
}

function rowsOf(rows: readonly unknown[]): Answer {
  return { rows: rows.map((row) => JSON.stringify(row)) };
}

function someChange(table: FirmTable): Key {
  const property = (table.meta.props as EntityProperty[]).find((prop) => !prop.primary && !prop.targetMeta && !prop.version && table.description.sensitivityOf(prop.name) !== 'secret');
  return property ? { [property.name]: columnValue(table.meta, property, nextNumber()) } : {};
}

function absentKey(key: Key): Key {
  return Object.fromEntries(Object.entries(key).map(([name, value]) => [name, typeof value !== 'string' ? value : /^\d{4}-\d\d-\d\d$/.test(value) ? '1970-01-01' : 'absent'.slice(0, Math.max(value.length, 3))]));
}

function keyText(table: FirmTable, row: Key): string {
  return table.meta.primaryKeys.map((name) => {
    const value = row[String(name)];
    return typeof value === 'object' && value !== null && !(value instanceof Date) ? String(Object.values(value)[0]) : JSON.stringify(value);
  }).map((part) => part.replaceAll('"', '')).join('/');
}

function pick<T>(random: Random, list: readonly T[]): T | undefined {
  return list[Math.floor(random() * list.length)];
}

/** Everything in the database that the persona may not see, as text. */
async function foreignRows(em: SqlEntityManager, firm: Firm, persona: Persona): Promise<Record<string, string[]>> {
  const out: Record<string, string[]> = {};
  for (const table of firm.tables) {
    const mine = new Set(table.rows.filter((row) => maySee(persona, table, row)).map((row) => keyText(table, row.key)));
    const rows = (await em.fork().find(table.entity, {})) as unknown as Key[];
    out[table.meta.tableName] = rows.filter((row) => !mine.has(keyText(table, keyOf(table, row)))).map((row) => JSON.stringify(row)).toSorted();
  }
  return out;
}

function keyOf(table: FirmTable, row: Key): Key {
  return Object.fromEntries(table.meta.primaryKeys.map((name) => {
    const target = (table.meta.properties[name] as EntityProperty).targetMeta;
    const value = row[String(name)];
    return [name, target ? (value as Key)[String(target.primaryKeys[0])] : value];
  }));
}
