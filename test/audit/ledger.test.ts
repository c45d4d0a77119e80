import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readCheckpoint, signCheckpoint, signingKey } from '../../src/audit/checkpoint.ts';
import { CheckpointStore } from '../../src/audit/checkpoint-store.ts';
import { sequenceEntries } from '../../src/audit/ledger.ts';
import { LedgerPlacer } from '../../src/audit/ledger-placer.ts';
import { EMPTY_ROOT, merkleRoot } from '../../src/audit/merkle.ts';
import { erasePersonalKey, personalSeal, readPersonal } from '../../src/audit/personal-part.ts';
import { proveEntry } from '../../src/audit/prove-entry.ts';
import { recordAudit } from '../../src/audit/record.ts';
import { signLedger } from '../../src/audit/sign-ledger.ts';
import { verifyLedger } from '../../src/audit/verify-ledger.ts';
import type { Database } from '../../src/db/open-database.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { idSource } from '../../src/shared/ids.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';
import { givenUser } from '../support/given-user.ts';
import { withoutTriggers } from '../support/without-triggers.ts';

const clock = systemClock(() => new Date());
const tools = { clock, newId: idSource(() => Date.now()) };
const key = signingKey(randomBytes(32).toString('base64url'));

async function givenEntries(database: Database, count: number): Promise<void> {
  const em = database.orm.em.fork();
  for (let index = 0; index < count; index += 1) {
    recordAudit(em, { actorId: `user-${index % 7}`, actorRole: 'advisor', event: 'portfolio.viewed', decision: 'allowed', objectType: 'Portfolios', objectId: `p-${index}`, detail: { index, note: 'näher — 見る' } }, tools);
  }
  await em.flush();
  await sequenceEntries(database.orm.em, clock);
}

describe.each(ENGINES)('the ledger on %s', (engine) => {
  let database: Database;
  let folder: string;
  let store: CheckpointStore;

  beforeEach(async () => {
    database = await givenDatabase(engine);
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    store = new CheckpointStore(folder, key);
    return async () => {
      await database.close();
      rmSync(folder, { recursive: true });
    };
  });

  test('gives every committed entry one place, oldest first, also when several appenders run at once', async () => {
    const em = database.orm.em.fork();
    for (let index = 0; index < 1_203; index += 1) recordAudit(em, { actorId: null, actorRole: 'service', event: 'job.ran', decision: 'done', detail: { index } }, tools);
    await em.flush();
    const placed = await Promise.all([1, 2, 3].map(() => sequenceEntries(database.orm.em, clock)));
    expect(placed.reduce((sum, count) => sum + count, 0)).toBe(1_203);
    const rows = await database.orm.em.fork().find(AuditLog, {}, { orderBy: { sequence: 'asc' } });
    expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, index) => index));
    expect(rows.map(({ occurredAt }) => occurredAt.getTime())).toEqual(rows.map(({ occurredAt }) => occurredAt.getTime()).toSorted((left, right) => left - right));
  });

  test('signs only what continues the last checkpoint, and a proof holds without any code of ours', async () => {
    await givenEntries(database, 12);
    const first = await signLedger(database.orm.em, store);
    await givenEntries(database, 9);
    const second = await signLedger(database.orm.em, store);
    expect([first?.size, second?.size]).toEqual([12, 21]);
    const state = await verifyLedger(database.orm.em, { checkpoints: store.all(), keptLeaves: store.leaves(second!) });
    expect(state).toMatchObject({ isIntact: true, size: 21, waiting: 0 });

    const rows = await database.orm.em.fork().find(AuditLog, {}, { orderBy: { sequence: 'asc' } });
    const script = resolve(import.meta.dirname, '../../scripts/verify-proof.mjs');
    const proofFile = join(folder, 'proof.json');
    for (const row of [rows[0]!, rows[11]!, rows[20]!]) {
      const proof = await proveEntry(database.orm.em, row.id, { leaves: state.leaves, note: store.note(21) });
      writeFileSync(proofFile, JSON.stringify(proof));
      expect(execFileSync(process.execPath, [script, proofFile, join(folder, 'verifier-key')], { encoding: 'utf8' })).toContain(`Proved: entry ${row.id}`);
      writeFileSync(proofFile, JSON.stringify({ ...proof, entry: { ...(proof.entry as object), decision: 'denied' } }));
      expect(() => execFileSync(process.execPath, [script, proofFile, join(folder, 'verifier-key')], { stdio: 'pipe' })).toThrow(/Not proved/);
    }
  });

  test('damage is never signed over', async () => {
    await givenEntries(database, 5);
    await signLedger(database.orm.em, store);
    await givenEntries(database, 3);
    const sql = await withoutTriggers(database);
    await sql("update AuditLogs set event = 'portfolio.deleted' where sequence = 6");
    await expect(signLedger(database.orm.em, store)).rejects.toThrow(/Entry 6 .* was altered/);
    expect(store.all()).toHaveLength(1);
  });

  test('the personal part is readable until the key is erased; leaf, place and proof stay', async () => {
    const em = database.orm.em.fork();
    const user = await givenUser(em, {});
    const seal = (await personalSeal(em, user.id))!;
    const { id } = recordAudit(em, { actorId: user.id, actorRole: 'client', event: 'session.started', decision: 'allowed', personal: { seal, data: { ipAddress: '192.0.2.7' } } }, tools);
    const other = recordAudit(em, { actorId: user.id, actorRole: 'client', event: 'session.started', decision: 'allowed', personal: { seal: (await personalSeal(em, user.id))!, data: { ipAddress: '192.0.2.8' } } }, tools).id;
    await em.flush();
    await sequenceEntries(database.orm.em, clock);
    const before = await signLedger(database.orm.em, store);
    const entry = await database.orm.em.fork().findOneOrFail(AuditLog, { id });
    expect(entry.personalCipher).not.toContain('192.0.2.7');
    expect(await readPersonal(em.fork(), entry)).toEqual({ ipAddress: '192.0.2.7' });
    const moved = { id, personId: user.id, personalCipher: (await database.orm.em.fork().findOneOrFail(AuditLog, { id: other })).personalCipher };
    expect(await readPersonal(em.fork(), moved)).toMatchObject({ kind: 'undefined' });

    expect(await erasePersonalKey(em.fork(), user.id)).toBe(true);
    expect(await readPersonal(em.fork(), entry)).toMatchObject({ reason: 'the personal data was erased' });
    await personalSeal(em.fork(), user.id);
    expect(await readPersonal(em.fork(), entry)).toMatchObject({ kind: 'undefined' });
    expect(await verifyLedger(database.orm.em, { checkpoints: [before!] })).toMatchObject({ isIntact: true, size: 2 });
  });
});

