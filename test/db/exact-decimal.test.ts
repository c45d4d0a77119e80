import fc from '../support/property.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { openNativeSqlite } from '../../src/db/sqlite-dialect.ts';
import { decodeSortable, encodeSortable } from '../../src/entities/exact-decimal.type.ts';
import { Decimal } from '../../src/shared/decimal.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';

/** Any decimal with up to 20 digits, 4 of them after the point. */
const amount = fc.tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 20n - 1n })).map(([negative, digits]) => {
  const text = digits.toString().padStart(5, '0');
  return new Decimal(`${negative ? '-' : ''}${text.slice(0, -4)}.${text.slice(-4)}`).toFixed();
});

describe('sortable decimal text', () => {
  test('order of texts is order of numbers, and nothing is lost', () => {
    fc.assert(fc.property(amount, amount, (a, b) => {
      const [left, right] = [encodeSortable(new Decimal(a).toFixed(4), 4), encodeSortable(new Decimal(b).toFixed(4), 4)];
      expect(Math.sign(left < right ? -1 : left > right ? 1 : 0)).toBe(new Decimal(a).comparedTo(b));
      expect(new Decimal(decodeSortable(left)).eq(a)).toBe(true);
    }));
  });
});

describe.each(ENGINES)('exact decimals on %s', (engine) => {
  let database: Database;
  beforeAll(async () => { database = await givenDatabase(engine); });
  afterAll(() => database?.close());

  test('round trip, equality, order and sum are exact for 20-digit values', async () => {
    const em = database.orm.em.fork();
    const sum = engine === 'sqlite' ? 'dec_sum(amount)' : 'sum(amount)';
    const { ExactDecimalType } = await import('../../src/entities/exact-decimal.type.ts');
    const type = new ExactDecimalType(20, 4);
    const platform = em.getPlatform();
    await em.getConnection().execute(`create table exact_probe (id integer primary key, amount ${type.getColumnType({} as never, platform)} not null)`);
    await fc.assert(fc.asyncProperty(fc.array(amount, { minLength: 1, maxLength: 30 }), async (amounts) => {
      await em.getConnection().execute('delete from exact_probe');
      const stored = amounts.map((value) => type.convertToDatabaseValue(value, platform));
      await em.getConnection().execute(`insert into exact_probe (id, amount) values ${stored.map((_, index) => `(${index}, ?)`).join(', ')}`, stored);
      const rows = await em.getConnection().execute<{ id: number; amount: string }[]>('select id, amount from exact_probe order by amount, id');
      const expected = amounts.map((value, id) => ({ id, value: new Decimal(value) })).toSorted((a, b) => a.value.comparedTo(b.value) || a.id - b.id);
      expect(rows.map((row: { id: number }) => row.id)).toEqual(expected.map((row) => row.id));
      expect(rows.every((row: { amount: string }, index: number) => new Decimal(type.convertToJSValue(row.amount, platform)).eq(expected[index]!.value))).toBe(true);
      const [total] = await em.getConnection().execute<{ total: string }[]>(`select ${sum} as total from exact_probe`);
      expect(new Decimal(type.convertToJSValue(total!.total, platform)).eq(amounts.reduce((all, value) => all.plus(value), new Decimal(0)))).toBe(true);
    }), { numRuns: 40 });
    await em.getConnection().execute('drop table exact_probe');
  });
});

test('a sum over no rows is missing, not zero', () => {
  const db = openNativeSqlite(':memory:');
  expect(db.prepare("select dec_sum(x) as total from (select '1' as x where 1 = 0)").get()).toEqual({ total: null });
  db.close();
});
