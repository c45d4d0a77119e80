import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import { portfolioTools } from '../../../tools/portfolio-tools.ts';
import { givenBook } from '../../support/given-book.ts';

/** The least that each tool must be told besides whose portfolio is meant. */
const LEAST: Readonly<Record<string, Record<string, unknown>>> = {
  get_holding: { security: 'ACME' }, get_allocation: { by: 'sector' }, get_tax_summary: { taxYear: 2026 }, check_wash_sale: { security: 'ACME' }, project_goal: { goal: 'house' }, simulate_portfolio: { horizonYears: 1 },
  draft_order: { side: 'buy', security: 'ACME', quantity: 1 },
};
const portfolioed = portfolioTools.filter((tool) => hasField(tool, 'portfolio'));
const cliented = portfolioTools.filter((tool) => hasField(tool, 'client'));

function hasField(tool: (typeof portfolioTools)[number], field: string): boolean {
  const { shape } = tool.input as unknown as { shape: Record<string, unknown> }; // every input is a strict object
  return field in shape;
}

let book: Awaited<ReturnType<typeof givenBook>>;
beforeAll(async () => { book = await givenBook(); });
afterAll(() => book.close());

async function problemOf(call: Promise<unknown>) {
  const error: unknown = await call.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof AppError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return { code: error.code, message: error.publicMessage, hint: error.hint };
}

describe.each(portfolioed.map((tool) => tool.name))('%s', (name) => {
  test('answers about the own portfolio', async () => {
    const answer = await book.call('anna', name, { ...LEAST[name], portfolio: 'Alpine Growth' });
    expect(answer.title).not.toBe('');
    for (const figure of answer.figures) expect(figure.method).not.toBe('');
  });

  test("treats somebody else's portfolio like one that does not exist", async () => {
    const foreign = await problemOf(book.call('anna', name, { ...LEAST[name], portfolio: 'Baltic Income' }));
    const missing = await problemOf(book.call('anna', name, { ...LEAST[name], portfolio: 'Xyzzy Plugh' }));
    expect(foreign).toEqual(missing);
    expect(foreign.code).toBe('not-found');
  });

  test('does not reveal a portfolio by its id either', async () => {
    expect((await problemOf(book.call('advisor', name, { ...LEAST[name], portfolio: 'bravo' }))).code).toBe('not-found');
  });
});

describe.each(cliented.map((tool) => tool.name))('%s', (name) => {
  test("treats somebody else's client like one that does not exist", async () => {
    const foreign = await problemOf(book.call('advisor', name, { ...LEAST[name], client: 'Bert Olsen' }));
    const missing = await problemOf(book.call('advisor', name, { ...LEAST[name], client: 'Xyzzy Plugh' }));
    expect(foreign).toEqual(missing);
  });

  test('answers a client without any portfolio without inventing a figure', async () => {
    const said = await book.call('cleo', name, LEAST[name] ?? {}).then((answer) => JSON.stringify(answer), (error: unknown) => {
      if (error instanceof AppError) return `${error.code}: ${error.publicMessage}`;
      throw error;
    });
    expect(said).not.toMatch(/NaN|Infinity|Alpine|Baltic|7777/);
  });
});

test('an auditor reaches every client', async () => {
  expect((await book.call('auditor', 'get_portfolio_summary', { client: 'bert' })).figures[0]?.value).toBe('7777');
});
