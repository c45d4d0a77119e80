import { afterAll, beforeAll, expect, test } from 'vitest';
import { pino } from 'pino';
import type { FastifyInstance } from 'fastify';
import { hashPassword } from '../../src/access/password.ts';
import { SESSION_COOKIE } from '../../src/contract/http-api.ts';
import { RecommendationDetail, RecommendationList } from '../../src/contract/recommendations.ts';
import { User } from '../../src/entities/clients/user.entity.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { AuditTrail } from '../../src/entities/compliance/audit-trail.entity.ts';
import { apiRoutes } from '../../src/http/api-routes.ts';
import { buildServer } from '../../src/server.ts';
import { givenAdvised, LOGINS, type Advised } from './given-advised.ts';

const PASSWORD = 'correct horse battery staple';
let book: Advised;
let server: FastifyInstance;

beforeAll(async () => {
  book = await givenAdvised();
  const log = pino({ level: 'silent' });
  server = await buildServer({ log, newId: book.app.newId, embedOrigins: [], behindProxy: false, pingDatabase: async () => true, routes: apiRoutes(book.app.api) });
  await server.ready();
  await book.em().nativeUpdate(User, {}, { passwordHash: await hashPassword(PASSWORD) });
});
afterAll(async () => {
  await server.close();
  await book.close();
});

/** Signs in and speaks as the pages do. */
async function as(who: keyof typeof LOGINS) {
  const response = await server.inject({ method: 'POST', url: '/api/session', payload: { email: LOGINS[who], password: PASSWORD } });
  const cookies = { [SESSION_COOKIE]: response.cookies.find(({ name }) => name === SESSION_COOKIE)?.value ?? '' };
  const headers = { 'x-csrf-token': response.json<{ csrfToken: string }>().csrfToken };
  return {
    get: async (url: string) => server.inject({ method: 'GET', url, cookies }),
    post: async (url: string, payload: object, more: object = headers) => server.inject({ method: 'POST', url, cookies, headers: { ...more }, payload }),
  };
}

async function propose(objective: string): Promise<number> {
  const { result } = await book.call('dora', 'propose_recommendation', { portfolio: 'Alpine Growth', objective });
  return Number((result['facts'] as { key: string; value: string }[]).find(({ key }) => key === 'number')?.value);
}

async function seenBy(who: keyof typeof LOGINS, number: number): Promise<RecommendationDetail> {
  return RecommendationDetail.parse((await (await as(who)).get(`/api/recommendations/${number}`)).json());
}

test('the queue and its details show each person what is theirs to see and to do', async () => {
  const number = await propose('do_nothing');
  const detail = await seenBy('dora', number);
  expect([detail.status, detail.acts, detail.checks.length]).toEqual(['in_review', ['release', 'reject'], 15]);
  const queue = RecommendationList.parse((await (await as('dora')).get('/api/recommendations?status=in_review')).json());
  expect(queue.rows.map((row) => row.number)).toEqual([number]);
  const anna = await as('anna');
  expect(RecommendationList.parse((await anna.get('/api/recommendations')).json()).total).toBe(0);
  const hidden = await anna.get(`/api/recommendations/${number}`);
  const missing = await anna.get('/api/recommendations/9999');
  expect([hidden.statusCode, hidden.json<{ detail: string }>().detail]).toEqual([404, missing.json<{ detail: string }>().detail]);
  expect((await (await as('edgar')).get(`/api/recommendations/${number}`)).statusCode).toBe(404);
  expect((await seenBy('auditor', number)).acts).toEqual([]);
});

