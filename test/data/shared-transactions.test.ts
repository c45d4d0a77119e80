import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Statements } from '../../src/data/statements.ts';
import type { Database } from '../../src/db/open-database.ts';
import { openNativeSqlite } from '../../src/db/sqlite-dialect.ts';
import { Conversation } from '../../src/entities/communication/conversation.entity.ts';
import { givenDatabase } from '../support/databases.ts';
import { givenUser } from '../support/given-user.ts';

/** The embedded engine has one connection: who waits for it shares a transaction with the others. */
let folder: string;
let database: Database;
let statements: Statements;
let other: ReturnType<typeof openNativeSqlite>;
let user: string;
const row = (id: string) => ({ id, user, client: null, title: 'A title', channel: 'api' as const, personaRole: 'client' as const, status: 'open' as const, pinned: false, nextSequence: 1, createdAt: new Date('2026-11-23T09:00:00Z') });
/** What another connection sees: what is committed. */
const seen = (prefix: string) => other.prepare('select id from Conversations where id like ? order by id').all(`${prefix}%`).map((found) => found['id']);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'steward-shared-'));
  database = await givenDatabase('sqlite', join(folder, 'shared.sqlite'));
  statements = new Statements(database.orm.em.fork());
  user = (await givenUser(database.orm.em.fork())).id;
  other = openNativeSqlite(join(folder, 'shared.sqlite'));
});
afterAll(async () => {
  other.close();
  await database.close();
  rmSync(folder, { recursive: true });
});

test('whoever is told that something is stored finds it from any connection, also when forty wait at once', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `told-${String(index).padStart(2, '0')}`);
  const found = await Promise.all(names.map(async (name) => {
    const returned = await statements.transaction(async (tx) => {
      await tx.insert(Conversation, [row(name)]);
      return name;
    });
    return [returned, seen(name).length];
  }));
  expect(found).toEqual(names.map((name) => [name, 1]));
});

test('each work is all or nothing by itself: one that fails half-way takes nobody along and leaves nothing', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 12 }, async (_, index) => statements.transaction(async (tx) => {
    await tx.insert(Conversation, [row(`half-${index}`)]);
    if (index % 3 === 1) throw new Error('changed my mind');
    if (index % 3 === 2) await tx.insert(Conversation, [row(`half-${index}`)]);
    await tx.update(Conversation, { id: `half-${index}` }, { title: 'Done' });
  })));
  expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, (_, index) => (index % 3 === 0 ? 'fulfilled' : 'rejected')));
  expect(outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as Error).message] : []))).toEqual(Array.from({ length: 4 }, () => ['changed my mind', 'UNIQUE constraint failed: Conversations.id']).flat());
  expect(seen('half')).toEqual(['half-0', 'half-3', 'half-6', 'half-9']);
});

test('a commit that fails has failed for all who share it, and those who come later begin anew', async () => {
  const first = statements.transaction(async (tx) => tx.insert(Conversation, [row('first')])); // alone: it starts at once
  const together = [0, 1, 2].map(async (index) => statements.transaction(async (tx) => {
    if (index === 1) await tx.rows(sql`pragma defer_foreign_keys = on`);
    await tx.insert(Conversation, [index === 1 ? { ...row('bad-1'), user: 'nobody' } : row(`bad-${index}`)]);
  }));
  const outcomes = await Promise.allSettled([first, ...together]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
  expect(seen('bad')).toEqual([]);
  await statements.transaction(async (tx) => tx.insert(Conversation, [row('later')]));
  expect(seen('later')).toEqual(['later']);
});
