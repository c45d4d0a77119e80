import { afterAll, beforeAll, expect, test } from 'vitest';
import { PortfolioTag } from '../../../src/entities/tagging/portfolio-tag.entity.ts';
import { TagAssignment } from '../../../src/entities/tagging/tag-assignment.entity.ts';
import { Tag } from '../../../src/entities/tagging/tag.entity.ts';
import { figureOf, givenBook, rowsOf } from '../../support/given-book.ts';

let book: Awaited<ReturnType<typeof givenBook>>;
beforeAll(async () => {
  book = await givenBook();
  const em = book.fork();
  await em.insertMany(Tag, [{ id: 'family', name: 'Family' }, { id: 'empty', name: 'Nobody yet' }, { id: 'vip', name: 'Anniversary' }]);
  await em.insertMany(PortfolioTag, [{ tag: 'family', portfolio: 'alpha', assignedAt: new Date(0) }, { tag: 'family', portfolio: 'bravo', assignedAt: new Date(0) }]);
  await em.insertMany(TagAssignment, [{ tag: 'vip', client: 'anna', assignedAt: new Date(0) }, { tag: 'vip', client: 'bert', assignedAt: new Date(0) }]);
});
afterAll(() => book.close());

test('the value of what carries a tag counts only the tagged portfolios in reach', async () => {
  const answer = await book.call('advisor', 'get_portfolio_summary', { tag: 'family' });
  expect(rowsOf(answer, 'portfolios').map(({ name }) => name)).toEqual(['Alpine Growth']);
  // The book's totals are in the firm's currency: 11,880 EUR at 0.95 EUR per USD.
  expect(Number(figureOf(answer, 'valueBase'))).toBeCloseTo(11_880 / 0.95, 2);
});

test('a tag on a client counts for the client\u2019s portfolios', async () => {
  const answer = await book.call('advisor', 'get_portfolio_summary', { tag: 'Anniversary' });
  expect(rowsOf(answer, 'portfolios').map(({ name }) => name)).toEqual(['Alpine Growth']);
});

test('a tag that nothing carries leaves no value rather than zero', async () => {
  const answer = await book.call('advisor', 'get_portfolio_summary', { tag: 'Nobody yet' });
  expect([figureOf(answer, 'valueBase'), rowsOf(answer, 'portfolios')]).toEqual([null, []]);
});

test('clients know no tags', async () => {
  await expect(book.call('anna', 'get_portfolio_summary', { tag: 'family' })).rejects.toThrow(/tag/i);
});
