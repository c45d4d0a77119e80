import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AbstractSqlConnection } from '@mikro-orm/sql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopedDbs } from '../../../src/access/scoped-dbs.ts';
import type { Database } from '../../../src/db/open-database.ts';
import { seedDemoFirm } from '../../../src/demo/seed-demo-firm.ts';
import type { Answer } from '../../../src/shared/answer.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { fixedDayClock } from '../../../src/shared/clock.ts';
import { reportTools } from '../../../tools/report-tools.ts';
import { ENGINES, givenDatabase } from '../../support/databases.ts';
import { rowsOf } from '../../support/given-book.ts';

const folder = resolve(import.meta.dirname, '../../../sql/views');
const today = isoDate('2026-11-23');

type Row = Record<string, string | number | null>;

test('each report has a view of its own name, and no view is without a report', () => {
  expect(readdirSync(folder).toSorted()).toEqual(reportTools.map(({ name }) => `${name}.sql`).toSorted());
});

describe.runIf(ENGINES.includes('mariadb'))('on MariaDB, what a BI tool reads in a view is what the report says', () => {
  let database: Database;

  beforeAll(async () => {
    database = await givenDatabase('mariadb');
    await seedDemoFirm(database, { today, seed: 1 });
    for (const file of readdirSync(folder)) await rows(readFileSync(resolve(folder, file), 'utf8'));
  });
  afterAll(() => database.close());

  const rows = (sql: string) => (database.orm.em.getConnection() as AbstractSqlConnection).execute<Row[]>(sql); // MariaDB is SQL

  async function report(name: string, args: unknown = {}): Promise<Answer> {
    const tool = reportTools.find((candidate) => candidate.name === name)!;
    const principal = { userId: 'u-auditor', role: 'auditor', displayName: 'Auditor', clientIds: [] } as const;
    const open = scopedDbs({ em: database.orm.em, onDenied: async () => undefined });
    return tool.run(tool.input.parse(args), { db: open(principal), principal, clock: fixedDayClock(today, () => new Date('2026-11-23T12:00:00Z')), newId: () => 'id', modelVersionLabel: 'test' });
  }

  const near = (value: unknown): unknown => expect.closeTo(Number(value), 9);

  test('top performing portfolios', async () => {
    const expected = await rows('select * from report_top_portfolios limit 7');
    expect(expected).toHaveLength(7);
    const shown = rowsOf(await report('report_top_portfolios', { limit: 7 }), 'topPortfolios');
    expect(shown.map((row) => [row['rank'], row['portfolioId'], row['client'], row['returnFraction']])).toEqual(expected.map((row) => [row['rank_number'], row['portfolio_id'], row['client'], near(row['return_fraction'])]));
  });

  test('underweights, with the money that is missing', async () => {
    const expected = await rows('select * from report_underweights');
    expect(expected.length).toBeGreaterThan(10);
    const shown = rowsOf(await report('report_underweights', { all: true, limit: 200 }), 'underweights');
    const sorted = (lines: unknown[][]) => lines.toSorted((left, right) => (String(left[0]) + String(left[1]) < String(right[0]) + String(right[1]) ? -1 : 1));
    expect(sorted(shown.map((row) => [`${String(row['client'])}/${String(row['portfolio'])}`, row['assetClass'], row['gapFraction'], row['isBelowBand'], Number(row['gapBase'])])))
      .toEqual(sorted(expected.map((row) => [`${String(row['client'])}/${String(row['portfolio'])}`, row['asset_class'], near(row['gap_fraction']), Boolean(row['is_below_band']), expect.closeTo(Number(row['gap_base']), 1)])));
  });

  test('sentiment and market volatility by month', async () => {
    const answer = await report('report_sentiment_volatility', { benchmark: 'Steward World Equity' });
    const expected = await rows("select * from report_sentiment_volatility where benchmark_code = 'WORLD'");
    expect(expected.length).toBeGreaterThan(5);
    expect(rowsOf(answer, 'months').map((row) => [row['month'], row['meanScore'], row['scoreCount'], row['volatility']])).toEqual(expected.map((row) => [row['month'], near(row['mean_score']), Number(row['score_count']), near(row['volatility_fraction'])]));
  });

  test('confidence by sector and strategy', async () => {
    const expected = await rows('select * from report_confidence_heatmap');
    expect(expected.length).toBeGreaterThan(3);
    const shown = rowsOf(await report('report_confidence_heatmap'), 'heatmap');
    const key = (left: unknown[], right: unknown[]) => (`${String(left[0])} ${String(left[1])}` < `${String(right[0])} ${String(right[1])}` ? -1 : 1);
    expect(shown.map((row) => [row['sector'], row['strategy'], row['meanConfidence'], row['leastConfidence'], row['count']]).toSorted(key))
      .toEqual(expected.map((row) => [row['sector'], String(row['strategy']).replaceAll('_', ' '), near(row['mean_confidence']), near(row['least_confidence']), Number(row['recommendation_count'])]).toSorted(key));
  });

  test('clients nearing their goals', async () => {
    const expected = await rows('select * from report_near_goals');
    expect(expected.length).toBeGreaterThan(1);
    const shown = rowsOf(await report('report_near_goals'), 'goals');
    expect(shown.map((row) => [row['id'], row['client'], row['progress'], Number(row['current'])])).toEqual(expected.map((row) => [row['goal_id'], row['client'], expect.closeTo(Number(row['progress_fraction']), 6), expect.closeTo(Number(row['current_amount']), 0)]));
  });

  test('risk alerts and compliance flags', async () => {
    const expected = await rows('select * from report_risk_overview');
    expect(expected.length).toBeGreaterThan(5);
    const answer = await report('report_risk_overview', { limit: 200 });
    const line = (id: unknown, severity: unknown, source: unknown) => `${String(id)} ${String(severity)} ${String(source)}`;
    expect(rowsOf(answer, 'alerts').map((row) => line(row['id'], row['severity'], row['source'])).toSorted()).toEqual(expected.map((row) => line(row['id'], row['severity'], row['source'])).toSorted());
    expect(rowsOf(answer, 'alerts').map((row) => row['severity'])).toEqual(expected.map((row) => row['severity']));
    expect(answer.figures.reduce((sum, { value }) => sum + Number(value), 0)).toBe(expected.length);
  });
});
