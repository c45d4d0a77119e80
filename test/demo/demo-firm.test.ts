import { createHash } from 'node:crypto';
import type { AbstractSqlConnection } from '@mikro-orm/sql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { decodeSortable } from '../../src/entities/exact-decimal.type.ts';
import { TABLES } from '../../src/entities/index.ts';
import { CAST } from '../../src/demo/people/cast.ts';
import { seedDemoFirm } from '../../src/demo/seed-demo-firm.ts';
import { addDays, addMonths, isoDate, startOfMonth, startOfQuarter, startOfWeek, type IsoDate } from '../../src/shared/calendar.ts';
import { decimal, ZERO, type Decimal } from '../../src/shared/decimal.ts';
import { ENGINES, givenDatabase } from '../support/databases.ts';

type Row = Record<string, string | number | null>;

const today = isoDate('2026-11-23');
const tableNames = TABLES.map(({ schema }) => schema.meta.tableName);

function connectionOf(database: Database): AbstractSqlConnection {
  return database.orm.em.getConnection() as AbstractSqlConnection; // ours are SQL drivers
}

const rowsOf = (database: Database, sql: string, values: unknown[] = []) => connectionOf(database).execute<Row[]>(sql, values);

/** One hash over all rows of each table, in key order. */
async function fingerprints(database: Database): Promise<Record<string, string>> {
  const out: Record<string, string> = {};
  for (const { schema } of TABLES) {
    const { tableName, primaryKeys, props } = database.orm.getMetadata().get(schema.meta.class);
    const keys = props.filter(({ name }) => primaryKeys.includes(name)).flatMap(({ fieldNames }) => fieldNames).join(',');
    const hash = createHash('sha256');
    for (const row of await rowsOf(database, `select * from \`${tableName}\` order by ${keys}`)) hash.update(JSON.stringify(row));
    out[tableName] = hash.digest('hex');
  }
  return out;
}

