import { driftedWeights, driftFromTargets, type DriftRow } from '../../../src/domain/allocation/drift.ts';
import { tradeToTarget } from '../../../src/domain/allocation/rebalance-trades.ts';
import { decimal, type Decimal } from '../../../src/shared/decimal.ts';
import { isUndefined, mapDefined } from '../../../src/shared/undefined-value.ts';
import type { VectorCase } from '../vector-case.ts';
import { answer, conventionText, numberOr } from './series-input.ts';

export function run(testCase: VectorCase): unknown {
  if (testCase.input['returns'] !== undefined) return drifting(testCase);
  return testCase.input['target_weights'] === undefined ? trade(testCase) : drift(testCase);
}

function drift(testCase: VectorCase): unknown {
  // The format: money and weights by name.
  const values = testCase.input['values'] as Record<string, number>;
  const targets = Object.entries(testCase.input['target_weights'] as Record<string, number>);
  const rows = driftFromTargets(
    new Map(Object.entries(values).map(([group, value]) => [group, decimal(value)])),
    targets.map(([group, targetFraction]) => ({ group, targetFraction, band: { kind: 'absolute', widthFraction: numberOr(testCase, 0, 'threshold', 'band') } })),
  );
  const each = (read: (row: DriftRow) => unknown): unknown => mapDefined(rows, (list) => Object.fromEntries(list.map((row) => [row.group, read(row)])));
  const relative = /relative/.test(conventionText(testCase, 'drift')) && !/absolute/.test(conventionText(testCase, 'drift'));
  const sign = /current\s*-\s*target/.test(conventionText(testCase, 'drift')) ? -1 : 1;
  const relativeOf = (row: DriftRow): unknown => mapDefined(row.relativeDriftFraction, (value) => sign * value);
  return answer(testCase, (name) => {
    if (/current_weights|^weights/.test(name)) return each((row) => row.currentFraction);
    if (/target_values/.test(name)) return each((row) => row.targetBase.toNumber());
    if (/relative/.test(name) || relative) return each(relativeOf);
    if (/trade|amount|order/.test(name)) return each((row) => row.targetBase.minus(row.currentBase).toNumber());
    if (/outside|needs|rebalance/.test(name)) return isUndefined(rows) ? rows : rows.some((row) => row.outsideBand);
    if (/total/.test(name)) return Object.values(values).reduce((total, value) => total + value, 0);
    return each((row) => sign * row.driftFraction);
  });
}

function trade(testCase: VectorCase): unknown {
  const amount = (...names: string[]): Decimal => decimal(numberOr(testCase, 0, ...names));
  const price = amount('price');
  const stray = testCase.input['drift'];
  const drifted = typeof stray !== 'number' || Math.abs(stray) > numberOr(testCase, 0, 'threshold', 'drift_threshold');
  const wholeUnits = /whole|integer/.test(conventionText(testCase, 'shares', 'quantity'));
  const cash = testCase.input['cash'];
  const holding = { securityId: 'asset', group: 'asset', quantity: amount('held', 'quantity'), priceBase: price };
  const wanted = amount('target_value');
  const reachable = holding.quantity.times(price).plus(typeof cash === 'number' ? Math.max(cash, 0) : Infinity);
  const found = drifted ? tradeToTarget(holding, wanted.gt(reachable) ? reachable : wanted, { wholeUnits }) : undefined;
  return answer(testCase, (name) => {
    if (/trades|orders|count/.test(name)) return found ? 1 : 0;
    if (/side|action/.test(name)) return found?.side ?? null;
    if (/value|amount|proceeds|cost/.test(name)) return found?.amountBase ?? 0;
    return found?.quantity ?? 0;
  });
}

/** `first_return`, `second_start_weight_A`: the figures of the n-th period, for the asset of that letter. */
function drifting(testCase: VectorCase): unknown {
  const periods = testCase.input['returns'] as number[][]; // the format: one row a period, one column an asset
  const start = testCase.input['start_weights'] as number[];
  const resets = /every|each|always/.test(conventionText(testCase, 'rebalancing'));
  const weights: (readonly number[])[] = [start];
  const returns: number[] = [];
  for (const row of periods) {
    const next = driftedWeights(weights.at(-1)!, row);
    if (isUndefined(next)) break;
    returns.push(next.returnFraction);
    weights.push(resets ? start : next.weights);
  }
  const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
  return answer(testCase, (name) => {
    const period = /^last|^final/.test(name) ? periods.length - 1 : Math.max(0, ordinals.findIndex((ordinal) => name.startsWith(ordinal)));
    if (name.endsWith('returns')) return returns;
    if (/cumulative|total/.test(name)) return returns.reduce((growth, value) => growth * (1 + value), 1) - 1;
    if (/return/.test(name)) return returns[period] ?? null;
    const row = weights[/end/.test(name) ? period + 1 : period];
    const asset = /_([A-Z])$/.exec(name)?.[1];
    return asset ? row?.[asset.charCodeAt(0) - 65] ?? null : row ?? null;
  });
}
