import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolvePrincipal } from '../../src/access/resolve-principal.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { ToolInvocation } from '../../src/entities/communication/tool-invocation.entity.ts';
import { settleByCard } from '../../src/conversation/decide-approval.ts';
import { mcpServerFor } from '../../src/http/mcp-server.ts';
import { TOOLS } from '../../tools/registry.ts';
import { givenTools, TODAY } from '../support/given-faulty-turn.ts';
import { givenDatabase } from '../support/databases.ts';
import { givenClient } from '../support/given-client.ts';
import { givenServer } from '../support/given-server.ts';
import { givenUser } from '../support/given-user.ts';

let given: Awaited<ReturnType<typeof givenServer>>;
let address: string;
const clients: Client[] = [];
beforeAll(async () => {
  given = await givenServer();
  address = await given.server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await given.close();
});

async function connected(transport: Transport): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  clients.push(client);
  return client;
}

async function overHttp(token: string): Promise<Client> {
  return connected(new StreamableHTTPClientTransport(new URL('/mcp', address), { requestInit: { headers: { authorization: `Bearer ${token}` } } }) as Transport);
}

const namesFor = (role: 'client' | 'advisor' | 'auditor') => TOOLS.filter((tool) => tool.roles.includes(role)).map((tool) => tool.name).toSorted();

describe('over streamable HTTP', () => {
  test('a person gets exactly the tools of the role, and results of their own', async () => {
    const { token } = await given.signIn(given.anna.email);
    const client = await overHttp(token);
    expect((await client.listTools()).tools.map((tool) => tool.name).toSorted()).toEqual(namesFor('client'));
    const result = await client.callTool({ name: 'get_help', arguments: {} });
    expect(result.isError).toBe(false);
    expect(result.structuredContent).toMatchObject({ title: 'What I can help with' });
    const stored = await given.database.orm.em.fork().findOne(ToolInvocation, { user: given.anna.id, toolName: 'get_help' });
    expect(stored).toMatchObject({ outcome: 'ok', conversation: null });
    expect(await given.database.orm.em.fork().count(AuditLog, { event: 'tool.called', objectId: stored?.id ?? '' })).toBe(1);
  });

  test('wrong arguments and unknown tools are answered in our own words and audited', async () => {
    const { token } = await given.signIn(given.bert.email);
    const client = await overHttp(token);
    const [wrong, unknown] = [await client.callTool({ name: 'get_help', arguments: { clientId: 'secret-other' } }), await client.callTool({ name: 'drop_tables', arguments: {} })];
    expect([wrong.isError, unknown.isError]).toEqual([true, true]);
    expect(JSON.stringify([wrong, unknown])).not.toMatch(/secret-other|stack|SQL/i);
    expect(await given.database.orm.em.fork().count(AuditLog, { actorId: given.bert.id, decision: 'denied' })).toBe(2);
  });

  test('a cookie, no token and a wrong token open nothing', async () => {
    const { cookies, headers } = await given.signIn(given.anna.email);
    const payload = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    for (const request of [{ cookies, headers }, {}, { headers: { authorization: 'Bearer wrong' } }]) {
      expect((await given.server.inject({ method: 'POST', url: '/mcp', payload, ...request })).statusCode).toBe(401);
    }
    expect((await given.server.inject({ url: '/mcp' })).statusCode).toBe(405);
  });

  test('a write waits for the person, who approves it once', async () => {
    const { done, tools } = givenTools();
    const principal = await resolvePrincipal(given.database.orm.em.fork(), given.anna.id, TODAY);
    if (!principal) throw new Error('nobody');
    const deps = { ...given.app.turns.deps, tools: new Map(tools.map((tool) => [tool.name, tool])) };
    const [near, far] = InMemoryTransport.createLinkedPair();
    await mcpServerFor(deps, principal).connect(far);
    const client = await connected(near);
    const result = await client.callTool({ name: 'write_note', arguments: { subject: 'a' } });
    expect(result.structuredContent).toMatchObject({ status: 'pending_approval' });
    const { approval } = result.structuredContent as { approval: { invocationId: string; argumentsHash: string } };
    expect(done.writes).toBe(0);
    const choice = { invocationId: approval.invocationId, argumentsHash: approval.argumentsHash, decision: 'approve' as const };
    await expect(settleByCard(deps, principal, { ...choice, argumentsHash: '0'.repeat(64) })).rejects.toMatchObject({ code: 'not-approved' });
    expect((await settleByCard(deps, principal, choice)).outcome).toBe('approved');
    await expect(settleByCard(deps, principal, choice)).rejects.toMatchObject({ code: 'not-approved' });
    expect(done.writes).toBe(1);
  });
});

test('over standard input and output: the same tools, and nothing else is written there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'steward-mcp-'));
  const database = await givenDatabase('sqlite', join(folder, 'steward.sqlite'));
  const em = database.orm.em.fork();
  const user = await givenUser(em, { email: 'dora@example.com' });
  await givenClient(em, { user });
  await database.close();
  const client = await connected(new StdioClientTransport({ command: process.execPath, args: ['src/cli/mcp.ts', '--as', 'dora@example.com'], env: { DATA_DIR: folder, DEMO: 'off', PATH: process.env['PATH'] ?? '' } }));
  expect((await client.listTools()).tools.map((tool) => tool.name).toSorted()).toEqual(namesFor('client'));
  expect((await client.callTool({ name: 'get_help', arguments: {} })).isError).toBe(false);
  await client.close();
  rmSync(folder, { recursive: true });
});
