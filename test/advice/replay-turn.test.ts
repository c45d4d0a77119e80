import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SERVICE_PRINCIPAL } from '../../src/access/scoped-dbs.ts';
import { replayTurn, type TurnReplay } from '../../src/cli/replay-turn.ts';
import { hashOf } from '../../src/agent/tool-call.ts';
import { callDirectly } from '../../src/conversation/direct-tools.ts';
import { replayInsight } from '../../src/data/advice/insights/replay-insight.ts';
import { bookTransactions, cancelTransaction, saveFxRates, savePrices } from '../../src/data/transactions/index.ts';
import { AiInsight } from '../../src/entities/analytics/ai-insight.entity.ts';
import { Client } from '../../src/entities/clients/client.entity.ts';
import { ClientPreference } from '../../src/entities/clients/client-preference.entity.ts';
import { ToolInvocation } from '../../src/entities/communication/tool-invocation.entity.ts';
import { Security } from '../../src/entities/trading/security.entity.ts';
import { Transaction } from '../../src/entities/trading/transaction.entity.ts';
import { Holding } from '../../src/entities/portfolios/holding.entity.ts';
import { addDays, isoDate } from '../../src/shared/calendar.ts';
import { ENGINES } from '../support/databases.ts';
import { ADVICE_DAY, givenAdvised, type Advised, type LOGINS } from './given-advised.ts';

