import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { isDuplicate } from '../../src/data/retry-conflicts.ts';
import { Statements } from '../../src/data/statements.ts';
import type { Database } from '../../src/db/open-database.ts';
import { Conversation } from '../../src/entities/communication/conversation.entity.ts';
import { PortfolioSnapshot } from '../../src/entities/portfolios/portfolio-snapshot.entity.ts';
import type { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';
import { givenClient } from '../support/given-client.ts';
import { givenPortfolio } from '../support/given-portfolio.ts';
import { givenUser } from '../support/given-user.ts';

describe.each(ENGINES)('statements past the mapper on %s', (engine) => {
  let database: Database;
  let statements: Statements;
  let portfolio: Portfolio;
  let userId: string;
  const em = () => database.orm.em.fork();
  beforeAll(async () => {
    database = await givenDatabase(engine);
    statements = new Statements(em());
    const user = await givenUser(em());
    userId = user.id;
    portfolio = await givenPortfolio(em(), await givenClient(em(), {}));
  });
  afterAll(() => database.close());

  const AT = new Date('2026-11-23T09:08:07.654Z');
  const conversation = (id: string, title = "Ö'; drop table Conversations; --") => ({ id, user: userId, client: null, title, channel: 'api' as const, personaRole: 'client' as const, status: 'open' as const, pinned: true, nextSequence: 1, createdAt: AT });
  const snapshot = {
    snapshotDate: isoDate('2026-11-20'), currency: 'EUR', valueBase: '123456789012345.6789', cashBase: '-0.0001', costBase: '0', netFlowBase: '0', incomeBase: '0', feesBase: '0', taxesBase: '0', realisedGainBase: '0',
    unitValue: 104.25, quality: 'complete' as const, missing: ['no price for "ACME"'], updatedAt: AT,
  };

  test('what is written reads back through the mapper as it was: text, flags, instants, days, exact decimals, lists, nothing', async () => {
    await statements.insert(Conversation, [conversation('c-1'), conversation('c-2', 'Second')]);
    expect(await em().find(Conversation, { id: ['c-1', 'c-2'] }, { orderBy: { id: 'asc' } })).toMatchObject([
      { id: 'c-1', title: "Ö'; drop table Conversations; --", pinned: true, createdAt: AT, lastMessageAt: null, client: null, version: 1 }, { id: 'c-2', title: 'Second' },
    ]);
    await statements.insert(PortfolioSnapshot, [{ ...snapshot, portfolio: portfolio.id }]);
    expect(await em().findOneOrFail(PortfolioSnapshot, { portfolio: portfolio.id })).toMatchObject(snapshot);
  });

  test('a change raises the version, tells how many rows it met, and meets only those that equal', async () => {
    await statements.insert(Conversation, [conversation('c-3')]);
    expect(await statements.update(Conversation, { id: 'c-3', version: 1 }, { title: 'Changed', pinned: false, lastMessageAt: AT })).toBe(1);
    expect(await statements.update(Conversation, { id: 'c-3', version: 1 }, { title: 'Too late' })).toBe(0);
    expect(await em().findOneOrFail(Conversation, { id: 'c-3' })).toMatchObject({ title: 'Changed', pinned: false, lastMessageAt: AT, version: 2 });
    expect(await statements.rows(sql<{ id: string }>`select id from Conversations where id = ${'c-3'} and last_message_at = ${statements.at(AT)}`)).toEqual([{ id: 'c-3' }]);
  });

  test('all of a transaction or nothing; a key that is there already is told apart from other errors', async () => {
    const twice = statements.transaction(async (tx) => {
      await tx.insert(Conversation, [conversation('c-4')]);
      await tx.insert(Conversation, [conversation('c-4')]);
    });
    const error: unknown = await twice.catch((reason: unknown) => reason);
    expect(isDuplicate(error)).toBe(true);
    expect(await em().count(Conversation, { id: 'c-4' })).toBe(0);
    const orphan: unknown = await statements.insert(Conversation, [{ ...conversation('c-5'), user: 'nobody' }]).catch((reason: unknown) => reason);
    expect(orphan).toBeInstanceOf(Error);
    expect(isDuplicate(orphan)).toBe(false);
  });

  test('fifty at once on one connection all get their turn, also after one has failed', async () => {
    const work = Array.from({ length: 50 }, async (_, index) => statements.transaction(async (tx) => {
      await tx.insert(Conversation, [conversation(`d-${index}`)]);
      if (index % 10 === 0) throw new Error('no');
    }).then(() => 1, () => 0));
    const done = await Promise.all(work);
    expect(done.filter((one) => one === 1)).toHaveLength(45);
    expect(await em().count(Conversation, { id: { $like: 'd-%' } })).toBe(45);
  });
});
