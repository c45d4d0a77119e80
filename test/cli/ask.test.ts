import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AskedTurn } from '../../src/cli/ask-turn.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { SupportTicket } from '../../src/entities/communication/support-ticket.entity.ts';
import { givenDatabase } from '../support/databases.ts';
import { givenClient } from '../support/given-client.ts';
import { givenUser } from '../support/given-user.ts';

const folder = mkdtempSync(join(tmpdir(), 'steward-ask-'));
const file = join(folder, 'steward.sqlite');
const email = 'dora@example.com';

beforeAll(async () => {
  const database = await givenDatabase('sqlite', file);
  const em = database.orm.em.fork();
  await givenClient(em, { user: await givenUser(em, { email }) });
  await database.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ran { readonly code: number | null; readonly out: string; readonly err: string }

async function ask(args: readonly string[], environment: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(process.execPath, ['src/cli/ask.ts', ...args], { env: { DATA_DIR: folder, DEMO: 'off', TODAY: '2026-11-23', PATH: process.env['PATH'] ?? '', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => { out += part.toString(); });
  child.stderr.on('data', (part: Buffer) => { err += part.toString(); });
  const code = await new Promise<number | null>((resolve) => { child.on('close', resolve); });
  return { code, out, err };
}

describe('asking in the terminal', () => {
  test('prints the answer, and what was looked at beside it', async () => {
    const { code, out, err } = await ask(['--as', email, 'Which portfolios do I have?']);
    expect(code).toBe(0);
    expect(out.trim()).not.toBe('');
    expect(err).toMatch(/^· .+ ms\)$/m);
    expect(out).not.toContain('· ');
  });

  test('with --json, a yes typed as the next message consents to the one change that waits, once', async () => {
    const { code, out } = await ask(['--as', email, '--json', 'Please create a support ticket: my October statement is missing', 'yes', 'yes']);
    expect(code).toBe(0);
    const turns = JSON.parse(out) as AskedTurn[];
    expect(turns.map(({ effect }) => effect)).toEqual(['pending', 'written', 'none']);
    expect(new Set(turns.map(({ conversationId }) => conversationId)).size).toBe(1);
    expect(turns[0]?.approvals[0]).toMatchObject({ toolName: 'open_ticket' });
    expect(turns[0]?.toolCalls).toContainEqual(expect.objectContaining({ tool: 'open_ticket', arguments: expect.objectContaining({ subject: expect.any(String) }) }));
    const database = await openDatabase({ url: undefined, file });
    expect(await database.orm.em.fork().count(SupportTicket, {})).toBe(1);
    await database.close();
  });

  test('with --batch, every line is answered in its place, also one that nobody can answer', async () => {
    const cases = join(folder, 'cases.jsonl');
    writeFileSync(cases, [{ id: 'a', as: email, turns: ['What can you do?', 'Which portfolios do I have?'] }, 'not JSON', { id: 'c', as: 'nobody@example.com', turns: ['Hello'] }].map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
    const { code, out } = await ask(['--batch', cases]);
    expect(code).toBe(0);
    const lines = out.trim().split('\n').map((line) => JSON.parse(line) as { id: string | null; turns?: AskedTurn[]; problem?: { message: string } });
    expect(lines.map(({ id, turns, problem }) => [id, turns?.length ?? problem?.message])).toEqual([['a', 2], [null, 'The line is not {id, as, turns: [...]}.'], ['c', 'Nobody signs in as nobody@example.com.']]);
    expect(Object.keys(lines[0]?.turns?.[0] ?? {})).toEqual(expect.arrayContaining(['answer', 'figures', 'toolCalls', 'effect', 'latencyMs']));
  });

  test.each([
    [['--as', 'nobody@example.com', 'Hello'], 'Nobody signs in as nobody@example.com.'],
    [['--as', email], 'There is no question.'],
    [['--loud', '--as', email, 'Hello'], 'An option is not known.'],
    [['--batch', 'no-such-file.jsonl'], 'There is no file no-such-file.jsonl.'],
  ])('%j ends with a sentence and not with a stack', async (args, sentence) => {
    const { code, out, err } = await ask(args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(sentence);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test('a database server that is not there is named', async () => {
    const { code, err } = await ask(['--as', email, 'Hello'], { DATABASE_URL: 'mysql://nobody:nothing@127.0.0.1:1/none' });
    expect(code).toBe(1);
    expect(err).toContain('The database server at 127.0.0.1:1 cannot be reached.');
    expect(err).not.toContain('nothing@');
  });
});