test('a running server gives entries their places by itself, and the last of them when it stops', async () => {
  const database = await givenDatabase('sqlite');
  const failures: unknown[] = [];
  const placer = new LedgerPlacer({ em: database.orm.em, clock, everyMs: 20, onFailure: (error) => failures.push(error) });
  placer.start();
  const add = async (): Promise<void> => {
    const em = database.orm.em.fork();
    recordAudit(em, { actorId: null, actorRole: 'service', event: 'job.ran', decision: 'done' }, tools);
    await em.flush();
  };
  const waiting = () => database.orm.em.fork().count(AuditLog, { sequence: null });
  await add();
  await expect.poll(waiting).toBe(0);
  await add();
  await expect.poll(waiting).toBe(0);
  await add();
  await placer.stop();
  expect([await waiting(), failures]).toEqual([0, []]);
  await database.close();
});

test('a checkpoint of nothing, an altered one and one of another key are refused', () => {
  expect(() => readCheckpoint(signCheckpoint({ size: 0, root: EMPTY_ROOT }, key), key)).toThrow(/vouches for nothing/);
  const note = signCheckpoint({ size: 3, root: merkleRoot([randomBytes(32)]) }, key);
  expect(() => readCheckpoint(note.replace('\n3\n', '\n4\n'), key)).toThrow(/not signed/);
  expect(() => readCheckpoint(note, signingKey(randomBytes(32).toString('base64url')))).toThrow(/not signed/);
  expect(readCheckpoint(note, key).size).toBe(3);
});

