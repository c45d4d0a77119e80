import { scenarioShocks, stressTest, type Shocks, type StressPosition, type StressResult } from '../../../src/domain/scenarios/stress-test.ts';
import { SCENARIO_IDS } from '../../../src/domain/scenarios/shock-table.ts';
import type { AssetClass } from '../../../src/domain/scenarios/asset-class.ts';
import { decimal, sumDecimals } from '../../../src/shared/decimal.ts';
import type { VectorCase } from '../vector-case.ts';
import { answer, numberOr } from './series-input.ts';

export function run(testCase: VectorCase): unknown {
  const positions = positionsOf(testCase);
  const result = stressTest(positions, shocksOf(testCase));
  const before = sumDecimals(positions.map(({ valueBase }) => valueBase));
  return answer(testCase, (name) => figureOf(testCase, name, result, before.toNumber()));
}

function figureOf(testCase: VectorCase, name: string, result: StressResult, before: number): unknown {
  if (name === 'impacts') return Object.fromEntries(result.impacts.map(({ key, impactBase }) => [key, impactBase.toNumber()]));
  if (name === 'worst' || name === 'best') return result[name] ?? null;
  if (/not_covered|uncovered|missing/.test(name)) return result.notCovered;
  if (/pct|fraction|percent/.test(name)) return numberOr(testCase, before, 'equity') === 0 ? null : result.totalImpactBase.toNumber() / numberOr(testCase, before, 'equity');
  if (/stressed|after|value/.test(name)) return result.stressedValueBase.minus(before).plus(numberOr(testCase, before, 'equity')).toNumber();
  return result.totalImpactBase.toNumber();
}

function positionsOf(testCase: VectorCase): StressPosition[] {
  const given = testCase.input['positions'] ?? testCase.input['values'] ?? {};
  // The format: an object of values by name, or of records with a value and its labels.
  return Object.entries(given as Record<string, number | { value?: number; quantity?: number; price?: number; asset_class?: AssetClass }>).map(([key, item]) => {
    if (typeof item === 'number') return { key, valueBase: decimal(item) };
    const value = item.value ?? (item.quantity ?? 0) * (item.price ?? 0);
    return { key, valueBase: decimal(value), ...(item.asset_class ? { assetClass: item.asset_class } : {}) };
  });
}

function shocksOf(testCase: VectorCase): Shocks {
  const scenario = SCENARIO_IDS.find((id) => id === testCase.input['scenario']);
  const market = testCase.input['market_shock'] ?? testCase.input['default_shock'];
  return {
    ...(scenario ? scenarioShocks(scenario) : {}),
    ...(typeof market === 'number' ? { marketFraction: market } : {}),
    byKey: (testCase.input['shocks'] ?? {}) as Record<string, number>, // the format: fractions by name
  };
}