describe.each(ENGINES)('a turn is run again on the data as they were known then, on %s', (engine) => {
  let book: Advised;
  beforeEach(async () => { book = await givenAdvised(engine); });
  afterEach(() => book?.close());

  const when = () => ({ now: book.clock.now(), today: book.clock.today(), newId: book.app.newId });
  const service = () => book.app.openScope(SERVICE_PRINCIPAL);

  async function ask(text: string, who: keyof typeof LOGINS = 'anna'): Promise<string> {
    const { turnId } = await book.app.turns.start(await book.principal(who), { clientMessageId: book.app.newId(), text }, 'api');
    await book.app.turns.finished(turnId);
    return turnId;
  }

  /** Tools that every part of the books goes into, called as a program calls them and put into one turn. */
  async function consult(who: keyof typeof LOGINS, calls: readonly (readonly [string, object])[]): Promise<string> {
    const turnId = await ask('Hello', who);
    for (const [name, args] of calls) {
      const { ok, content } = await callDirectly(book.app.turns.deps, await book.principal(who), { callId: name, name, argumentsText: JSON.stringify(args) });
      if (!ok) throw new Error(content);
    }
    await book.em().nativeUpdate(ToolInvocation, { turnId: null }, { turnId });
    return turnId;
  }

  const EVERYTHING = [
    ['list_holdings', { portfolio: 'Alpine Growth' }], ['get_portfolio_summary', { portfolio: 'Alpine Growth' }], ['get_performance', { portfolio: 'Alpine Growth' }], ['get_value_history', { portfolio: 'Alpine Growth' }],
    ['get_gains', { portfolio: 'Alpine Growth' }], ['list_transactions', { portfolio: 'Alpine Growth' }], ['get_risk', { portfolio: 'Alpine Growth' }], ['get_allocation', { portfolio: 'Alpine Growth', by: 'sector' }], ['get_drift', { portfolio: 'Alpine Growth' }],
    ['get_price', { security: 'FUND' }], ['get_fx_rate', { from: 'EUR', to: 'USD' }], ['draft_rebalance', { portfolio: 'Alpine Growth' }],
  ] as const;

  const notSame = ({ calls }: TurnReplay) => calls.filter(({ outcome }) => outcome !== 'same').map(({ tool, outcome, why, differences }) => ({ tool, outcome, why, differences: differences.slice(0, 3) }));

  test('nothing has changed: the same to the last digit, and the messages as sent', async () => {
    const turnId = await consult('anna', EVERYTHING);
    const report = await replayTurn(book.app, turnId);
    expect(notSame(report)).toEqual([]);
    expect(report.calls).toHaveLength(EVERYTHING.length);
    expect(report.calls.flatMap(({ correctedSince }) => correctedSince)).toEqual([]);
    expect(report).toMatchObject({ prompt: 'unchanged', catalogue: 'unchanged', engine: 'unchanged', exchange: { isAsAudited: true } });
    expect(report.exchange?.rounds.every(({ isAsSent }) => isAsSent)).toBe(true);
  });

  test('bookings, closes, rates, records and later days: the same as then, and every change named', async () => {
    const turnId = await consult('anna', EVERYTHING);
    const before = [await book.em().count(Transaction, {}), await book.em().find(Holding, {}, { orderBy: { security: 'asc', portfolio: 'asc' } })];
    book.travel(2);
    await bookTransactions(book.em(), [{ portfolioId: 'alpine', kind: 'buy', securityId: 'DUNE', quantity: '20', price: '81.25', currency: 'EUR', tradeDate: isoDate('2026-11-17'), source: 'import' }], when());
    await cancelTransaction(book.em(), 't4', when());
    await savePrices(book.em(), [{ securityId: 'FUND', priceDate: ADVICE_DAY, close: '51.5', source: 'vendor correction' }, { securityId: 'FUND', priceDate: addDays(ADVICE_DAY, 1), close: '52', source: 'feed' }], when());
    await savePrices(book.em(), [{ securityId: 'FUND', priceDate: ADVICE_DAY, close: '51.75', source: 'second correction' }], when());
    await saveFxRates(book.em(), [{ baseCurrency: 'EUR', quoteCurrency: 'USD', rateDate: ADVICE_DAY, rate: '1.2', source: 'bank correction' }], when());
    await service().transaction(async (writer) => {
      await writer.update(Security, { id: 'FUND' }, { name: 'FUND renamed', sector: 'Energy' });
      await writer.update(Client, { id: 'anna' }, { riskScore: 40 });
    });
    const now = [await book.em().count(Transaction, {}), await book.em().find(Holding, {}, { orderBy: { security: 'asc', portfolio: 'asc' } })];
    expect(now).not.toEqual(before);
    const report = await replayTurn(book.app, turnId);
    expect(notSame(report)).toEqual([]);
    const since = (tool: string, path: RegExp) => report.calls.find((call) => call.tool === tool)?.correctedSince.find((difference) => path.test(difference.path));
    expect(since('list_holdings', /DUNE/)?.cause).toMatch(/buy of 20 DUNE dated 2026-11-17 was booked at .*back-dated/);
    expect(since('list_holdings', /CIRC/)?.cause).toMatch(/buy of 80 CIRC dated 2025-01-07 was cancelled/);
    expect(since('get_price', /^figures/)?.cause).toMatch(/close of FUND on 2026-11-23 was corrected from [\d.]+ to 51\.75/);
    expect(since('get_fx_rate', /^figures/)?.cause).toMatch(/rate of EUR\/USD on 2026-11-23 was corrected from [\d.]+ to 1\.2/);
    // A close of a later day is news and no correction: it makes no difference of that day.
    expect(since('list_holdings', /FUND\/price$/)).toMatchObject({ other: '51.75' });
    for (const call of report.calls) expect(call.correctedSince.filter(({ cause }) => cause.startsWith('changed since'))).toEqual([]);
    // Looking back has changed nothing.
    expect([await book.em().count(Transaction, {}), await book.em().find(Holding, {}, { orderBy: { security: 'asc', portfolio: 'asc' } })]).toEqual(now);
  });

  test('rows that were removed, and reach that was lost, are there again', async () => {
    await service().transaction(async (writer) => writer.create(ClientPreference, { id: 'pref', client: 'anna', kind: 'exclude_sector', value: 'Energy', validFrom: ADVICE_DAY, createdAt: book.clock.now() }));
    const turnId = await consult('dora', [['get_client_profile', { client: 'Anna Keller' }], ['list_holdings', { client: 'Anna Keller' }]]);
    book.travel(1);
    await service().transaction(async (writer) => {
      await writer.remove(ClientPreference, { id: 'pref' });
      await writer.update(Client, { id: 'anna' }, { riskProfile: 'balanced', riskScore: 50 });
    });
    const report = await replayTurn(book.app, turnId);
    expect(notSame(report)).toEqual([]);
    expect(report.calls[0]?.correctedSince.map(({ cause }) => cause).join('\n')).toMatch(/riskScore from 70 to 50/);
  });

  test('a call that was refused is refused again, and leaves no second denial', async () => {
    const turnId = await ask('Hello');
    const refused = await callDirectly(book.app.turns.deps, await book.principal('anna'), { callId: 'x', name: 'list_holdings', argumentsText: JSON.stringify({ portfolio: 'Baltic Income' }) });
    expect(refused.ok).toBe(false);
    await book.em().nativeUpdate(ToolInvocation, { turnId: null }, { turnId });
    const denials = () => book.em().getConnection().execute('select count(*) as n from AuditLogs');
    const before = await denials();
    expect((await replayTurn(book.app, turnId)).calls).toMatchObject([{ tool: 'list_holdings', outcome: 'same' }]);
    expect(await denials()).toEqual(before);
  });

  test('a record that was tampered with, another version of the tool and what keeps no history are told apart', async () => {
    const turnId = await consult('anna', [['list_holdings', { portfolio: 'Alpine Growth' }]]);
    const [call] = await book.em().find(ToolInvocation, { turnId });
    await book.em().nativeUpdate(ToolInvocation, { id: call!.id }, { result: call!.result!.replaceAll('BOLT', 'VOLT') });
    const [tampered] = (await replayTurn(book.app, turnId)).calls;
    expect(tampered?.outcome).toBe('differs');
    expect(tampered?.differences.every(({ cause }) => cause === 'the stored result does not have the hash that was stored with it')).toBe(true);
    const changed = call!.result!.replaceAll('BOLT', 'VOLT');
    await book.em().nativeUpdate(ToolInvocation, { id: call!.id }, { result: changed, resultHash: hashOf(changed), toolVersion: '0' });
    const [older] = (await replayTurn(book.app, turnId)).calls;
    expect(older?.differences[0]?.cause).toMatch(/^the tool changed from version 0 to \d+$/);
  });

  test('what puts something on record or writes is not run again, and says where to look', async () => {
    const turnId = await ask('Suggest one change to Alpine Growth that would lower its risk.');
    const report = await replayTurn(book.app, turnId);
    expect(report.calls.filter(({ tool }) => tool === 'propose_recommendation')).toMatchObject([{ outcome: 'not run again', why: expect.stringContaining('replay that') as string }]);
    expect(report.recommendations).toEqual([1]);
  });
});