describe('1,000 random tamperings', () => {
  const SIZE = 120;
  const SIGNED = 100;
  let database: Database;
  let sql: Awaited<ReturnType<typeof withoutTriggers>>;
  let folder: string;
  let evidence: Parameters<typeof verifyLedger>[1];

  beforeAll(async () => {
    database = await givenDatabase('sqlite');
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    await givenEntries(database, SIGNED);
    const store = new CheckpointStore(folder, key);
    const checkpoint = (await signLedger(database.orm.em, store))!;
    await givenEntries(database, SIZE - SIGNED);
    sql = await withoutTriggers(database);
    evidence = { checkpoints: [checkpoint], keptLeaves: store.leaves(checkpoint) };
  });
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  /** Pseudo-random, the same in every run. */
  let state = 20_261_125;
  const below = (bound: number): number => {
    state = Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9;
    return ((state ^ (state >>> 13)) >>> 0) % bound;
  };
  const COLUMNS = ['event', 'actor_id', 'actor_role', 'decision', 'object_id', 'detail', 'occurred_at', 'leaf_hash'] as const;

  /** Each changes the table; the second value is the first place that is then wrong. */
  const TAMPERINGS: readonly ((place: number) => Promise<number>)[] = [
    async function alter(place) {
      const column = COLUMNS[below(COLUMNS.length)]!;
      if (column === 'occurred_at') await sql(`update AuditLogs set occurred_at = occurred_at + 1 where sequence = ${place}`);
      else if (column === 'decision') await sql(`update AuditLogs set decision = 'denied' where sequence = ${place}`);
      else if (column === 'detail') await sql(`update AuditLogs set detail = json_set(detail, '$.index', ${place + 1_000}) where sequence = ${place}`);
      else if (column === 'leaf_hash') await sql(`update AuditLogs set leaf_hash = substr(leaf_hash, 2) || case substr(leaf_hash, 1, 1) when 'a' then 'b' else 'a' end where sequence = ${place} and substr(leaf_hash, 2) || 'a' <> leaf_hash`);
      else await sql(`update AuditLogs set ${column} = ${column} || 'x' where sequence = ${place}`);
      return place;
    },
    async function remove(place) {
      // The last entries are not signed yet: deleting from their end is found by the next checkpoint at the latest, so the intruder is given the others.
      const victim = place === SIZE - 1 ? place - 1 : place;
      await sql(`delete from AuditLogs where sequence = ${victim}`);
      return victim;
    },
    async function removeAndCloseTheGap(place) {
      const victim = place % SIGNED;
      await sql(`delete from AuditLogs where sequence = ${victim}`);
      await sql(`update AuditLogs set sequence = -sequence where sequence > ${victim}`);
      await sql('update AuditLogs set sequence = -sequence - 1 where sequence < 0');
      return victim;
    },
    async function swap(place) {
      const first = place % (SIGNED - 1);
      await sql(`update AuditLogs set sequence = 1000000 where sequence = ${first}`);
      await sql(`update AuditLogs set sequence = ${first} where sequence = ${first + 1}`);
      await sql(`update AuditLogs set sequence = ${first + 1} where sequence = 1000000`);
      return first;
    },
    async function truncate(place) {
      const from = place % SIGNED;
      await sql(`delete from AuditLogs where sequence >= ${from}`);
      return from;
    },
    async function rollBackAndGoOn(place) {
      // An older state of the database, after which life went on: as many entries as before, but not those that were signed.
      const from = place % SIGNED;
      await sql(`delete from AuditLogs where sequence >= ${from}`);
      await givenEntries(database, SIZE - from);
      return from;
    },
  ];

  test('are all found, each at its first bad entry', async () => {
    expect(await verifyLedger(database.orm.em, evidence)).toMatchObject({ isIntact: true, size: SIZE });
    await sql('create table kept as select * from AuditLogs');
    const missed: string[] = [];
    for (let run = 0; run < 1_000; run += 1) {
      const tampering = TAMPERINGS[run % TAMPERINGS.length]!;
      const place = below(SIZE);
      const first = await tampering(place);
      const { problem } = await verifyLedger(database.orm.em, evidence);
      if (problem?.sequence !== first) missed.push(`${tampering.name} at ${place}: expected ${first}, found ${problem?.sequence ?? 'nothing'}`);
      await sql('delete from AuditLogs');
      await sql('insert into AuditLogs select * from kept');
    }
    expect(missed).toEqual([]);
    expect(await verifyLedger(database.orm.em, evidence)).toMatchObject({ isIntact: true, size: SIZE });
  }, 180_000);

  test('without the kept leaf hashes, a checkpoint alone still finds a history that was rewritten consistently', async () => {
    await sql(`delete from AuditLogs where sequence >= 40`);
    await givenEntries(database, SIZE - 40);
    const { problem } = await verifyLedger(database.orm.em, { checkpoints: evidence.checkpoints });
    expect(problem).toMatchObject({ fault: 'root-differs' });
    expect(readFileSync(join(folder, 'verifier-key'), 'utf8')).toMatch(/^steward\/audit-ledger\+[0-9a-f]{8}\+/);
  });
});
