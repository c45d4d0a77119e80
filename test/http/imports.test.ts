import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashPassword } from '../../src/access/password.ts';
import { User } from '../../src/entities/clients/user.entity.ts';
import { AuditTrail } from '../../src/entities/compliance/audit-trail.entity.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';
import { EtlLog } from '../../src/entities/system/etl-log.entity.ts';
import { Transaction } from '../../src/entities/trading/transaction.entity.ts';
import type { ImportResult } from '../../src/contract/imports.ts';
import { givenSecurities } from '../data/given-derived.ts';
import { ENGINES } from '../support/databases.ts';
import { givenAdvisor, givenAssignment } from '../support/given-advisor.ts';
import { givenPortfolio } from '../support/given-portfolio.ts';
import { givenServer, PASSWORD } from '../support/given-server.ts';
import { givenUser } from '../support/given-user.ts';

const PRICES = 'symbol,date,close\nAAA,2026-11-19,10.5\nAAA,2026-11-20,10.7\nNOPE,2026-11-20,1\n';
const trades = (portfolio: string) => `portfolio,date,type,amount,currency\n${portfolio},2026-11-20,deposit,100.50,USD\n`;

describe.each(ENGINES)('importing over HTTP on %s', (engine) => {
  let given: Awaited<ReturnType<typeof givenServer>>;
  const who: Record<'admin' | 'advisor' | 'client' | 'auditor', string> = { admin: '', advisor: '', client: '', auditor: '' };
  const portfolios: Portfolio[] = [];

  beforeAll(async () => {
    given = await givenServer(engine);
    const em = given.database.orm.em.fork();
    const passwordHash = await hashPassword(PASSWORD);
    who.admin = (await givenUser(em, { role: 'admin', passwordHash })).email;
    who.auditor = (await givenUser(em, { role: 'auditor', passwordHash })).email;
    who.client = given.anna.email;
    const advisor = await givenAdvisor(em);
    const login = await em.findOneOrFail(User, { id: advisor.user!.id });
    login.passwordHash = passwordHash;
    await em.flush();
    who.advisor = login.email;
    for (const client of given.clients) portfolios.push(await givenPortfolio(em, client, { baseCurrency: 'USD' }));
    await givenAssignment(em, advisor, given.clients[0]!);
    await givenSecurities(em, { AAA: 'USD' });
  });
  afterAll(() => given.close());

  async function send(email: string, content: string | Buffer, options?: object, headers?: Record<string, string>) {
    const session = await given.signIn(email);
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(Buffer.from(content))]), 'sent.csv');
    if (options) form.append('options', JSON.stringify(options));
    const body = new Response(form);
    return given.server.inject({
      method: 'POST', url: '/api/imports', cookies: session.cookies,
      headers: { ...(headers ?? session.headers), 'content-type': body.headers.get('content-type') ?? '' }, payload: Buffer.from(await body.arrayBuffer()),
    });
  }
  const count = (entity: typeof Transaction | typeof EtlLog | typeof AuditLog, where: object = {}) => given.database.orm.em.fork().count(entity as typeof Transaction, where);

  test('a preview writes nothing; the import then gives the same counts, the refused rows and what was understood, and both are on record', async () => {
    const preview = await send(who.admin, PRICES, { preview: true });
    expect(preview.json<ImportResult>()).toMatchObject({ status: 'preview', added: 2, refused: 1 });
    expect(await count(EtlLog)).toBe(0);
    const done = await send(who.admin, PRICES);
    expect(done.statusCode).toBe(200);
    expect(done.json<ImportResult>()).toMatchObject({
      status: 'partial', kind: 'prices', read: 3, added: 2, refused: 1, rejects: [{ line: 4, field: 'security', reason: '"NOPE" is not a ticker or ISIN that we know' }],
      detected: { encoding: 'UTF-8', delimiter: ',', dateFormat: 'ymd', columns: { security: 'symbol', date: 'date', close: 'close' } },
    });
    expect(await count(EtlLog, { status: 'partial', rowsInserted: 2, rowsRejected: 1, fileName: 'sent.csv', rejectsFile: null } as object)).toBe(1);
    expect(await count(AuditLog, { event: ['import.previewed', 'import.run'], decision: 'done' } as object)).toBe(2);
  });

  test('strict takes nothing and says which line', async () => {
    const refused = await send(who.admin, `${PRICES}AAA,2026-11-18,9\n`, { strict: true });
    expect(refused.statusCode).toBe(400);
    expect(refused.json<{ detail: string }>().detail).toContain('Line 4, security');
  });

  test('an advisor brings in trades of assigned clients alone; another client\'s portfolio looks like a missing one; firm-wide prices are refused', async () => {
    const [own, other] = portfolios as [Portfolio, Portfolio];
    expect((await send(who.advisor, trades(own.id))).json<ImportResult>()).toMatchObject({ status: 'succeeded', added: 1 });
    // The booking leads to the entry of the import and to the request, in the advisor's name.
    const em = given.database.orm.em.fork();
    const [booked, ...others] = await em.find(AuditTrail, { tableName: 'Transactions', operation: 'insert' });
    expect(others).toEqual([]);
    expect(await em.findOneOrFail(AuditLog, { id: booked?.auditLogId ?? 'none' })).toMatchObject({ event: 'import.run', requestId: booked?.requestId, actorRole: 'advisor', actorId: booked?.actorId });
    const [foreign, missing] = [(await send(who.advisor, trades(other.id))).json<ImportResult>(), (await send(who.advisor, trades('absent'))).json<ImportResult>()];
    expect(foreign).toMatchObject({ added: 0, refused: 1 });
    expect(foreign.rejects).toEqual(missing.rejects);
    expect(await count(Transaction, { portfolio: other.id } as object)).toBe(0);
    const prices = await send(who.advisor, 'symbol,date,close\nAAA,2026-11-18,9\n');
    expect(prices.statusCode).toBe(403);
    expect(await count(AuditLog, { event: 'import.run', decision: 'denied' } as object)).toBe(1);
  });

  test('clients and auditors may not import, nor anybody from another page', async () => {
    for (const email of [who.client, who.auditor]) expect((await send(email, PRICES)).statusCode, email).toBe(403);
    expect((await send(who.admin, PRICES, {}, { 'x-csrf-token': 'forged' })).statusCode).toBe(403);
  });

  test('what cannot be a file of ours is refused with a sentence: too large, empty, no file, unknown options', async () => {
    expect((await send(who.admin, Buffer.alloc(21 * 1_048_576, 'a'))).statusCode).toBe(413);
    expect((await send(who.admin, '')).statusCode).toBe(400);
    expect((await send(who.admin, PRICES, { kinds: 'prices' })).json<{ detail: string }>().detail).toContain('kinds');
    const session = await given.signIn(who.admin);
    expect((await given.server.inject({ method: 'POST', url: '/api/imports', cookies: session.cookies, headers: session.headers, payload: { file: 'x' } })).statusCode).toBe(400);
  });
});
