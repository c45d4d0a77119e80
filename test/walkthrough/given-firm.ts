import type { AbstractSqlConnection } from '@mikro-orm/sql';
import { pino } from 'pino';
import { resolvePrincipal } from '../../src/access/resolve-principal.ts';
import type { Principal } from '../../src/access/principal.ts';
import { composeApp } from '../../src/compose.ts';
import { readSettings } from '../../src/config.ts';
import { callDirectly, type DirectResult } from '../../src/conversation/direct-tools.ts';
import { settleByCard } from '../../src/conversation/decide-approval.ts';
import { DEMO_SEED } from '../../src/demo/prepare-demo.ts';
import { seedDemoFirm } from '../../src/demo/seed-demo-firm.ts';
import { User } from '../../src/entities/clients/user.entity.ts';
import { TABLES } from '../../src/entities/index.ts';
import { dayOf, isoDate } from '../../src/shared/calendar.ts';
import { givenDatabase } from '../support/databases.ts';

export const FIRM_DAY = isoDate('2026-11-23');

export type Row = Record<string, unknown>;
/** What one act wrote: added and changed rows by table; tables without a change are absent. */
export type Written = Record<string, { readonly added: Row[]; readonly changed: Row[]; readonly removed: Row[] }>;

/** Tables that hold nothing but quotes: too large to compare row by row, and no act of advice writes them. */
const QUOTES = new Set(['MarketPrices', 'CurrencyExchangeRates']);
/** Eighty thousand days of value, of which today's alone can change. */
const LATEST: Readonly<Record<string, string>> = { PortfolioSnapshots: ` where snapshot_date >= '${FIRM_DAY}'` };

/** The whole application with the offline model on the demo firm, with a clock that can be moved. */
export async function givenFirm() {
  const database = await givenDatabase('sqlite');
  await seedDemoFirm(database, { today: FIRM_DAY, seed: DEMO_SEED });
  let startMs = Date.parse(`${FIRM_DAY}T10:00:00Z`) - performance.now();
  const clock = { now: () => new Date(startMs + performance.now()), today: () => dayOf(new Date(startMs + performance.now())) };
  const app = composeApp({ settings: readSettings({ SESSION_SECRET: 's'.repeat(32) }), database, clock, log: pino({ level: 'silent' }), publish: () => undefined });
  const connection = database.orm.em.getConnection() as AbstractSqlConnection; // ours are SQL drivers
  const rows = async (sql: string, values: unknown[] = []): Promise<Row[]> => connection.execute<Row[]>(sql, values);

  async function principal(email: string): Promise<Principal> {
    const em = database.orm.em.fork();
    const user = await em.findOneOrFail(User, { email });
    const found = await resolvePrincipal(em, user.id, clock.today());
    if (!found) throw new Error(`nobody signs in as ${email}`);
    return found;
  }

  /** Asks in the chat and waits for the whole answer. */
  async function ask(email: string, text: string, conversationId?: string) {
    const received = await app.turns.start(await principal(email), { clientMessageId: app.newId(), text, ...(conversationId ? { conversationId } : {}) }, 'api');
    await app.turns.finished(received.turnId);
    const [answer] = await rows('select content, status from ChatMessages where turn_id = ? and role = ?', [received.turnId, 'assistant']);
    return { ...received, text: String(answer?.['content']), status: String(answer?.['status']) };
  }

  /** Calls a tool as a person's program does; a write is only prepared. */
  async function call(email: string, name: string, args: unknown): Promise<DirectResult & { readonly result: Row }> {
    const done = await callDirectly(app.turns.deps, await principal(email), { callId: app.newId(), name, argumentsText: JSON.stringify(args) });
    return { ...done, result: JSON.parse(done.content) as Row };
  }

  /** Gives the approval of a prepared write on its card. */
  async function approve(email: string, prepared: DirectResult) {
    if (!prepared.approval) throw new Error(`nothing to approve: ${prepared.content}`);
    const { invocationId, argumentsHash } = prepared.approval;
    return settleByCard(app.turns.deps, await principal(email), { invocationId, argumentsHash, decision: 'approve' });
  }

  /** Runs something and says which rows it wrote, all tables but the quotes row by row. */
  async function writtenBy<T>(act: () => Promise<T>): Promise<{ readonly result: T; readonly written: Written }> {
    const before = await everything();
    const result = await act();
    const after = await everything();
    const written: Written = {};
    for (const [table, now] of after) {
      const then = before.get(table)!;
      const added = [...now].filter(([key]) => !then.has(key)).map(([, row]) => row);
      const removed = [...then].filter(([key]) => !now.has(key)).map(([, row]) => row);
      const changed = [...now].filter(([key, row]) => then.has(key) && JSON.stringify(then.get(key)) !== JSON.stringify(row)).map(([, row]) => row);
      if (added.length + removed.length + changed.length > 0) written[table] = { added, changed, removed };
    }
    return { result, written };
  }

  async function everything(): Promise<Map<string, Map<string, Row>>> {
    const all = new Map<string, Map<string, Row>>();
    for (const { schema } of TABLES) {
      const { tableName, primaryKeys, props } = database.orm.getMetadata().get(schema.meta.class);
      if (QUOTES.has(tableName)) {
        all.set(tableName, new Map([['count', (await rows(`select count(*) as n from ${tableName}`))[0]!]]));
        continue;
      }
      const keys = props.filter(({ name }) => primaryKeys.includes(name)).flatMap(({ fieldNames }) => fieldNames);
      all.set(tableName, new Map((await rows(`select * from \`${tableName}\`${LATEST[tableName] ?? ''}`)).map((row) => [keys.map((key) => String(row[key])).join(':'), row])));
    }
    return all;
  }

  return {
    app, database, rows, principal, ask, call, approve, writtenBy,
    /** Moves the clock on. */
    travel: (days: number) => { startMs += days * 86_400_000; },
    close: () => database.close(),
  };
}

export type Firm = Awaited<ReturnType<typeof givenFirm>>;

/** Added, changed and removed rows by table, as numbers. */
export function countsOf(written: Written): Record<string, readonly [added: number, changed: number, removed: number]> {
  return Object.fromEntries(Object.entries(written).map(([table, { added, changed, removed }]) => [table, [added.length, changed.length, removed.length] as const]));
}
