import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SERVICE_PRINCIPAL } from '../../src/access/scoped-dbs.ts';
import { replayRecommendation, type AdviceReplay } from '../../src/data/advice/replay-recommendation.ts';
import { bookTransactions, cancelTransaction, saveFxRates, savePrices } from '../../src/data/transactions/index.ts';
import { AiModelVersion } from '../../src/entities/analytics/ai-model-version.entity.ts';
import { AiRecommendation } from '../../src/entities/analytics/ai-recommendation.entity.ts';
import { Client } from '../../src/entities/clients/client.entity.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { ENGINES } from '../support/databases.ts';
import { ADVICE_DAY, givenAdvised, type Advised } from './given-advised.ts';

describe('replaying a recommendation', () => {
  let book: Advised;
  let folder: string;
  let number = 0;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'steward-replay-'));
    book = await givenAdvised('sqlite', join(folder, 'steward.sqlite'));
    const { result } = await book.call('dora', 'propose_recommendation', { portfolio: 'Alpine Growth', objective: 'rebalance', maxTurnoverFraction: 0.2, keep: ['BOLT'] });
    number = Number((result['facts'] as { key: string; value: string }[]).find(({ key }) => key === 'number')?.value);
  });
  afterEach(async () => {
    await book.close();
    rmSync(folder, { recursive: true });
  });

  const replay = async (): Promise<AdviceReplay> => replayRecommendation(book.em(), book.app.openScope(SERVICE_PRINCIPAL), { number }, book.clock.now());
  const when = () => ({ now: book.clock.now(), today: book.clock.today(), newId: book.app.newId });
  const SAME = { hashes: { inputs: true, trades: true }, advice: [], rules: [], inputsThen: [] };

  test('gives the same to the last digit, then and a week later', async () => {
    expect(await replay()).toMatchObject({ ...SAME, correctedSince: [] });
    book.travel(7);
    expect(await replay()).toMatchObject({ ...SAME, correctedSince: [] });
  });

  test('names every figure that was corrected since and by what, and leaves the original alone', async () => {
    const original = JSON.stringify(await book.em().findOneOrFail(AiRecommendation, { number }));
    book.travel(1);
    await bookTransactions(book.em(), [{ portfolioId: 'alpine', kind: 'buy', securityId: 'DUNE', quantity: '20', price: '81.25', currency: 'EUR', tradeDate: isoDate('2026-11-17'), source: 'import' }], when());
    await cancelTransaction(book.em(), 't4', when());
    await savePrices(book.em(), [{ securityId: 'FUND', priceDate: ADVICE_DAY, close: '51.5', source: 'vendor correction' }], when());
    await saveFxRates(book.em(), [{ baseCurrency: 'EUR', quoteCurrency: 'USD', rateDate: ADVICE_DAY, rate: '1.2', source: 'bank correction' }], when());
    const { correctedSince, ...rest } = await replay();
    expect(rest).toMatchObject(SAME);
    const cause = (path: string) => correctedSince.find((difference) => difference.path === path)?.cause ?? `no difference at ${path}`;
    expect(cause('state/positions/DUNE')).toMatch(/buy of 20 DUNE dated 2026-11-17 was booked at .*back-dated/);
    expect(cause('state/positions/CIRC')).toMatch(/buy of 80 CIRC dated 2025-01-07 was cancelled/);
    expect(cause('state/positions/FUND/price')).toMatch(/close of FUND on 2026-11-23 was corrected from [\d.]+ to 51\.5 .*vendor correction/);
    expect(cause('candidates/GLBX/fxToBase')).toMatch(/rate of EUR\/USD on 2026-11-23 was corrected from [\d.]+ to 1\.2/);
    expect(correctedSince.filter((difference) => difference.cause === 'changed since; no entry says by what')).toEqual([]);
    expect(JSON.stringify(await book.em().findOneOrFail(AiRecommendation, { number }))).toBe(original);
  });

  test('a changed profile is named from the trail', async () => {
    await book.app.openScope(SERVICE_PRINCIPAL).transaction((writer) => writer.update(Client, { id: 'anna' }, { riskScore: 40 }));
    const { correctedSince, ...rest } = await replay();
    expect(rest).toMatchObject(SAME);
    expect(correctedSince).toMatchObject([{ path: 'state/client/riskScore', kept: 70, other: 40, cause: expect.stringMatching(/^Clients: riskScore changed at .* by service$/) as string }]);
  });

  test('finds a record that was tampered with', async () => {
    const row = await book.em().findOneOrFail(AiRecommendation, { number });
    const inputs = structuredClone(row.inputs) as { snapshot: { state: { positions: { quantity: string }[] } } };
    inputs.snapshot.state.positions[0]!.quantity = '1';
    await book.em().nativeUpdate(AiRecommendation, { number }, { inputs: inputs as never, trades: row.trades.slice(1), confidence: 0.99 });
    const report = await replay();
    expect(report.hashes).toEqual({ inputs: false, trades: false });
    expect(report.inputsThen.length).toBeGreaterThan(0);
    expect(report.advice.map(({ path }) => path)).toContain('confidence');
  });

  test('says when another engine made it', async () => {
    await book.em().nativeUpdate(AiModelVersion, {}, { engineVersion: 'advice-0' });
    await book.em().nativeUpdate(AiRecommendation, { number }, { confidence: 0.5 });
    const { advice } = await replay();
    expect(advice).toMatchObject([{ path: 'confidence', kept: 0.5, cause: 'the advice engine changed from advice-0 to advice-3' }]);
  });

  test('from the command line: 0 and "the same", 3 and the difference', async () => {
    const run = async (...args: string[]) => promisify(execFile)(process.execPath, ['src/cli/replay.ts', ...(args.length > 0 ? args : [String(number)])], { env: { ...process.env, DATA_DIR: folder, DATABASE_URL: undefined, TODAY: ADVICE_DAY } }).then(({ stdout }) => ({ code: 0, stdout }), (error: { code: number; stdout: string }) => error);
    const same = await run();
    expect([same.code, same.stdout.match(/the same to the last digit/g)?.length]).toEqual([0, 3]);
    await book.em().nativeUpdate(AiRecommendation, { number }, { confidence: 0.5 });
    const other = await run();
    expect(other.code).toBe(3);
    expect(other.stdout).toMatch(/confidence: was 0\.5, is 0\.\d+/);
    const { turnId } = await book.app.turns.start(await book.principal('anna'), { clientMessageId: book.app.newId(), text: 'What do I hold in Alpine Growth?' }, 'api');
    await book.app.turns.finished(turnId);
    const turn = await run(turnId, '--messages');
    expect(turn.code).toBe(0);
    expect(turn.stdout).toMatch(/Round 1: 2 messages .* hash fits/);
    for (const part of ['hash fits that of the audit entry', book.app.turns.deps.prompt.text, 'list_holdings, on the data as known at', 'the recorded answer: the same to the last digit']) expect(turn.stdout).toContain(part);
  }, 240_000);
});

