/** `npm run calibrate`: asks the advice engine on past days, compares its confidence with what happened, and keeps the result with its model versions. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SERVICE_PRINCIPAL } from '../access/scoped-dbs.ts';
import { readSettings } from '../config.ts';
import { runBacktest, type JudgedAdvice } from '../data/advice/backtest/run-backtest.ts';
import { saveCalibration } from '../data/advice/backtest/save-calibration.ts';
import { engineVersionRow } from '../data/advice/insights/engine-version-row.ts';
import { ENGINE_VERSION } from '../domain/advice/engine-version.ts';
import { OUTCOME_DAYS } from '../domain/advice/outcome.ts';
import { versionCalibration, type VersionCalibration } from '../domain/signals/model-calibration.ts';
import { AppError } from '../shared/errors.ts';
import { isUndefined } from '../shared/undefined-value.ts';
import { calibrationReport } from './calibration-report.ts';
import { openApp } from './open-app.ts';

const USAGE = 'npm run calibrate -- [--days 12] [--report FILE]   days: 1 to 16 past days, 91 days apart';
const MOST_DAYS = 16;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { days: { type: 'string', default: '12' }, report: { type: 'string' } } });
  const days = Number(values.days);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) throw new AppError('invalid-input', `--days is a number from 1 to ${MOST_DAYS}.`, { hint: USAGE });
  const app = await openApp(readSettings(process.env), () => undefined);
  try {
    const db = app.openScope(SERVICE_PRINCIPAL);
    const today = app.clock.today();
    const judged = await runBacktest(db, { today, days, onDay: (asOf, count) => { console.error(`${asOf}  ${count} forecasts judged so far`); } });
    const calibration = versionCalibration(judged.map(({ strategy, confidence, happened }) => ({ strategy, probability: confidence, happened })), {
      measuredOn: today, method: `Walk-forward backtest: every active portfolio on ${days} days 91 days apart, rebuilt from its transactions and the prices up to the day, judged over ${OUTCOME_DAYS} days against doing nothing.`,
    });
    if (isUndefined(calibration)) throw new AppError('unavailable', `The engine cannot be judged yet: ${calibration.reason}.`);
    print(calibration);
    await engineVersionRow(db, app);
    const labels = await saveCalibration(db, ENGINE_VERSION, calibration, app);
    console.log(`Kept with ${labels.join(', ')}.`);
    if (values.report) writeFileSync(values.report, calibrationReport(ENGINE_VERSION, calibration, { from: judged[0]!.asOf, to: judged.at(-1)!.asOf, best: bestOf(judged) }));
  } finally {
    await app.database.close();
  }
}

function bestOf(judged: readonly JudgedAdvice[]): { readonly count: number; readonly stated: number; readonly observed: number } {
  const best = judged.filter(({ isBest }) => isBest);
  const mean = (value: (one: JudgedAdvice) => number): number => best.reduce((sum, one) => sum + value(one), 0) / Math.max(1, best.length);
  return { count: best.length, stated: mean(({ confidence }) => confidence), observed: mean(({ happened }) => Number(happened)) };
}

function print({ sampleCount, brierScore, brierSkill, calibrationError, reliability, byStrategy }: VersionCalibration): void {
  console.log(`Engine ${ENGINE_VERSION}: ${sampleCount} forecasts, Brier ${brierScore.toFixed(4)}, skill ${brierSkill?.toFixed(4) ?? 'none'}, calibration error ${calibrationError.toFixed(4)}`);
  for (const { from, to, stated, observed, count } of reliability) console.log(`  ${from.toFixed(1)} to ${to.toFixed(1)}   stated ${stated.toFixed(3)}   came true ${observed.toFixed(3)}   of ${count}`);
  for (const [strategy, { count, statedFraction, hitFraction, brierScore: brier }] of Object.entries(byStrategy)) console.log(`  ${strategy.padEnd(22)} stated ${statedFraction.toFixed(3)}   came true ${hitFraction.toFixed(3)}   of ${String(count).padStart(4)}   Brier ${brier.toFixed(4)}`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error(`${error.publicMessage}${error.hint ? `\n${error.hint}` : ''}`);
  process.exitCode = 1;
}