test('review, decision and execution by requests that carry what was seen', async () => {
  const [dora, anna] = [await as('dora'), await as('anna')];
  const number = await propose('rebalance');
  const shown = await seenBy('anna', number);
  expect([shown.status, shown.acts, shown.checks]).toEqual(['released', ['accept', 'decline', 'defer'], []]);
  const accepted = await anna.post(`/api/recommendations/${number}/decision`, { decision: 'accept', tradesHash: shown.tradesHash, version: shown.version });
  expect([accepted.statusCode, accepted.json()]).toEqual([200, { number, status: 'accepted', version: shown.version + 1 }]);
  const ready = await seenBy('dora', number);
  expect(ready.acts).toEqual(['execute']);
  const executed = await dora.post(`/api/recommendations/${number}/execution`, { tradesHash: ready.tradesHash, version: ready.version });
  expect(executed.statusCode).toBe(200);
  expect(executed.json()).toMatchObject({ status: 'executed', isSimulated: true });
  const [entry, ...others] = await book.em().find(AuditLog, { event: 'recommendation.executed' });
  expect([entry?.actorId, others]).toEqual(['u-dora', []]);
  // What the request changed leads to the entry of the act, and everything it changed to the request.
  const changed = await book.em().find(AuditTrail, { requestId: entry!.requestId! });
  expect(changed.map(({ tableName, auditLogId }) => [tableName, auditLogId === entry?.id])).toEqual(expect.arrayContaining([['AIRecommendations', true], ['Transactions', false], ['RebalancingLogs', false]]));
});

test('without the anti-forgery token, with another hash or another version, nothing happens', async () => {
  const anna = await as('anna');
  const number = await propose('rebalance');
  const { tradesHash, version } = await seenBy('anna', number);
  const decide = (body: object, headers?: object) => anna.post(`/api/recommendations/${number}/decision`, body, headers);
  expect((await decide({ decision: 'accept', tradesHash, version }, {})).statusCode).toBe(403);
  expect((await decide({ decision: 'accept', tradesHash: 'f'.repeat(64), version })).statusCode).toBe(409);
  expect((await decide({ decision: 'accept', tradesHash, version: version + 1 })).statusCode).toBe(409);
  expect((await decide({ decision: 'accept', version })).statusCode).toBe(400);
  expect((await anna.post(`/api/recommendations/${number}/review`, { decision: 'release', reason: 'x', tradesHash, version })).statusCode).toBe(403);
  expect((await anna.post(`/api/recommendations/${number}/execution`, { tradesHash, version })).statusCode).toBe(403);
  expect((await seenBy('anna', number)).status).toBe('released');
});

test('the record of a decision tells the whole way', async () => {
  const { turnId } = await book.app.turns.start(await book.principal('anna'), { clientMessageId: book.app.newId(), text: 'What would you change in Alpine Growth?' }, 'api');
  await book.app.turns.finished(turnId);
  const [latest] = RecommendationList.parse((await (await as('anna')).get('/api/recommendations')).json()).rows;
  await book.act('anna', 'decide_recommendation', { number: latest!.number, decision: 'decline', reason: 'Not now.' });
  const { result } = await book.call('auditor', 'get_decision', { recommendationNumber: latest!.number });
  const facts = new Map((result['facts'] as { key: string; value: unknown }[]).map(({ key, value }) => [key, value]));
  expect([facts.get('question'), facts.get('engine'), facts.get('status'), facts.get('decisionReason'), facts.get('compliance')]).toEqual(['What would you change in Alpine Growth?', 'advice-3', 'declined', 'Not now.', 'all 15 rules passed']);
  const rowsOf = (key: string) => (result['tables'] as { key: string; rows: unknown[][] }[]).find((table) => table.key === key)!.rows;
  expect(rowsOf('acts').map(([, act]) => act)).toEqual(['recommendation.drafted', 'recommendation.checked', 'recommendation.released', 'recommendation.declined']);
  expect(rowsOf('tools').map(([tool]) => tool)).toContain('propose_recommendation');
  expect(rowsOf('inputs').length).toBeGreaterThan(10);
  const turn = await book.call('auditor', 'get_decision', { turnId });
  expect(JSON.stringify(turn.result['tables'])).toContain(latest!.title);
});