test.each(ENGINES)('an insight is found again on the data as they were known when it was found, on %s', async (engine) => {
  const book = await givenAdvised(engine);
  await book.call('dora', 'find_insights', { client: 'Cleo Brandt' });
  const insights = await book.em().find(AiInsight, { client: 'cleo' });
  expect(insights.length).toBeGreaterThan(0);
  const replay = async (id: string) => replayInsight(book.database.orm.em, book.app.openScope(SERVICE_PRINCIPAL), id);
  for (const { id } of insights) expect(await replay(id)).toMatchObject({ insight: [], correctedSince: [], asTheyStand: [] });
  book.travel(2);
  await savePrices(book.em(), [{ securityId: 'FUND', priceDate: ADVICE_DAY, close: '31.5', source: 'vendor correction' }, { securityId: 'FUND', priceDate: addDays(ADVICE_DAY, 1), close: '52', source: 'feed' }], { now: book.clock.now(), today: book.clock.today() });
  await book.app.openScope(SERVICE_PRINCIPAL).transaction(async (writer) => writer.update(Client, { id: 'cleo' }, { riskScore: 60 }));
  const reports = [];
  for (const { id } of insights) reports.push(await replay(id));
  for (const report of reports) expect(report).toMatchObject({ insight: [] });
  expect(reports.flatMap(({ correctedSince }) => correctedSince).map(({ cause }) => cause).join('\n')).toMatch(/close of FUND on 2026-11-23 was corrected/);
  await book.em().nativeUpdate(AiInsight, { id: insights[0]!.id }, { confidence: 0.123 });
  expect((await replay(insights[0]!.id)).insight).toMatchObject([{ path: 'confidence', kept: 0.123, cause: 'same engine on the data of then: the record or the engine is not what it was' }]);
  await book.close();
}, 120_000);
