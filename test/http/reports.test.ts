import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenServer } from '../support/given-server.ts';

let given: Awaited<ReturnType<typeof givenServer>>;
beforeAll(async () => { given = await givenServer(); });
afterAll(() => given.close());

test('a reader is offered the reports of the own role, runs them by GET, and a report of another role looks like none', async () => {
  const { cookies } = await given.signIn(given.anna.email);
  const list = await given.server.inject({ url: '/api/reports', cookies });
  expect(list.json<{ name: string }[]>().map(({ name }) => name)).toEqual(['underweights']);
  const report = await given.server.inject({ url: '/api/reports/underweights?all=true&limit=5', cookies });
  expect(report.json()).toMatchObject({ title: 'Underweight against target allocation' });
  const twice = await given.server.inject({ url: '/api/reports/underweights?limit=5&limit=6', cookies });
  expect([twice.statusCode, twice.headers['content-type'], twice.json<{ code: string }>().code]).toEqual([400, expect.stringContaining('application/problem+json'), 'invalid-input']);
  const hidden = await given.server.inject({ url: '/api/reports/risk_overview', cookies });
  expect(hidden.statusCode).toBe(404);
});

test('without a sign-in there is no report', async () => {
  expect((await given.server.inject({ url: '/api/reports/top_portfolios' })).statusCode).toBe(401);
});
