import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SERVICE_PRINCIPAL } from '../../src/access/scoped-dbs.ts';
import type { Principal } from '../../src/access/principal.ts';
import { settleByCard } from '../../src/conversation/decide-approval.ts';
import { rebuildExchange, type RebuiltExchange } from '../../src/data/conversations/rebuild-exchange.ts';
import { queryRecords } from '../../src/data/records/query-records.ts';
import { ChatMessage } from '../../src/entities/communication/chat-message.entity.ts';
import { ToolInvocation } from '../../src/entities/communication/tool-invocation.entity.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { canonicalJson } from '../../src/shared/canonical-json.ts';
import { ENGINES } from '../support/databases.ts';
import { givenTurns } from '../support/given-turns.ts';

const AUDITOR: Principal = { userId: 'audit', role: 'auditor', displayName: 'Auditor', clientIds: [] };

describe.each(ENGINES)('what a model was sent, put together again on %s', (engine) => {
  let given: Awaited<ReturnType<typeof givenTurns>>;
  let conversationId: string;
  const em = () => given.database.orm.em.fork();
  beforeAll(async () => { given = await givenTurns(engine); });
  afterAll(() => given.close());

  const rebuilt = async (turnId: string, reader: Principal = SERVICE_PRINCIPAL): Promise<RebuiltExchange> => {
    const exchange = await rebuildExchange(given.turns.deps.openScope(reader), turnId);
    if (!exchange) throw new Error('no exchange on record');
    return exchange;
  };

  /** Asks, and compares the record with what the model itself says that it received. */
  async function asked(text: string, more: { readonly conversationId?: string } = {}) {
    const from = given.model.requests.length;
    const received = await given.ask({ text, ...more });
    const exchange = await rebuilt(received.turnId);
    expect(exchange.rounds.map(({ sent }) => exchange.messages.slice(0, sent).map(({ content }) => content))).toEqual(given.model.requests.slice(from));
    expect(exchange.rounds.map(({ tools }) => tools)).toEqual(given.model.toolNames.slice(from));
    expect(exchange.rounds.map(({ isAsSent }) => isAsSent)).toEqual(exchange.rounds.map(() => true));
    expect(exchange.isAsAudited).toBe(true);
    return { ...received, exchange };
  }

  test('system text, question, call and result, the correction, and replies as they came, also what was withheld', async () => {
    given.model.script({ calls: [['list_tasks', { subject: 'mine' }]] }, { text: ['You have 4711 open tasks.'] }, { text: ['Still 4712 of them.'] });
    const { exchange, conversationId: opened, answerId } = await asked('How many?');
    conversationId = opened;
    expect(exchange.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool', 'user']);
    expect(exchange.messages[0]?.content).toMatch(new RegExp(`^${given.turns.deps.prompt.text.slice(0, 40)}[^]*Role: client`));
    expect(exchange.rounds.map(({ reply }) => reply?.text)).toEqual(['', 'You have 4711 open tasks.', 'Still 4712 of them.']);
    expect(exchange.rounds[0]?.reply).toMatchObject({ endpoint: 'scripted', model: 'scripted-2026-11', attempts: 1, calls: [{ name: 'list_tasks', argumentsText: '{"subject":"mine"}' }] });
    expect((await em().findOneOrFail(ChatMessage, { id: answerId })).content).not.toMatch(/4711|4712/);
  });

  test('earlier turns of the conversation are part of it', async () => {
    given.model.script({ text: ['As I said.'] });
    const { exchange } = await asked('Again?', { conversationId });
    expect(exchange.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool', 'assistant', 'user']);
  });

  test('a write is kept as it was told of before it was approved, by card and by word', async () => {
    given.model.script({ calls: [['create_note', { subject: 'a' }]] }, { text: ['Please approve.'] });
    const first = await asked('Note this.');
    const pending = await em().findOneOrFail(ToolInvocation, { turnId: first.turnId });
    await settleByCard(given.turns.deps, given.anna, { invocationId: pending.id, argumentsHash: pending.argumentsHash, decision: 'approve' });
    const { messages, rounds } = await rebuilt(first.turnId);
    expect(messages.at(-1)?.content).toContain('pending_approval');
    expect(rounds.every(({ isAsSent }) => isAsSent)).toBe(true);
    given.model.script({ calls: [['create_note', { subject: 'b' }]] }, { text: ['Please approve.'] });
    const second = await asked('And this.', { conversationId: first.conversationId });
    given.model.script({ text: ['Noted.'] });
    const { exchange } = await asked('yes', { conversationId: second.conversationId });
    expect(exchange.messages.at(-1)).toMatchObject({ role: 'tool', content: expect.stringContaining('Note written') as string });
  });

  test('a declined write, calls that no tool takes and more calls than are allowed', async () => {
    given.model.script({ calls: [['no_such_tool', {}], ['list_tasks', { subject: 7 }], ...Array.from({ length: 40 }, () => ['list_tasks', { subject: 'x' }] as const)] }, { text: ['That is all.'] });
    const { exchange } = await asked('Everything?');
    expect(exchange.messages.filter(({ role }) => role === 'tool').length).toBeLessThan(42);
    given.model.script({ calls: [['create_note', { subject: 'c' }]] }, { text: ['Please approve.'] });
    const { conversationId: declining } = await asked('Note that.');
    given.model.script({ text: ['Nothing was changed.'] });
    await asked('no', { conversationId: declining });
  });

  test('the hash of the record is in the entry of the turn, and nothing of it stands there in words', async () => {
    given.model.script({ text: ['Zephyrine sends her regards.'] });
    const { turnId, answerId } = await asked('What does Zephyrine say?');
    const entry = await em().findOneOrFail(AuditLog, { turnId, event: 'turn.completed' });
    const { exchange } = await em().findOneOrFail(ChatMessage, { id: answerId });
    expect(entry.detail?.['exchangeHash']).toBe(createHash('sha256').update(canonicalJson(exchange)).digest('hex'));
    expect(JSON.stringify(entry)).not.toContain('Zephyrine');
  });

  test('a changed result, answer or record is noticed', async () => {
    given.model.script({ calls: [['list_tasks', { subject: 'mine' }]] }, { text: ['You have 3 open tasks.'] });
    const { turnId, answerId } = await asked('How many now?');
    const [call] = await em().find(ToolInvocation, { turnId });
    await em().nativeUpdate(ToolInvocation, { id: call!.id }, { result: call!.result!.replace('3', '5') });
    expect((await rebuilt(turnId)).rounds.map(({ isAsSent }) => isAsSent)).toEqual([true, false]);
    await em().nativeUpdate(ToolInvocation, { id: call!.id }, { result: call!.result });
    expect((await rebuilt(turnId)).rounds.map(({ isAsSent }) => isAsSent)).toEqual([true, true]);
    const { exchange: stored } = await em().findOneOrFail(ChatMessage, { id: answerId });
    await em().nativeUpdate(ChatMessage, { id: answerId }, { exchange: { ...stored!, rounds: stored!.rounds.map((round) => ({ ...round, reply: { ...round.reply!, text: 'You have 2 open tasks.' } })) } });
    expect((await rebuilt(turnId)).isAsAudited).toBe(false);
  });

  test('auditors alone see it: what was withheld would otherwise have a source', async () => {
    const open = (reader: Principal) => given.turns.deps.openScope(reader);
    const query = { table: 'ChatMessages', fields: ['role', 'exchange'], filters: [{ field: 'role', op: 'eq' as const, value: 'assistant' }], limit: 5 };
    const shown = async (reader: Principal) => (await queryRecords(open(reader), query)).rows.map(([, exchange]) => exchange);
    expect(await shown(given.anna)).toEqual(Array(5).fill('(masked)'));
    expect((await shown(AUDITOR)).every((text) => String(text).startsWith('{"messages"'))).toBe(true);
    const [own] = await open(given.anna).find(ChatMessage, { role: 'assistant' }, { limit: 1 });
    expect(own).toBeDefined();
    expect(own).not.toHaveProperty('exchange');
    await expect(open({ ...given.anna, role: 'advisor' }).find(ChatMessage, {}, { fields: ['exchange'] })).rejects.toThrow(/no column "exchange"/);
    await expect(open(given.anna).find(ChatMessage, { exchange: null })).rejects.toThrow(/no column "exchange"/);
  });
});
