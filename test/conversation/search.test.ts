import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENGINES } from '../support/databases.ts';
import { givenTurns } from '../support/given-turns.ts';

describe.each(ENGINES)('searching conversations on %s', (engine) => {
  let given: Awaited<ReturnType<typeof givenTurns>>;
  let ids: readonly string[];
  beforeAll(async () => {
    given = await givenTurns(engine);
    given.model.script({ text: ['All is in order.'] });
    ids = [];
    for (const text of ['What of the Österreich bond?', 'Is a fee of 100% of costs usual?', 'Is a fee of 100 of costs usual?', 'Say note_a']) ids = [...ids, (await given.ask({ text })).conversationId];
    await given.ask({ text: 'What of the Österreich bond?' }, given.bert);
  });
  afterAll(() => given.close());
  const search = async (words: string, principal = given.anna) => given.turns.deps.store.search(principal, words, 10);

  test('finds words in questions and answers, capitals or not, newest first', async () => {
    expect(await search('Österreich')).toEqual([ids[0]]);
    expect(await search('BOND')).toEqual([ids[0]]);
    expect(await search('in ORDER')).toEqual(ids.toReversed());
  });

  test('signs that mean something to the database are taken as written', async () => {
    expect(await search('100%')).toEqual([ids[1]]);
    expect(await search('note_a')).toEqual([ids[3]]);
    expect(await search('note!a')).toEqual([]);
    expect(await search('%')).toEqual([ids[1]]);
    expect(await search("' or 1=1 --")).toEqual([]);
  });

  test('finds nothing of somebody else', async () => {
    expect(await search('usual', given.bert)).toEqual([]);
    expect(await search('bond', given.bert)).toHaveLength(1);
  });
});
