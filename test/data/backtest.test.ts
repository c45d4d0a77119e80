import { afterAll, beforeAll, expect, test } from 'vitest';
import { SERVICE_PRINCIPAL, scopedDbs } from '../../src/access/scoped-dbs.ts';
import { engineVersionRow } from '../../src/data/advice/insights/engine-version-row.ts';
import { loadPastBooks } from '../../src/data/advice/backtest/past-books.ts';
import { runBacktest, type JudgedAdvice } from '../../src/data/advice/backtest/run-backtest.ts';
import { saveCalibration } from '../../src/data/advice/backtest/save-calibration.ts';
import { loadAdviceSnapshot } from '../../src/data/advice/load-advice-snapshot.ts';
import type { Database } from '../../src/db/open-database.ts';
import { DEMO_SEED } from '../../src/demo/prepare-demo.ts';
import { seedDemoFirm } from '../../src/demo/seed-demo-firm.ts';
import { advise } from '../../src/domain/advice/advise.ts';
import { ENGINE_VERSION } from '../../src/domain/advice/engine-version.ts';
import { versionCalibration } from '../../src/domain/signals/model-calibration.ts';
import { AiModelVersion } from '../../src/entities/analytics/ai-model-version.entity.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { Holding } from '../../src/entities/portfolios/holding.entity.ts';
import { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';
import { MarketPrice } from '../../src/entities/trading/market-price.entity.ts';
import { addDays, isoDate } from '../../src/shared/calendar.ts';
import { fixedDayClock } from '../../src/shared/clock.ts';
import { decimal } from '../../src/shared/decimal.ts';
import { definedOrThrow } from '../../src/shared/undefined-value.ts';
import { givenDatabase } from '../support/databases.ts';
import { GIVEN_AT, nextNumber } from '../support/given-sequence.ts';

const TODAY = isoDate('2026-11-23');
let database: Database;
let judged: JudgedAdvice[];
const service = () => scopedDbs({ em: database.orm.em, onDenied: async () => undefined })(SERVICE_PRINCIPAL);
const tools = { clock: fixedDayClock(TODAY, () => GIVEN_AT), newId: () => `made-${nextNumber()}` };

beforeAll(async () => {
  database = await givenDatabase('sqlite');
  await seedDemoFirm(database, { today: TODAY, seed: DEMO_SEED });
  judged = await runBacktest(service(), { today: TODAY, days: 1 });
}, 180_000);
afterAll(() => database.close());

test('a book carried forward through its transactions to today holds what the derived holdings hold, unit for unit and cash for cash', async () => {
  const books = await loadPastBooks(service(), TODAY);
  const holdings = await database.orm.em.fork().find(Holding, {}, { populate: ['security'] });
  expect(books.length).toBeGreaterThan(50);
  for (const book of books) {
    book.advanceTo(TODAY);
    const own = holdings.filter(({ portfolio }) => portfolio.id === book.portfolioId);
    const rebuilt = [...book.positions().map(({ securityId, quantity }) => `${securityId} ${quantity.toFixed()}`), ...book.cash().map(([currency, amount]) => `${currency} ${amount.toFixed()}`)];
    const stored = own.map(({ security, quantity }) => `${security.assetClass === 'cash' ? security.ticker : security.id} ${decimal(quantity).toFixed()}`);
    expect(rebuilt.toSorted()).toEqual(stored.toSorted());
  }
});

test('a backtest judges what every portfolio would have been told, with confidences that can be right or wrong', () => {
  expect(new Set(judged.map(({ portfolioId }) => portfolioId)).size).toBeGreaterThan(40);
  expect(new Set(judged.map(({ strategy }) => strategy)).size).toBeGreaterThan(4);
  expect(judged.every(({ confidence, asOf }) => confidence >= 0 && confidence <= 1 && asOf === addDays(TODAY, -90))).toBe(true);
  expect(new Set(judged.map(({ happened }) => happened)).size).toBe(2);
});

test.each([
  ['Opportunities', 'harvest_losses'], ['Technology Growth', 'reduce_concentration'], ['High Conviction', 'lower_risk'], ['Balanced Core', 'rebalance'], ['Main Trust Fund', 'rebalance'],
])('the planted story of %s leads to %s', async (name, strategy) => {
  const portfolio = await database.orm.em.fork().findOneOrFail(Portfolio, { name });
  expect(advise(await loadAdviceSnapshot(service(), { portfolioId: portfolio.id, asOf: TODAY }), { objective: 'auto', constraints: {} }).strategy).toBe(strategy);
});

test('no look into the future: other prices after the day change outcomes, but not a word of what was said', async () => {
  const em = database.orm.em.fork();
  const later = await em.find(MarketPrice, { priceDate: { $gt: addDays(TODAY, -90) } }, { populate: ['security'], orderBy: { priceDate: 'asc' } });
  // Every other security falls steadily to half, the others rise: outcomes must turn.
  const steps = new Map<string, number>();
  for (const row of later) {
    const step = (steps.get(row.security.id) ?? 0) + 1;
    steps.set(row.security.id, step);
    row.close = decimal(row.close).times(row.security.id.charCodeAt(row.security.id.length - 1) % 2 === 0 ? 1 - step / 130 : 1 + step / 130).toDecimalPlaces(4).toFixed();
  }
  await em.flush();
  const again = await runBacktest(service(), { today: TODAY, days: 1 });
  const said = (all: readonly JudgedAdvice[]): unknown[] => all.map(({ portfolioId, strategy, confidence, isBest }) => [portfolioId, strategy, confidence, isBest]);
  expect(said(again)).toEqual(said(judged));
  expect(again.map(({ happened }) => happened)).not.toEqual(judged.map(({ happened }) => happened));
}, 180_000);

test('a calibration is kept with every version of the engine and no other, with an audit entry', async () => {
  const db = service();
  await engineVersionRow(db, tools);
  const calibration = definedOrThrow(versionCalibration(judged.map(({ strategy, confidence, happened }) => ({ strategy, probability: confidence, happened })), { method: 'test', measuredOn: TODAY }));
  const labels = await saveCalibration(db, ENGINE_VERSION, calibration, tools);
  const em = database.orm.em.fork();
  const versions = await em.find(AiModelVersion, {});
  expect(versions.filter((version) => version.calibration?.method === 'test').map(({ label }) => label).toSorted()).toEqual(labels);
  expect(versions.filter(({ engineVersion }) => engineVersion === ENGINE_VERSION)).toHaveLength(labels.length);
  expect(versions.find(({ engineVersion }) => engineVersion === ENGINE_VERSION)!.calibration).toEqual(calibration);
  expect(await em.count(AuditLog, { event: 'model.calibrated' })).toBe(labels.length);
});
