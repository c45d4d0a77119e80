import type { Advice, AdviceRequest, AdviceSnapshot } from '../src/domain/advice/advice-snapshot.ts';
import { advise } from '../src/domain/advice/advise.ts';
import { checkCompliance } from '../src/domain/compliance/check-compliance.ts';
import { addDays } from '../src/shared/calendar.ts';
import { canonicalJson } from '../src/shared/canonical-json.ts';
import { AS_OF, givenCandidate, givenCash, givenFund, givenPosition, givenSecurity, givenSnapshot, target } from '../test/domain/advice/given-snapshot.ts';

/** One recommendation with all checks for a portfolio of 60 positions and 2,000 lots, against the bare cost of writing its snapshot as canonical JSON once. */
const POSITIONS = 60;
const LOTS = 2_000;
const AIM_MS = 150;
const SECTORS = ['Information Technology', 'Energy', 'Utilities', 'Financials', 'Health Care', 'Industrials'];

function bigPortfolio(): AdviceSnapshot {
  const positions = Array.from({ length: POSITIONS }, (_, i) => {
    const security = i % 6 === 0 ? givenFund(`FND${i}`, i % 12 === 0 ? 'bond' : 'equity', { expenseRatioFraction: 0.0005 * (1 + (i % 9)) }) : givenSecurity(`SHR${i}`, { sector: SECTORS[i % SECTORS.length]!, esgScore: 20 + i });
    const lots = Array.from({ length: Math.floor(LOTS / POSITIONS) + (i < LOTS % POSITIONS ? 1 : 0) }, (_unused, lot) => [String(3 + ((lot * 7 + i) % 11)), (250 + ((lot * 37 + i * 11) % 500)).toFixed(2), addDays(AS_OF, -40 - lot * 33)] as const);
    const units = lots.reduce((sum, [quantity]) => sum + Number(quantity), 0);
    return givenPosition(security, String(units), { price: (20 + ((i * 13) % 90)).toFixed(2), lots });
  });
  return givenSnapshot({
    state: { positions: [...positions, givenCash('90000')], targets: [target('equity', 0.6), target('bond', 0.35), target('cash', 0.05)], preferences: [{ kind: 'exclude_sector', securityId: null, value: 'Energy', limitValue: null }] },
    candidates: Array.from({ length: 40 }, (_, i) => givenCandidate(i % 2 === 0 ? givenFund(`NEW${i}`, i % 4 === 0 ? 'bond' : 'equity') : givenSecurity(`NEW${i}`, { sector: SECTORS[i % SECTORS.length]! }))),
    goals: [{ id: 'g1', name: 'House', targetAmount: '900000', targetIsReal: true, targetDate: addDays(AS_OF, 4000), currentAmount: '200000', monthlyContribution: '900', expectedReturnFraction: null, inflationFraction: 0.02, priority: 'important' }],
  });
}

/** Median and worst processor time after two runs to warm up: what a busy machine does meanwhile does not count. */
function timed(work: () => unknown, runs: number): { readonly median: number; readonly worst: number; readonly first: number } {
  const times: number[] = [];
  for (let run = 0; run < runs + 2; run += 1) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  const warm = times.slice(2).toSorted((a, b) => a - b);
  return { median: warm[Math.floor(warm.length / 2)]!, worst: warm.at(-1)!, first: times[0]! };
}

/** What proposing computes: the advice, then every rule over its trades, as when it is stored. */
function recommend(snapshot: AdviceSnapshot, objective: AdviceRequest['objective']): Advice {
  const advice = advise(snapshot, { objective, constraints: {} });
  const held = new Set(snapshot.state.positions.map(({ security }) => security.id));
  checkCompliance({
    state: snapshot.state, trades: advice.trades, securities: snapshot.candidates.map(({ security }) => security).filter(({ id }) => !held.has(id) && advice.trades.some(({ securityId }) => securityId === id)),
    bestInterest: { reasonCount: advice.reasons.length, alternativeCount: advice.alternatives.length, estimatedCostBase: advice.estimatedCostBase, confidence: advice.confidence, conflictsDisclosed: true },
  });
  return advice;
}

const snapshot = bigPortfolio();
const floor = timed(() => canonicalJson(snapshot), 9);
for (const objective of ['auto', 'rebalance', 'harvest_losses'] as const) {
  const { median, worst, first } = timed(() => recommend(snapshot, objective), 9);
  const { strategy, trades } = recommend(snapshot, objective);
  console.log(`${objective.padEnd(16)} ${strategy} with ${trades.length} trades: median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms, first ${first.toFixed(1)} ms   floor ${floor.median.toFixed(1)} ms   ratio ${(median / floor.median).toFixed(1)}   aim ${AIM_MS} ms   ${median <= AIM_MS ? 'met' : 'MISSED'}`);
}
