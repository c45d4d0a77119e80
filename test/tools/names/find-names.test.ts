import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NameIndex } from '../../../src/data/names/name-index.ts';
import type { NamedThing } from '../../../src/data/names/named-thing.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { givenBook, rowsOf } from '../../support/given-book.ts';

let book: Awaited<ReturnType<typeof givenBook>>;
beforeAll(async () => { book = await givenBook(); });
afterAll(() => book.close());

test('every mention in a question is found, misspelt and possessive ones too', async () => {
  const answer = await book.call('advisor', 'find_names', { text: "How did Anna Keler's alpine growth do, and does she still hold Globex or ACME?" });
  expect(rowsOf(answer, 'matches').map((row) => [row['kind'], row['name'], row['matchedText']])).toEqual(expect.arrayContaining([
    ['client', 'Anna Keller', 'Anna Keler'], ['portfolio', 'Alpine Growth', 'alpine growth'], ['security', 'Globex Energy Corp', 'Globex'], ['security', 'Acme Machines AG', 'ACME'],
  ]));
});

test('names out of reach are not found', async () => {
  expect(rowsOf(await book.call('anna', 'find_names', { text: 'What is in Baltic Income of Bert Olsen?' }), 'matches')).toEqual([]);
});

test('everyday words are no names', async () => {
  const answer = await book.call('advisor', 'find_names', { text: 'what growth and income did we have last year' });
  expect(rowsOf(answer, 'matches').filter((row) => Number(row['score']) >= 0.6)).toEqual([]);
});

test('help lists what the role can ask', async () => {
  expect(rowsOf(await book.call('auditor', 'get_help', {}), 'capabilities').map((row) => row['topic'])).toContain('Decisions');
});

describe('a book of names', () => {
  const things = [
    thing('anna-w', 'client', 'Anna Whitfield'), thing('anna-k', 'client', 'Anna Kowalski'), thing('hale', 'client', 'Robert and Susan Hale'),
    thing('fg', 'portfolio', 'Family Growth'), thing('fgp', 'portfolio', 'Family Growth Plus'), thing('ust', 'security', 'US Treasury 3.75% 2031'),
  ];
  const index = new NameIndex(things);
  const best = (text: string) => index.lookUp(text)[0]?.thing.id;

  test.each([['kowalsky', 'anna-k'], ['the Hales', 'hale'], ['susan hale', 'hale'], ['family growth', 'fg'], ['family growth plus', 'fgp'], ['treasury 2031', 'ust']])('%s means %s', (text, id) => {
    expect(best(text)).toBe(id);
  });

  test('a first name that two people share is not decided by chance', () => {
    expect(index.lookUp('Anna').map(({ thing: found, score }) => [found.id, score])).toEqual([['anna-w', 0.85], ['anna-k', 0.85]]);
  });
});

function thing(id: string, kind: NamedThing['kind'], name: string): NamedThing {
  return { id, kind, name, detail: '', clientId: null, clientName: null };
}

test('a reference that fits two clients asks back with both', async () => {
  const error: unknown = await book.call('auditor', 'get_portfolio_summary', { portfolio: 'xyzzy' }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AppError);
});
