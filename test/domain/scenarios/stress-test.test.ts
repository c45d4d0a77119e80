import { expect, test } from 'vitest';
import { ASSET_CLASSES } from '../../../src/domain/scenarios/asset-class.ts';
import { replayHistory } from '../../../src/domain/scenarios/historical-replay.ts';
import { SCENARIO_IDS, SHOCK_TABLE } from '../../../src/domain/scenarios/shock-table.ts';
import { scenarioShocks, stressTest } from '../../../src/domain/scenarios/stress-test.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { decimal } from '../../../src/shared/decimal.ts';
import { definedOrThrow } from '../../../src/shared/undefined-value.ts';

test('every named scenario has shocks between -100 % and +100 % and a source; what it leaves out is reported, not counted as safe', () => {
  for (const id of SCENARIO_IDS) {
    if (id === 'custom') continue;
    const { byClass, bySector = {}, source } = SHOCK_TABLE[id];
    expect(source.length).toBeGreaterThan(20);
    for (const shock of [...Object.values(byClass), ...Object.values(bySector)]) expect(Math.abs(shock)).toBeLessThanOrEqual(1);
    const positions = ASSET_CLASSES.map((assetClass) => ({ key: assetClass, valueBase: decimal(100), assetClass, durationYears: 5 }));
    const covered = ASSET_CLASSES.filter((assetClass) => assetClass in byClass || (assetClass === 'bond' && 'yieldShiftBps' in SHOCK_TABLE[id]));
    expect(stressTest(positions, scenarioShocks(id)).notCovered).toEqual(ASSET_CLASSES.filter((assetClass) => !covered.includes(assetClass)));
  }
});

test('a sector replaces its class, a fund falls like what it holds, a key replaces both', () => {
  const positions = [
    { key: 'bank', valueBase: decimal(1000), assetClass: 'equity', sector: 'financials' },
    { key: 'bond-etf', valueBase: decimal(1000), assetClass: 'fund', underlyingClass: 'bond' },
    { key: 'named', valueBase: decimal(1000), assetClass: 'equity' },
  ] as const;
  const result = stressTest(positions, { ...scenarioShocks('2008_crisis'), byKey: { named: -0.1 } });
  expect(result.impacts.map(({ impactBase }) => impactBase.toNumber())).toEqual([-800, 70, -100]);
  expect(result.impactFraction).toBeCloseTo(-830 / 3000, 12);
  expect([result.worst, result.best]).toEqual(['bank', 'bond-etf']);
});

test('rates up 200 bp reach a bond through duration and convexity, and a currency shock only positions abroad', () => {
  const bond = { key: 'bond', valueBase: decimal(1000), assetClass: 'bond', durationYears: 7, convexity: 60, currency: 'EUR' } as const;
  expect(stressTest([bond], scenarioShocks('rates_up_200bp')).totalImpactBase.toNumber()).toBeCloseTo(-128, 9);
  const home = { ...bond, key: 'home', currency: 'USD' };
  expect(stressTest([bond, home], scenarioShocks('currency_down_20'), { baseCurrency: 'USD' }).impacts.map(({ impactBase }) => impactBase.toNumber())).toEqual([-200, 0]);
});

test('a factor shock moves a position by its exposure, before its sector and class, and never by more than everything', () => {
  const positions = [
    { key: 'bold', valueBase: decimal(100), assetClass: 'equity', factorExposures: { equity_market: 1.25, momentum: 1 } },
    { key: 'wild', valueBase: decimal(100), assetClass: 'equity', factorExposures: { equity_market: 9 } },
    { key: 'plain', valueBase: decimal(100), assetClass: 'equity' },
  ] as const;
  const result = stressTest(positions, { byFactor: { equity_market: -0.2, momentum: 0.05 }, byClass: { equity: -0.1 } });
  expect(result.impacts.map(({ impactBase }) => impactBase.toDecimalPlaces(9).toNumber())).toEqual([-20, -100, -10]);
});

test('a replay holds today\'s weights through the past, leaves out what has no history and says so', () => {
  const dates = ['2020-02-19', '2020-03-23', '2020-06-30'].map(isoDate);
  const replay = definedOrThrow(replayHistory([
    { key: 'stock', weightFraction: 0.5, returns: [-0.4, 0.5] },
    { key: 'young', weightFraction: 0.25, returns: [null, 0.1] },
  ], dates));
  expect(replay.values[1]).toBeCloseTo(0.7, 12);
  expect(replay.returnFraction).toBeCloseTo(0.25 + 0.75 * 0.9 - 1, 12);
  expect(replay.worst).toMatchObject({ peakDate: '2020-02-19', troughDate: '2020-03-23' });
  expect(replay.leftOut).toEqual(['young']);
});