test.each(ENGINES)('what %s kept gives the same to the last digit, before and after a correction', async (engine) => {
  const book = await givenAdvised(engine);
  const numbers: number[] = [];
  for (const [portfolio, objective] of [['Alpine Growth', 'rebalance'], ['Cleo Reserve', 'auto'], ['Carl Core', 'lower_risk']] as const) {
    const { result } = await book.call('dora', 'propose_recommendation', { portfolio, objective });
    numbers.push(Number((result['facts'] as { key: string; value: string }[]).find(({ key }) => key === 'number')?.value));
  }
  const replay = async (number: number) => replayRecommendation(book.em(), book.app.openScope(SERVICE_PRINCIPAL), { number }, book.clock.now());
  for (const number of numbers) expect(await replay(number)).toMatchObject({ hashes: { inputs: true, trades: true }, advice: [], rules: [], inputsThen: [], correctedSince: [] });
  await savePrices(book.em(), [{ securityId: 'FUND', priceDate: ADVICE_DAY, close: '51.5', source: 'vendor correction' }], { now: book.clock.now(), today: ADVICE_DAY });
  for (const number of numbers) {
    const { correctedSince, ...rest } = await replay(number);
    expect(rest).toMatchObject({ hashes: { inputs: true, trades: true }, advice: [], rules: [], inputsThen: [] });
    expect(correctedSince.some(({ path, other }) => path === 'state/positions/FUND/price' && other === '51.5')).toBe(true);
  }
  await book.close();
}, 240_000);
