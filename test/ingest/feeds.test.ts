import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { ThirdPartyVendor } from '../../src/entities/markets/third-party-vendor.entity.ts';
import { CurrencyExchangeRate } from '../../src/entities/markets/currency-exchange-rate.entity.ts';
import { EtlLog } from '../../src/entities/system/etl-log.entity.ts';
import { MarketPrice } from '../../src/entities/trading/market-price.entity.ts';
import { ecbFeed } from '../../src/ingest/feeds/ecb-feed.ts';
import { endOfDayFeed } from '../../src/ingest/feeds/end-of-day-feed.ts';
import { refreshFeeds, type FeedDeps } from '../../src/ingest/feeds/refresh-feeds.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { fixedDayClock } from '../../src/shared/clock.ts';
import { givenSecurities } from '../data/given-derived.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';

const KEY = 'secret-key';
const ecbXml = (days: string) => `<?xml version="1.0"?><gesmes:Envelope xmlns:gesmes="g" xmlns="e"><Cube>${days}</Cube></gesmes:Envelope>`;
const ECB = ecbXml('<Cube time="2026-11-20"><Cube currency="USD" rate="1.1525"/><Cube currency="GBP" rate="0.8567"/></Cube><Cube time="2026-11-19"><Cube currency="USD" rate="1.15"/><Cube currency="GBP" rate="0.857"/></Cube>');

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const text = (status: number, body: string, headers: Record<string, string> = {}): Answer => (_request, response) => { response.writeHead(status, headers).end(body); };

