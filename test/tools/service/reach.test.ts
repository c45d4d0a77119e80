import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import { serviceTools } from '../../../tools/service-tools.ts';
import { givenServiceBook, MARK, type Person } from '../../support/given-service-book.ts';

/** The least that each tool must be told besides whom it is about. */
const LEAST: Readonly<Record<string, Record<string, unknown>>> = {
  get_recommendation: { which: 'latest' }, draft_report: { kind: 'meeting_brief' }, screen_book: { criterion: 'not_contacted' }, query_records: { table: 'SupportTickets' }, get_decision: { recommendationNumber: 11 }, find_insights: { client: 'Anna Keller' }, tally_records: { kind: 'tool_calls', by: ['tool', 'client'] },
};
const reads = serviceTools.filter(({ effect }) => effect !== 'write');
const cliented = reads.filter((tool) => 'client' in shapeOf(tool) && tool.roles.some((role) => role !== 'auditor'));
const ROLE_OF: Readonly<Record<Person, string>> = { anna: 'client', bert: 'client', cleo: 'client', advisor: 'advisor', auditor: 'auditor' };

function shapeOf({ input }: (typeof serviceTools)[number]): object {
  return 'shape' in input && typeof input.shape === 'object' && input.shape !== null ? input.shape : {};
}

let book: Awaited<ReturnType<typeof givenServiceBook>>;
beforeAll(async () => { book = await givenServiceBook(); });
afterAll(() => book.close());

async function problemOf(call: Promise<unknown>) {
  const error: unknown = await call.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof AppError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return { code: error.code, message: error.publicMessage, hint: error.hint };
}

/** Everything that was said, or our own sentence where it was refused. */
async function said(as: Person, name: string, args: unknown): Promise<string> {
  return book.call(as, name, args).then((answer) => JSON.stringify(answer), (error: unknown) => {
    if (error instanceof AppError) return `${error.code}: ${error.publicMessage} ${error.hint ?? ''}`;
    throw error;
  });
}

describe.each(cliented.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  test.each((['advisor', 'anna'] as const).filter((person) => (tool.roles as readonly string[]).includes(ROLE_OF[person])))("treats somebody else's client like one that does not exist, asked by %s", async (person) => {
    const foreign = await problemOf(book.call(person, name, { ...LEAST[name], client: 'Bert Olsen' }));
    const missing = await problemOf(book.call(person, name, { ...LEAST[name], client: 'Xyzzy Plugh' }));
    expect(foreign).toEqual(missing);
    expect(foreign.code).toBe('not-found');
  });
});

describe.each(reads.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  const people = (['anna', 'cleo', 'advisor'] as const).filter((person) => (tool.roles as readonly string[]).includes(ROLE_OF[person]));
  test.each(people)('says nothing of Bert to %s', async (person) => {
    expect((await said(person, name, LEAST[name] ?? {})).toLowerCase()).not.toMatch(new RegExp(`${MARK}|bert`));
  });

  test('answers a client without records without inventing a figure', async () => {
    if (!(tool.roles as readonly string[]).includes('client')) return;
    expect(await said('cleo', name, LEAST[name] ?? {})).not.toMatch(/NaN|Infinity|Anna|undefined/);
  });

  test('gives each figure a method and a day', async () => {
    const person = (['anna', 'advisor', 'auditor'] as const).find((candidate) => (tool.roles as readonly string[]).includes(ROLE_OF[candidate]))!;
    const text = await said(person, name, LEAST[name] ?? {});
    if (!text.startsWith('{')) return;
    const { figures } = JSON.parse(text) as { figures: { method: string; asOf: string; value: unknown; reason?: string }[] };
    for (const figure of figures) expect(figure.method !== '' && /^\d{4}-\d{2}-\d{2}$/.test(figure.asOf) && (figure.value !== null || Boolean(figure.reason))).toBe(true);
  });
});

test('a recommendation of somebody else looks like a missing one', async () => {
  expect(await problemOf(book.call('anna', 'get_recommendation', { number: 12 }))).toEqual(await problemOf(book.call('anna', 'get_recommendation', { number: 999 })));
  expect(await problemOf(book.call('advisor', 'get_decision', { recommendationNumber: 12 }))).toEqual(await problemOf(book.call('advisor', 'get_decision', { recommendationNumber: 999 })));
});

test('an auditor reaches every client', async () => {
  expect(await said('auditor', 'list_tickets', { client: 'Bert Olsen' })).toContain(MARK);
});
