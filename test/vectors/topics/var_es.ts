import { quantile } from '../../../src/domain/risk/quantile.ts';
import { gaussianTailRisk, historicalTailRisk, modifiedTailRisk, type TailRisk } from '../../../src/domain/risk/value-at-risk.ts';
import { mapDefined, type Undefined } from '../../../src/shared/undefined-value.ts';
import type { VectorCase } from '../vector-case.ts';
import { answer, conventionText, ddofOf, lossPositive, numberOr, returnsOf } from './series-input.ts';

export function run(testCase: VectorCase): unknown {
  return answer(testCase, (name) => {
    if (name.includes('tail_ratio')) return tailRatio(returnsOf(testCase));
    const sign = lossPositive(testCase, name) ? -1 : 1;
    const shortfall = /^c?es|cvar|shortfall|etl/.test(name);
    return mapDefined(tailRisk(testCase, name), (risk) => sign * (shortfall ? risk.esFraction : risk.varFraction));
  });
}

function tailRisk(testCase: VectorCase, name: string): TailRisk | Undefined {
  const returns = returnsOf(testCase);
  const confidence = numberOr(testCase, 0.95, 'confidence', 'confidence_level');
  const tail = numberOr(testCase, 1 - confidence, 'tail_probability', 'cutoff', 'tail', 'alpha');
  const kind = `${name} ${testCase.topic} ${conventionText(testCase, 'method', 'distribution')}`;
  if (/modified|cornish/.test(name)) return modifiedTailRisk(returns, tail, ddofOf(testCase, 0));
  if (/gauss|normal|parametric/.test(name)) return gaussianTailRisk(returns, tail, ddofOf(testCase, 0));
  if (!/historical/.test(name) && /modified|cornish/.test(kind)) return modifiedTailRisk(returns, tail, ddofOf(testCase, 0));
  if (!/historical/.test(name) && /gauss|normal|parametric/.test(kind)) return gaussianTailRisk(returns, tail, ddofOf(testCase, 0));
  return historicalTailRisk(returns, tail, /order|k-th worst|no interpolation/.test(conventionText(testCase)) ? 'order-statistic' : 'interpolated');
}

/** Size of the 95th percentile over that of the 5th. */
function tailRatio(returns: readonly number[]): number | null {
  const low = Math.abs(quantile(returns, 0.05));
  return returns.length === 0 || low === 0 ? null : Math.abs(quantile(returns, 0.95)) / low;
}