describe.each(ENGINES)('the demo firm on %s', (engine) => {
  let database: Database;
  const rows = (sql: string, values: unknown[] = []) => rowsOf(database, sql, values);
  const count = async (sql: string, values: unknown[] = []) => Number((await rows(`select count(*) as n from ${sql}`, values))[0]!['n']);
  const amount = (value: string | number | null | undefined): Decimal => (value === null || value === undefined ? ZERO : decimal(engine === 'sqlite' ? decodeSortable(String(value)) : String(value)));
  /** An instant as the engine compares it. */
  const instant = (day: IsoDate) => (engine === 'sqlite' ? Date.parse(`${day}T00:00:00Z`) : `${day} 00:00:00.000`);

  beforeAll(async () => {
    database = await givenDatabase(engine);
    const started = performance.now();
    await seedDemoFirm(database, { today, seed: 7 });
    console.log(`The demo firm took ${((performance.now() - started) / 1_000).toFixed(1)} s on ${engine}.`);
  }, 240_000);
  afterAll(() => database?.close());

  test('each of the 71 tables has rows', async () => {
    const empty: string[] = [];
    for (const name of tableNames) if ((await count(`\`${name}\``)) === 0) empty.push(name);
    expect(tableNames).toHaveLength(71);
    expect(empty).toEqual([]);
  });

  test('the firm has the promised size', async () => {
    expect(await count('Advisors')).toBe(4);
    expect(await count('Clients')).toBe(30);
    expect(await count('Portfolios')).toBeGreaterThanOrEqual(50);
    expect(await count("Securities where asset_class <> 'cash' and is_index = 0")).toBeGreaterThanOrEqual(80);
    expect((await rows('select distinct base_currency from Portfolios')).length).toBeGreaterThanOrEqual(4);
    expect((await rows("select distinct asset_class from Securities where is_index = 0")).length).toBeGreaterThanOrEqual(8);
    expect((await rows('select distinct kind from Clients')).length).toBe(3);
    expect(await count("Benchmarks where kind = 'index'")).toBe(4);
    expect(await count('(select distinct price_date from MarketPrices) d')).toBeGreaterThan(1_540);
  });

  test('no price stands on a weekend and none after today', async () => {
    const days = (await rows('select distinct price_date as day from MarketPrices')).map(({ day }) => String(day).slice(0, 10));
    expect(days.filter((day) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()))).toEqual([]);
    expect(days.toSorted().at(-1)).toBe(today);
  });

  test('cash is what the transactions moved, to the last digit, and never below zero', async () => {
    const balances = new Map<string, Decimal>();
    const negative: string[] = [];
    const inflows = new Set(['sell', 'deposit', 'dividend', 'coupon', 'interest']);
    for (const row of await rows("select portfolio_id, kind, currency, net_amount, trade_date from Transactions where kind <> 'split' order by portfolio_id, trade_date, sequence")) {
      const key = `${row['portfolio_id']} ${row['currency']}`;
      const net = amount(row['net_amount']);
      const balance = (balances.get(key) ?? ZERO).plus(inflows.has(String(row['kind'])) ? net : net.neg());
      balances.set(key, balance);
      if (balance.lt(0)) negative.push(`${key} ${String(row['trade_date'])}`);
    }
    expect(negative).toEqual([]);
    const held = await rows("select h.portfolio_id, s.currency, h.quantity from Holdings h join Securities s on s.id = h.security_id where s.asset_class = 'cash'");
    for (const row of held) expect(amount(row['quantity']).toFixed(4)).toBe(balances.get(`${row['portfolio_id']} ${row['currency']}`)?.toFixed(4));
    expect(held.length).toBeGreaterThan(50);
  });

  test('every fee in the books has its paid invoice of the same amount', async () => {
    const fees = await rows("select portfolio_id, trade_date, net_amount from Transactions where kind = 'fee'");
    expect(fees.length).toBe(await count("BillingInvoices where status = 'paid'"));
    const invoices = new Set((await rows("select portfolio_id, paid_on, amount from BillingInvoices where status = 'paid'")).map((row) => `${row['portfolio_id']} ${String(row['paid_on'])} ${amount(row['amount']).toFixed(4)}`));
    expect(fees.filter((row) => !invoices.has(`${row['portfolio_id']} ${String(row['trade_date'])} ${amount(row['net_amount']).toFixed(4)}`))).toEqual([]);
  });

  test('dividends that have gone ex are announced until they are paid', async () => {
    expect(await count("DividendPayouts where status = 'announced' and ex_date <= ? and pay_date > ?", [today, today])).toBeGreaterThan(10);
    expect(await count("DividendPayouts where status = 'announced'")).toBe(await count("DividendPayouts where status = 'announced' and transaction_id is null"));
  });

  test('no reference points nowhere', async () => {
    expect(engine === 'sqlite' ? await rows('pragma foreign_key_check') : []).toEqual([]);
    expect(await count('ToolInvocations t where t.recommendation_id is not null and not exists (select 1 from AIRecommendations r where r.id = t.recommendation_id)')).toBe(0);
    expect(await count('AIRecommendations r where r.conversation_id is not null and not exists (select 1 from Conversations c where c.id = r.conversation_id)')).toBe(0);
    expect(await count("AuditLogs a where a.object_type = 'AIRecommendations' and not exists (select 1 from AIRecommendations r where r.id = a.object_id)")).toBe(0);
  });

  test('nothing is recorded after the day begins', async () => {
    const limit = instant(today);
    for (const [table, column] of [['AuditLogs', 'occurred_at'], ['Transactions', 'recorded_at'], ['MarketPrices', 'recorded_at'], ['ChatMessages', 'created_at'], ['LoginAttempts', 'occurred_at'], ['Notifications', 'created_at']] as const) {
      expect({ table, later: await count(`${table} where ${column} > ?`, [limit]) }).toEqual({ table, later: 0 });
    }
  });

  const holdingOf = async (client: string, ticker: string): Promise<Row | undefined> => (await rows(
    'select h.* from Holdings h join Portfolios p on p.id = h.portfolio_id join Clients c on c.id = p.client_id join Securities s on s.id = h.security_id where c.full_name = ? and s.ticker = ?', [client, ticker],
  ))[0];

  describe('stories', () => {
    test('a technology share is more than a quarter of James Whitfield’s portfolio', async () => {
      expect(Number((await holdingOf('James Whitfield', 'NVLT'))?.['weight_fraction'])).toBeGreaterThan(0.25);
    });

    test('Marcus Bell and Nadia Rahman hold losses worth harvesting', async () => {
      for (const client of ['Marcus Bell', 'Nadia Rahman']) {
        for (const ticker of ['VOLT', 'MDRA', 'STRM']) expect(amount((await holdingOf(client, ticker))?.['unrealised_gain_base']).toNumber()).toBeLessThan(-1_000);
      }
    });

    test('Priya Raman bought Helix Cloud twelve days ago and holds it at a loss', async () => {
      expect(amount((await holdingOf('Priya Raman', 'HLXC'))?.['unrealised_gain_base']).toNumber()).toBeLessThan(0);
      const bought = await rows("select t.trade_date as day from Transactions t join Portfolios p on p.id = t.portfolio_id join Clients c on c.id = p.client_id join Securities s on s.id = t.security_id where c.full_name = 'Priya Raman' and s.ticker = 'HLXC' and t.kind = 'buy' order by t.trade_date desc");
      expect(String(bought[0]!['day']).slice(0, 10) >= addDays(today, -12)).toBe(true);
      expect(bought).toHaveLength(2);
    });

    test('identity verifications have expired and expire soon', async () => {
      expect(await count("KYCVerification k join Clients c on c.id = k.client_id where c.full_name in ('Oliver Hastings', 'Katharina Vogel') and k.status = 'expired' and k.expires_on > ? and k.expires_on < ?", [addDays(today, -60), today])).toBe(2);
      expect(await count("KYCVerification where status = 'verified' and expires_on between ? and ?", [today, addDays(today, 90)])).toBe(2);
    });

    test('a restricted security is held, a price is stale and a rate is missing', async () => {
      expect(await holdingOf('Luca Bernasconi', 'LEMN')).toBeDefined();
      expect(await count("Securities where ticker = 'LEMN' and is_restricted = 1")).toBe(1);
      const stale = await holdingOf('Hugo Delacroix', 'KSTR');
      expect(String(stale?.['price_date']).slice(0, 10) < addDays(today, -14)).toBe(true);
      const foreign = await holdingOf('Lars Eriksen', 'FJRD');
      expect(String(foreign?.['fx_rate_date']).slice(0, 10) < addDays(today, -9)).toBe(true);
    });

    test('one client is near a goal and one far from it', async () => {
      const progress = async (client: string) => {
        const goal = (await rows('select g.target_amount, g.earmark_fraction, g.portfolio_id from InvestmentGoals g join Clients c on c.id = g.client_id where c.full_name = ? and g.goal_rank = 1', [client]))[0]!;
        const values = await rows('select market_value_base from Holdings where portfolio_id = ?', [goal['portfolio_id']]);
        const value = values.reduce((sum, row) => sum.plus(amount(row['market_value_base'])), ZERO);
        return value.times(Number(goal['earmark_fraction'])).div(amount(goal['target_amount'])).toNumber();
      };
      expect(await progress('Anna Kowalski')).toBeGreaterThanOrEqual(0.9);
      expect(await progress('Grace Tremblay')).toBeLessThan(0.2);
    });

    test('David Chen’s portfolio is far under its newest target for shares', async () => {
      const actual = (await rows("select a.weight_fraction as w from ActualAllocations a join Portfolios p on p.id = a.portfolio_id join Clients c on c.id = p.client_id where c.full_name = 'David Chen' and a.dimension = 'asset_class' and a.bucket = 'equity'"))[0];
      const target = (await rows("select t.target_fraction as w from AssetAllocationTargets t join Portfolios p on p.id = t.portfolio_id join Clients c on c.id = p.client_id where c.full_name = 'David Chen' and t.asset_class = 'equity' order by t.valid_from desc"))[0];
      expect(Number(target?.['w']) - Number(actual?.['w'])).toBeGreaterThan(0.08);
    });

    test('two portfolios move more than their mandates allow', async () => {
      const breaches = await rows("select p.name from PerformanceMetrics m join Portfolios p on p.id = m.portfolio_id where m.metric = 'volatility' and m.period_code = '1Y' and m.value > p.max_volatility_fraction order by p.name");
      expect(breaches.map(({ name }) => name)).toEqual(expect.arrayContaining(['Frontier', 'High Conviction']));
    });

    test('two clients have not been contacted for months', async () => {
      const silent = await rows("select c.full_name as name from Clients c join AdvisorInteractions i on i.client_id = c.id and i.kind <> 'note' group by c.full_name having max(i.occurred_at) < ? order by 1", [instant(addDays(today, -180))]);
      expect(silent.map(({ name }) => name)).toEqual(['Isabelle Gagnon', 'Marie Dubois']);
    });

    test('sentiment turns sour, fees are unpaid', async () => {
      expect(await count("ClientSentiment s join Clients c on c.id = s.client_id where c.full_name = 'Nadia Rahman' and s.label = 'negative' and s.measured_on > ?", [addDays(today, -60)])).toBeGreaterThan(1);
      const unpaid = await rows("select distinct c.full_name as name from BillingInvoices b join Clients c on c.id = b.client_id where b.status = 'overdue' order by 1");
      expect(unpaid.map(({ name }) => name)).toEqual(['David Morrison', 'Stefan Vogel']);
    });

    test('names collide as they do in life', async () => {
      const byFirst = await rows("select a.full_name as advisor, c.first_name as name from Clients c join AdvisorAssignments x on x.client_id = c.id and x.ends_on is null and x.role = 'primary' join Advisors a on a.id = x.advisor_id where c.first_name is not null group by a.full_name, c.first_name having count(*) > 1");
      expect(byFirst).toHaveLength(4);
      expect((await rows('select last_name from Clients where last_name is not null group by last_name having count(*) > 1')).length).toBeGreaterThanOrEqual(2);
      expect(await count("Portfolios p join Clients c on c.id = p.client_id where c.last_name = 'Hale' and p.name like 'Family Growth%'")).toBe(2);
    });

    test('recommendations stand at every point of their life, some overridden, some with low confidence last quarter', async () => {
      const statuses = (await rows('select distinct status from AIRecommendations')).map(({ status }) => status);
      expect(statuses).toEqual(expect.arrayContaining(['in_review', 'released', 'declined', 'executed', 'measured', 'expired', 'blocked']));
      expect(await count('AIRecommendations where is_override = 1 and decided_at >= ?', [instant(isoDate('2026-01-01'))])).toBeGreaterThan(0);
      const quarter = addMonths(startOfQuarter(today), -3);
      expect(await count('AIRecommendations where confidence < 0.6 and created_at >= ? and created_at < ?', [instant(quarter), instant(startOfQuarter(today))])).toBeGreaterThan(0);
      expect(await count("AIRecommendations r where r.status in ('declined', 'executed', 'measured') and not exists (select 1 from AuditLogs a where a.object_id = r.id and a.event in ('recommendation.accepted', 'recommendation.declined', 'recommendation.overridden'))")).toBe(0);
      expect(await count("AIModelVersions where status = 'active'")).toBe(1);
    });

    test('an advice that was carried out has the trades of its rebalance in the books', async () => {
      const carried = await rows('select l.trades from RebalancingLogs l where l.recommendation_id is not null');
      expect(carried.length).toBeGreaterThan(5);
      for (const row of carried) {
        const trades = (typeof row['trades'] === 'string' ? JSON.parse(row['trades']) : row['trades']) as { transactionId: string }[];
        expect(await count(`Transactions where id in (${trades.map(() => '?').join(',')})`, trades.map(({ transactionId }) => transactionId))).toBe(trades.length);
      }
    });

    test('the platform has a past: failures, refusals, exports, stuck work', async () => {
      const week = instant(addDays(today, -7));
      const monthStart = startOfMonth(today);
      expect(await count('LoginAttempts where succeeded = 0 and occurred_at >= ?', [week])).toBeGreaterThanOrEqual(8);
      expect(await count("SecurityEvents where severity = 'high' and occurred_at >= ?", [instant(monthStart)])).toBeGreaterThan(0);
      expect(await count('ChatMessages where refusal_reason is not null and created_at >= ? and created_at < ?', [instant(addMonths(monthStart, -1)), instant(monthStart)])).toBeGreaterThan(1);
      expect(await count('DataExportLogs where exported_at >= ? and exported_at < ?', [instant(addMonths(startOfQuarter(today), -3)), instant(startOfQuarter(today))])).toBe(3);
      expect(await count("WorkflowInstances where status = 'waiting' and last_progress_at < ?", [instant(addDays(today, -14))])).toBeGreaterThan(1);
      expect(await count("ETL_Logs where status = 'failed' and started_at >= ?", [instant(startOfWeek(today))])).toBeGreaterThan(0);
      expect(await count("AuditTrails where table_name = 'Clients' and field_list like '%,riskProfile,%'")).toBeGreaterThanOrEqual(4);
      expect(await count("APIVersions where status = 'deprecated'")).toBe(1);
      expect(await count("Tasks where status in ('open', 'in_progress') and due_on < ?", [today])).toBeGreaterThan(3);
      expect(await count("Tasks where status = 'open' and due_on between ? and ?", [startOfWeek(today), addDays(startOfWeek(today), 6)])).toBeGreaterThan(5);
      expect(await count("UserSessions where status = 'active'")).toBe(4);
    });

    test('every client has what a chat may ask for', async () => {
      for (const table of ['KYCVerification', 'InvestmentGoals', 'ClientAccounts', 'Subscriptions', 'BillingInvoices', 'SupportTickets', 'Notifications', 'Documents', 'ClientSurveys', 'ClientFeedback', 'AIRecommendations', 'PortfolioReports', 'ReferralPrograms', 'AdvisorInteractions']) {
        const owner = table === 'ReferralPrograms' ? 'referrer_id' : 'client_id';
        expect({ table, clients: await count(`(select distinct ${owner} from \`${table}\` where ${owner} is not null) d`) }).toEqual({ table, clients: CAST.length });
      }
      expect(await count("AnalyticsDashboards where name = 'main'")).toBe(35);
    });
  });
});

test('the same day and seed give the same rows, ids included', async () => {
  const seeded = async () => {
    const database = await givenDatabase('sqlite');
    await seedDemoFirm(database, { today, seed: 7 });
    const prints = await fingerprints(database);
    await database.close();
    return prints;
  };
  expect(await seeded()).toEqual(await seeded());
}, 240_000);

test.each(['2027-01-01', '2026-02-28', '2025-08-31'])('the firm can be made for %s with another seed', async (day) => {
  const database = await givenDatabase('sqlite');
  await seedDemoFirm(database, { today: isoDate(day), seed: 20_260 });
  expect(Number((await rowsOf(database, 'select count(*) as n from Holdings'))[0]!['n'])).toBeGreaterThan(400);
  await database.close();
}, 240_000);
