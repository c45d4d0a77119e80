import { afterAll, beforeAll, expect, test } from 'vitest';
import { TOOLS } from '../../tools/registry.ts';
import { ToolInvocation } from '../../src/entities/communication/tool-invocation.entity.ts';
import { givenServer } from '../support/given-server.ts';

let given: Awaited<ReturnType<typeof givenServer>>;
beforeAll(async () => { given = await givenServer(); });
afterAll(() => given.close());

interface Described { readonly openapi: string; readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly summary?: string; readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: unknown } } } }>>>> }

test('every route of the API and every tool of the registry is described, with its arguments', async () => {
  const { openapi, paths } = (await given.server.inject({ url: '/docs/json' })).json<Described>();
  expect(openapi).toBe('3.1.0');
  for (const path of ['/api/session', '/api/conversations', '/api/turns', '/api/approvals/{id}', '/api/widget-token', '/mcp']) expect(Object.keys(paths), path).toContain(path);
  for (const tool of TOOLS) expect(paths[`/api/tools/${tool.name}`]?.['post']?.requestBody?.content['application/json'].schema, tool.name).toMatchObject({ type: 'object' });
  const unnamed = Object.entries(paths).filter(([path]) => path.startsWith('/api')).flatMap(([path, methods]) => Object.entries(methods).filter(([, operation]) => !operation.summary).map(([method]) => `${method} ${path}`));
  expect(unnamed).toEqual([]);
});

test('every operation says who may call it, what it answers, and how it refuses; nothing is described that is not defined', async () => {
  const text = (await given.server.inject({ url: '/docs/json' })).body;
  const { paths, components, tags, security } = JSON.parse(text) as {
    readonly paths: Record<string, Record<string, { readonly tags?: string[]; readonly security?: object[]; readonly responses: Record<string, { readonly description: string; readonly content?: object }> }>>;
    readonly components: { readonly schemas: object; readonly securitySchemes: object }; readonly tags: { readonly name: string }[]; readonly security: object[];
  };
  const faults = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).flatMap(([method, { responses, tags: own = [], security: needs = security }]) => {
    const done = Object.entries(responses).filter(([status]) => status.startsWith('2'));
    const isOpen = needs.length === 0;
    return [
      ...(own.some((tag) => tags.some(({ name }) => name === tag)) ? [] : ['no tag']),
      ...(done.length === 1 && done.every(([status, { content }]) => status === '204' || content !== undefined) ? [] : ['no answer']),
      ...(['400', '401', '429', 'default', ...(isOpen ? [] : ['403', '404'])].every((status) => JSON.stringify(responses[status]?.content ?? '').includes('application/problem+json')) ? [] : ['no problems']),
      ...needs.flatMap((need) => Object.keys(need)).filter((name) => !(name in components.securitySchemes)),
    ].map((fault) => `${method} ${path}: ${fault}`);
  }));
  expect(faults).toEqual([]);
  expect([...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name).filter((name) => !(name in components.schemas))).toEqual([]);
  expect(paths['/api/reports/near_goals']?.['get']).toHaveProperty('parameters');
  expect(paths['/api/session']?.['post']?.security).toEqual([]);
});

test('the page itself is served, and runs under the content policy of every other page', async () => {
  const page = await given.server.inject({ url: '/docs/' });
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  expect(page.body).not.toMatch(/<script>[^<]/);
});

test('a tool called over HTTP answers within the caller\'s reach, and a refused call is on record too', async () => {
  const { cookies, headers } = await given.signIn(given.anna.email);
  const call = (payload: object) => given.server.inject({ method: 'POST', url: '/api/tools/get_help', cookies, headers, payload });
  expect((await call({})).json()).toMatchObject({ ok: true, result: { title: 'What I can help with' } });
  expect((await call({ clientId: 'other' })).json()).toMatchObject({ ok: false, result: { error: 'invalid-input' } });
  expect((await given.database.orm.em.fork().find(ToolInvocation, { user: given.anna.id })).map((row) => row.outcome).toSorted()).toEqual(['ok', 'refused']);
  expect((await given.server.inject({ method: 'POST', url: '/api/tools/get_help', payload: {} })).statusCode).toBe(401);
});
