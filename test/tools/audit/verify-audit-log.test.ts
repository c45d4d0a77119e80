import { isIncluded } from '../../../src/audit/merkle.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenServiceBook } from '../../support/given-service-book.ts';
import { withoutTriggers } from '../../support/without-triggers.ts';

let book: Awaited<ReturnType<typeof givenServiceBook>>;
beforeAll(async () => { book = await givenServiceBook(); });
afterAll(() => book.close());

const verify = async (period = '2026-10') => {
  const answer = await book.call('auditor', 'verify_audit_log', { period });
  return { intact: answer.facts.find(({ key }) => key === 'intact')?.value, head: answer.facts.find(({ key }) => key === 'headHash')?.value, checked: answer.figures.find(({ key }) => key === 'entriesChecked')?.value, gaps: answer.tables[0]?.rows };
};

test('an untouched log is intact, and its head is the root of the tree', async () => {
  expect(await verify()).toMatchObject({ intact: true, checked: 3, gaps: [] });
  expect((await verify()).head).toMatch(/^[\da-f]{64}$/);
  expect(await verify('2026-11')).toMatchObject({ intact: true, checked: 0 });
});

test('one entry is proved by its place: the path leads from its hash to the head', async () => {
  const answer = await book.call('auditor', 'verify_audit_log', { entry: '1' });
  const said = (key: string) => answer.facts.find((one) => one.key === key)?.value;
  expect(said('entryAsWritten')).toBe(true);
  expect(said('placedUpTo')).toMatch(/^number 2 of 2026-10-/);
  const path = (answer.tables.find(({ key }) => key === 'path')?.rows ?? []).map((row) => Buffer.from(String(row[1]), 'hex'));
  const size = Number(answer.figures.find(({ key }) => key === 'ledgerSize')?.value);
  expect(isIncluded({ index: 1, size, leaf: Buffer.from(String(said('entryHash')), 'hex'), proof: path, root: Buffer.from(String(said('headHash')), 'hex') })).toBe(true);
  await expect(book.call('auditor', 'verify_audit_log', { entry: '99' })).rejects.toMatchObject({ code: 'not-found' });
});

test('an altered and a deleted entry are named by their place', async () => {
  const sql = await withoutTriggers(book.database);
  await sql("update AuditLogs set event = 'nothing.happened' where id = 'log-2'");
  expect(await verify()).toMatchObject({ intact: false, gaps: [[2, 'its content does not have its hash', 'log-2', expect.any(String)]] });
  await sql("delete from AuditLogs where id = 'log-1'");
  expect((await verify()).gaps?.[0]).toEqual([1, 'the entry of this place is missing', null, null]);
});
