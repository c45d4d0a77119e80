import { BELIEF, CONFIDENCE_THRESHOLD } from '../domain/advice/confidence.ts';
import type { VersionCalibration } from '../domain/signals/model-calibration.ts';

/** The committed report: figures of one engine version, how they were measured, and what they do not say. */
export function calibrationReport(engineVersion: string, calibration: VersionCalibration, { from, to, best }: { readonly from: string; readonly to: string; readonly best: { readonly count: number; readonly stated: number; readonly observed: number } }): string {
  const { sampleCount, brierScore, brierSkill, calibrationError } = calibration;
  const percent = (fraction: number): string => `${(fraction * 100).toFixed(1)} %`;
  return `# Calibration of the advice engine

Written by \`npm run calibrate -- --report docs/calibration.md\`; do not edit.

Engine \`${engineVersion}\`, measured on ${calibration.measuredOn}: ${sampleCount} forecasts from ${from} to ${to}, each judged over the 90 days after it.

| measure | value | reads |
|---|---|---|
| Brier score | ${brierScore.toFixed(4)} | mean squared error of the confidence; 0 is perfect, 0.25 a coin |
| Brier skill | ${brierSkill === null ? 'none' : brierSkill.toFixed(4)} | above 0 beats always stating the overall hit rate |
| calibration error | ${percent(calibrationError)} | mean distance of stated from observed, by count |
| what \`auto\` proposes | ${best.count} forecasts | stated ${percent(best.stated)}, came true ${percent(best.observed)} |

## Reliability

| confidence | forecasts | stated | came true |
|---|---|---|---|
${calibration.reliability.map(({ from: low, to: high, stated, observed, count }) => `| ${percent(low)} to ${percent(high)} | ${count} | ${percent(stated)} | ${percent(observed)} |`).join('\n')}

## By strategy

| strategy | forecasts | stated | came true | Brier |
|---|---|---|---|---|
${Object.entries(calibration.byStrategy).map(([strategy, { count, statedFraction, hitFraction, brierScore: brier }]) => `| ${strategy} | ${count} | ${percent(statedFraction)} | ${percent(hitFraction)} | ${brier.toFixed(4)} |`).join('\n')}

## How

- ${calibration.method}
- A forecast is the confidence of any strategy that the engine would propose if asked, whether \`auto\` would choose it or not; plans that break a rule of the firm are left out. Below ${CONFIDENCE_THRESHOLD} the engine abstains; such forecasts are counted here all the same.
- "Came true" is \`isHit\` in \`src/domain/advice/outcome.ts\`, the rule by which real recommendations are measured too.
- Confidence = √(freshness × coverage) × (${BELIEF.signal} signal + ${BELIEF.estimation} estimation + ${BELIEF.history} history), see \`src/domain/advice/confidence.ts\`.

## What it does not say

- The demo firm's prices are simulated. The figures show that the machinery is honest about itself, not how real markets will treat it.
- Portfolios share a market: forecasts of one day rise and fall together, so there are fewer independent outcomes than forecasts.
- Client profiles, mandates and preferences are those in force or on record on each day as far as the database keeps their history, today's otherwise. Goals are left out: their amounts of then are not on record, so that \`fund_goal\` is not measured.
- The weights of the score were chosen by looking at an earlier run on this firm.
`;
}
