import { performance } from 'node:perf_hooks';
import { riskSummary } from '../src/domain/risk/risk-summary.ts';
import { randomSource } from '../src/domain/scenarios/random-source.ts';
import { simulateGoalOffThread, warmUpGoalSimulation } from '../src/domain/scenarios/simulate-goal-off-thread.ts';

/** Risk figures and simulation against plain float64 loops over the same data, in one run. Prints milliseconds, ratios and the aims. */
const DAYS = 2_500;
const SECURITIES = 100;
const PATHS = 10_000;
const MONTHS = 360;

function seriesOf(seed: number): Float64Array {
  const returns = new Float64Array(DAYS);
  randomSource(seed).fillNormals(returns);
  return returns.map((value) => 0.0003 + value / 100);
}

const benchmark = seriesOf(0);
const panel = Array.from({ length: SECURITIES }, (_, i) => seriesOf(i + 1));

/** The floor: mean and deviation of every series in two bare passes, nothing else. */
function plainMoments(): number {
  let check = 0;
  for (const series of panel) {
    let total = 0;
    for (let i = 0; i < series.length; i += 1) total += series[i]!;
    const centre = total / series.length;
    let squares = 0;
    for (let i = 0; i < series.length; i += 1) squares += (series[i]! - centre) ** 2;
    check += Math.sqrt(squares / (series.length - 1));
  }
  return check;
}

function allFigures(): number {
  return panel.reduce((count, series) => count + ('kind' in riskSummary(series, benchmark, { periodsPerYear: 252 }) ? 0 : 1), 0);
}

/** The floor: every path compounded at a constant rate with a contribution, no randomness and no percentiles. */
function plainCompounding(): number {
  let check = 0;
  for (let path = 0; path < PATHS; path += 1) {
    let value = 100_000;
    for (let month = 0; month < MONTHS; month += 1) value = value * (1.004 + path * 1e-9) + 500;
    check += value;
  }
  return check;
}

/** Median of the runs after two to warm up; medians shrug off a busy machine. */
async function medianMs(work: () => unknown, runs: number): Promise<number> {
  const times: number[] = [];
  for (let run = -2; run < runs; run += 1) {
    const start = performance.now();
    await work();
    if (run >= 0) times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

function report(name: string, ms: number, floorMs: number, aimMs: number): void {
  console.log(`${name.padEnd(58)} ${ms.toFixed(1).padStart(8)} ms   floor ${floorMs.toFixed(1)} ms   ratio ${(ms / floorMs).toFixed(1)}   aim ${aimMs} ms   ${ms <= aimMs ? 'met' : 'MISSED'}`);
}

const goal = { initialValue: 100_000, months: MONTHS, monthlyContribution: 500, goalValue: 800_000, annualReturnFraction: 0.06, annualVolatilityFraction: 0.12, annualInflationFraction: 0.02, paths: PATHS, seed: 7 };
// As at the start of the server: the thread is warmed before anybody asks.
const warmUpStart = performance.now();
await warmUpGoalSimulation();
const warmUpMs = performance.now() - warmUpStart;
const firstStart = performance.now();
await simulateGoalOffThread(goal);
const firstMs = performance.now() - firstStart;

// The longest gap between ticks while the simulation runs shows whether the event loop went on serving.
let longestGapMs = 0;
let last = performance.now();
const ticker = setInterval(() => {
  longestGapMs = Math.max(longestGapMs, performance.now() - last);
  last = performance.now();
}, 1);
last = performance.now();
const warmMs = await medianMs(() => simulateGoalOffThread(goal), 7);
clearInterval(ticker);

report(`risk figures, ${DAYS} days x ${SECURITIES} securities`, await medianMs(allFigures, 21), await medianMs(plainMoments, 21), 20);
const floorMs = await medianMs(plainCompounding, 7);
report(`Monte Carlo, ${PATHS} paths x ${MONTHS / 12} years, off thread`, warmMs, floorMs, 250);
report('  the same, first call after the warm-up at start', firstMs, floorMs, 250);
console.log(`warm-up of the thread at start: ${warmUpMs.toFixed(1)} ms`);
console.log(`longest gap of the event loop meanwhile: ${longestGapMs.toFixed(1)} ms`);
