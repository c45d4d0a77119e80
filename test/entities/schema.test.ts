import { readdirSync } from 'node:fs';
import { MikroORM, NodeSqliteDialect, SqliteDriver } from '@mikro-orm/sql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENTITIES, TABLES } from '../../src/entities/index.ts';

const TABLES_BY_MODULE: Readonly<Record<string, readonly string[]>> = {
  clients: ['Users', 'Clients', 'Advisors', 'AdvisorAssignments', 'AdvisorInteractions', 'ClientPreferences', 'KYCVerification'],
  portfolios: ['Portfolios', 'Holdings', 'PortfolioSnapshots', 'PortfolioBenchmarks', 'Benchmarks'],
  trading: ['Transactions', 'Securities', 'MarketPrices', 'SecurityRatings', 'ESGRatings'],
  analytics: [
    'PerformanceMetrics', 'AIInsights', 'AIModelVersions', 'AIRecommendations', 'AnalyticsDashboards', 'DashboardWidgets',
    'StressTests', 'Simulations',
  ],
  planning: ['RebalancingLogs', 'InvestmentGoals', 'AssetAllocationTargets', 'ActualAllocations'],
  income: ['DividendPayouts', 'TaxRecords', 'ClientAccounts', 'BillingInvoices', 'Subscriptions'],
  compliance: ['AuditLogs', 'AuditTrails', 'ComplianceChecks', 'RegulatoryFlags', 'DataExportLogs', 'SecurityEvents'],
  communication: ['Conversations', 'ChatMessages', 'ToolInvocations', 'Notifications', 'NotificationPreferences', 'SupportTickets'],
  behavior: ['UserPreferences', 'ClientSentiment', 'ClientSurveys', 'ClientFeedback', 'UserSessions'],
  system: ['SystemMetrics', 'ErrorLogs', 'ETL_Logs', 'LoginAttempts', 'APIVersions'],
  markets: ['GlobalMarkets', 'CurrencyExchangeRates', 'ThirdPartyVendors'],
  workflow: ['Tasks', 'ScheduledTasks', 'WorkflowSteps', 'WorkflowInstances'],
  documents: ['PortfolioReports', 'Documents', 'VersionedDocuments'],
  tagging: ['Tags', 'TagAssignments', 'PortfolioTags'],
  outreach: ['ReferralPrograms', 'MarketingInteractions'],
};

let orm: MikroORM<SqliteDriver>;

beforeAll(async () => {
  orm = await MikroORM.init({
    driver: SqliteDriver,
    driverOptions: new NodeSqliteDialect(':memory:'),
    dbName: ':memory:',
    entities: ENTITIES,
    timezone: 'Z',
    forceUtcTimezone: true,
  });
});

afterAll(() => orm.close(true));

const metadata = () => [...orm.getMetadata().getAll().values()];

describe('the schema', () => {
  test('has exactly the 71 tables of the design, by name', () => {
    const expected = Object.values(TABLES_BY_MODULE).flat();
    expect(expected).toHaveLength(71);
    expect(metadata().map((entity) => entity.tableName).sort()).toEqual([...expected].sort());
    expect(TABLES).toHaveLength(71);
  });

  test('lists every entity file in the index of its module', () => {
    const folder = new URL('../../src/entities/', import.meta.url);
    for (const [module, tables] of Object.entries(TABLES_BY_MODULE)) {
      const files = readdirSync(new URL(`${module}/`, folder)).filter((file) => file.endsWith('.entity.ts'));
      expect([module, files.length]).toEqual([module, tables.length]);
    }
  });

  test('says what every table and every column means', () => {
    const silent = metadata().flatMap((entity) => [
      ...(entity.comment ? [] : [entity.tableName]),
      ...Object.values(entity.properties).filter((property) => !property.comment).map((property) => `${entity.tableName}.${property.name}`),
    ]);
    expect(silent).toEqual([]);
  });

  test('lets each role reach rows by paths that exist', () => {
    const broken = TABLES.flatMap((table) => {
      const entity = orm.getMetadata().get(table.schema.meta.class);
      return reachPaths(table.access).filter((path) => !pathExists(entity.className, path)).map((path) => `${entity.tableName}: ${path}`);
    });
    expect(broken).toEqual([]);
  });

  test('is what an empty SQLite database becomes, without a difference left', async () => {
    await orm.schema.create();
    expect(await orm.schema.getUpdateSchemaSQL()).toBe('');
  });

  test('indexes every foreign key, so that neither a join nor a cascade scans a table', async () => {
    const unindexed = await orm.em.getConnection().execute<{ name: string }[]>(`
      select m.name || '.' || f."from" as name from sqlite_master m join pragma_foreign_key_list(m.name) f
      where m.type = 'table' and not exists (
        select 1 from pragma_index_list(m.name) i join pragma_index_info(i.name) c where c.seqno = 0 and c.name = f."from")`);
    expect(unindexed.map((row) => row.name)).toEqual([]);
  });
});

/** All property paths that the access rules of a table follow. */
function reachPaths(rule: unknown): string[] {
  if (typeof rule === 'string' || rule === null || typeof rule !== 'object') return [];
  return Object.entries(rule).flatMap(([key, value]) => {
    if (key === 'writers') return [];
    return Array.isArray(value) ? value.flatMap(reachPaths) : reachLeaf(key, value);
  });
}

function reachLeaf(key: string, value: unknown): string[] {
  const isRole = key === 'client' || key === 'advisor' || key === 'user' || key === 'whenSet';
  return isRole && typeof value === 'string' && value !== 'all' && value !== 'none' ? [value] : reachPaths(value);
}

function pathExists(className: string, path: string): boolean {
  let entity = metadata().find((candidate) => candidate.className === className);
  return path.split('.').every((name) => {
    const property = entity?.properties[name];
    entity = property?.targetMeta;
    return property !== undefined;
  });
}