describe.each(ENGINES)('feeds on %s', (engine) => {
  let database: Database;
  /** What the supplier answers, in turn; the last answer stays. */
  let answers: Answer[] = [];
  let requests: { path: string; authorization: string | undefined }[] = [];
  let waits: number[] = [];
  let url = '';
  let made = 0;
  const server = createServer((request, response) => {
    // One connection a request, so that closing those of one test takes none from the next.
    response.shouldKeepAlive = false;
    requests.push({ path: request.url ?? '', authorization: request.headers.authorization });
    (answers.length > 1 ? answers.shift() : answers[0])?.(request, response);
  });

  beforeAll(async () => {
    database = await givenDatabase(engine);
    await givenSecurities(database.orm.em.fork(), { AAA: 'USD', BBB: 'USD' });
  }, 120_000);
  beforeEach(async () => {
    if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP
    for (const table of ['MarketPrices', 'CurrencyExchangeRates', 'ETL_Logs', 'ThirdPartyVendors']) await database.orm.em.getConnection().execute(`delete from ${table}`);
    [requests, waits] = [[], []];
  });
  afterEach(() => server.closeAllConnections());
  afterAll(async () => {
    server.close();
    await database.close();
  });

  function run(feed: 'ecb' | 'prices', http: Partial<FeedDeps['http']> = {}) {
    const feeds = [feed === 'ecb' ? ecbFeed(url) : endOfDayFeed({ baseUrl: url, key: KEY })];
    let clockMs = 0;
    return refreshFeeds({
      openHandle: () => database.orm.em.fork(), feeds, newId: () => `f${String((made += 1)).padStart(6, '0')}`,
      clock: fixedDayClock(isoDate('2026-11-20'), () => new Date('2026-11-20T12:00:00Z')),
      http: { nowMs: () => clockMs, random: () => 0.5, pause: async (ms) => { waits.push(ms); clockMs += ms; }, timeoutMs: 300, ...http },
    });
  }
  const vendor = () => database.orm.em.fork().findOneOrFail(ThirdPartyVendor, { name: { $like: '%' } });
  const rates = () => database.orm.em.fork().count(CurrencyExchangeRate);

  test('reference rates come in, again they change nothing, a restated one is corrected; run and health are on record', async () => {
    answers = [text(200, ECB)];
    expect(await run('ecb')).toMatchObject([{ status: 'succeeded', added: 4 }]);
    expect(await run('ecb')).toMatchObject([{ status: 'succeeded', added: 0, unchanged: 4 }]);
    answers = [text(200, ECB.replace('1.1525', '1.1526'))];
    expect(await run('ecb')).toMatchObject([{ corrected: 1, unchanged: 3 }]);
    expect(await database.orm.em.fork().findOneOrFail(CurrencyExchangeRate, { quoteCurrency: 'USD', rateDate: isoDate('2026-11-20') })).toMatchObject({ rate: '1.1526', source: 'feed ecb', corrections: [{ rate: '1.1525' }] });
    expect(await vendor()).toMatchObject({ kind: 'fx', endpoint: url, status: 'active', health: { state: 'healthy', consecutiveFailures: 0 } });
    expect((await vendor()).lastSuccessAt).toEqual(new Date('2026-11-20T12:00:00Z'));
    expect(await database.orm.em.fork().count(EtlLog, { job: 'feed ecb', status: 'succeeded' })).toBe(3);
  });

  test('a failing server is asked again with growing pauses; one that stays down is recorded as down and counted', async () => {
    answers = [text(500, 'no'), text(503, 'no'), text(200, ECB)];
    expect(await run('ecb', { ratePerMinute: 60_000 })).toMatchObject([{ status: 'succeeded', added: 4 }]);
    expect(waits.filter((ms) => ms > 10)).toEqual([500, 1000]);
    answers = [text(500, 'no')];
    requests = [];
    for (const failures of [1, 2]) {
      expect(await run('ecb', { ratePerMinute: 60_000 })).toMatchObject([{ status: 'failed', error: "the supplier's server failed (500)" }]);
      expect(await vendor()).toMatchObject({ health: { state: 'down', consecutiveFailures: failures, lastError: "the supplier's server failed (500)" } });
    }
    expect(requests).toHaveLength(8);
    answers = [text(200, ECB)];
    await run('ecb');
    expect(await vendor()).toMatchObject({ health: { state: 'healthy', consecutiveFailures: 0, lastError: "the supplier's server failed (500)" } });
  });

  test('the pause that a 429 asks for is kept, and one that is too long is left to the next run', async () => {
    answers = [text(429, '', { 'retry-after': '7' }), text(200, ECB)];
    expect(await run('ecb', { ratePerMinute: 60_000 })).toMatchObject([{ status: 'succeeded' }]);
    expect(waits).toContain(7000);
    answers = [text(429, '', { 'retry-after': '3600' })];
    requests = [];
    expect(await run('ecb')).toMatchObject([{ status: 'failed', error: 'too many requests (429)' }]);
    expect(requests).toHaveLength(1);
  });

  test('a silent supplier and one that trickles are given up in time', async () => {
    answers = [() => undefined];
    expect(await run('ecb', { attempts: 1 })).toMatchObject([{ status: 'failed', error: 'no answer within 0.3 s' }]);
    answers = [(_request, response) => { response.writeHead(200).write(ECB.slice(0, 100)); }];
    expect(await run('ecb', { attempts: 1 })).toMatchObject([{ status: 'failed', error: 'no answer within 0.3 s' }]);
    expect(await rates()).toBe(0);
  });

  test('nothing of a malformed, a cut or an oversized answer is taken', async () => {
    for (const [body, error] of [['{}', /not a file of reference rates/], [ECB.slice(0, -60), /not a file of reference rates/], [`${ECB}${' '.repeat(5000)}`, /larger than/]] as const) {
      answers = [text(200, body)];
      const [report] = await run('ecb', { mostBytes: 4000, attempts: 2 });
      expect(report).toMatchObject({ status: 'failed', added: 0 });
      expect(report?.error).toMatch(error);
    }
    answers = [(_request, response) => { response.writeHead(200, { 'content-length': '9000' }).write(ECB); setTimeout(() => response.destroy(), 20); }];
    expect(await run('ecb', { attempts: 1 })).toMatchObject([{ status: 'failed', error: 'the connection failed' }]);
    expect(await rates()).toBe(0);
  });

  test('bad rates among good ones are refused by name, and the run is partial', async () => {
    answers = [text(200, ecbXml('<Cube time="2026-11-20"><Cube currency="USD" rate="1.15"/><Cube currency="XAU" rate="N/A"/><Cube currency="GBP" rate="0"/></Cube>'))];
    expect(await run('ecb')).toMatchObject([{ status: 'partial', added: 1, rejects: [{ what: 'EUR/XAU 2026-11-20' }, { what: 'EUR/GBP 2026-11-20' }] }]);
    expect(await vendor()).toMatchObject({ health: { state: 'degraded', lastError: 'EUR/XAU 2026-11-20: "N/A" is not a rate above zero' } });
  });

  test('closes come with the key in a header, keep every digit, carry their vendor, and only what is new is asked for', async () => {
    answers = [text(200, '[{"date":"2026-11-19T00:00:00.000Z","close":10.12345678},{"date":"2026-11-20T00:00:00.000Z","close":10.5}]'), text(404, 'unknown')];
    expect(await run('prices')).toMatchObject([{ status: 'partial', added: 2, rejects: [{ what: 'BBB', reason: 'the request was refused (404)' }] }]);
    expect(requests.map(({ authorization }) => authorization)).toEqual([`Token ${KEY}`, `Token ${KEY}`]);
    expect(requests[0]?.path).toBe('/tiingo/daily/AAA/prices?startDate=2025-11-20&endDate=2026-11-20');
    expect(requests.every(({ path }) => !path.includes(KEY))).toBe(true);
    const stored = await database.orm.em.fork().find(MarketPrice, {}, { orderBy: { priceDate: 'asc' } });
    expect(stored.map(({ close }) => close)).toEqual(['10.12345678', '10.5']);
    expect(stored.map((row) => row.vendor?.id)).toEqual([(await vendor()).id, (await vendor()).id]);
    // 50 a minute: the second question waits for its turn.
    expect(waits).toEqual([1200]);
    requests = [];
    answers = [text(200, '[]')];
    await run('prices');
    expect(requests.map(({ path }) => path)).toEqual(['/tiingo/daily/BBB/prices?startDate=2025-11-20&endDate=2026-11-20', '/tiingo/daily/AAA/prices?startDate=2026-11-20&endDate=2026-11-20']);
  });

  test('a refused key ends the run at once, and no record repeats it', async () => {
    answers = [text(401, `bad key ${KEY}`)];
    expect(await run('prices')).toMatchObject([{ status: 'failed', error: 'the key was refused (401)' }]);
    expect(requests).toHaveLength(1);
    expect(JSON.stringify([await vendor(), await database.orm.em.fork().find(EtlLog, {})])).not.toContain(KEY);
  });

  test('a day without a close is refused, the others are taken; other JSON is refused for that security', async () => {
    answers = [text(200, '[{"date":"2026-11-19","close":null},{"date":"2026-11-20","close":7},{"date":"yesterday","close":7}]'), text(200, '{"detail":"busy"}')];
    expect(await run('prices')).toMatchObject([{ status: 'partial', added: 1, rejects: [{ what: 'AAA 2026-11-19', reason: 'no close above zero' }, { what: 'AAA' }, { what: 'BBB', reason: 'the answer is not a list of days with a close' }] }]);
  });

  test('a suspended supplier is not asked', async () => {
    answers = [text(200, ECB)];
    await run('ecb');
    await database.orm.em.fork().nativeUpdate(ThirdPartyVendor, { kind: 'fx' }, { status: 'suspended' });
    requests = [];
    expect(await run('ecb')).toMatchObject([{ status: 'suspended', added: 0 }]);
    expect(requests).toHaveLength(0);
  });
});
