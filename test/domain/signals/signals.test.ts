import { expect, test } from 'vitest';
import { randomSource } from '../../../src/domain/scenarios/random-source.ts';
import { calibrate } from '../../../src/domain/signals/calibration.ts';
import { CHURN_MODEL, churnRisk } from '../../../src/domain/signals/churn-risk.ts';
import { detectRiskSpike } from '../../../src/domain/signals/risk-spike.ts';
import { definedOrThrow } from '../../../src/shared/undefined-value.ts';

function calmReturns(count: number): Float64Array {
  const returns = new Float64Array(count);
  randomSource(5).fillNormals(returns);
  return returns.map((value) => value / 100);
}

test('a churn score can be recomputed by hand from its contributions, and names the facts that it lacked', () => {
  const risk = churnRisk({ daysSinceLastContact: 270, netOutflowFraction: 0.2, openComplaints: 1 });
  const logOdds = risk.contributions.reduce((total, { logOdds: part }) => total + part, CHURN_MODEL.intercept);
  expect(risk.probability).toBeCloseTo(1 / (1 + Math.exp(-logOdds)), 15);
  expect(logOdds - CHURN_MODEL.intercept).toBeCloseTo(2 * 0.35 + 2 * 0.7 + 0.6, 12);
  expect(risk.missing).toEqual(['relativeReturnFraction', 'sentimentScore', 'yearsWithFirm', 'activityRatio']);
  expect(risk.contributions[0]!.input).toBe('outflowTenths');
});

test('without any warning the churn risk is the base rate, and each warning raises it', () => {
  const base = churnRisk({}).probability;
  expect(base).toBeCloseTo(0.04, 12);
  for (const warning of [{ daysSinceLastContact: 200 }, { netOutflowFraction: 0.3 }, { relativeReturnFraction: -0.1 }, { sentimentScore: -0.5 }, { openComplaints: 2 }, { yearsWithFirm: 0.5 }, { activityRatio: 0.2 }]) {
    expect(churnRisk(warning).probability).toBeGreaterThan(base);
  }
  expect(() => churnRisk({ openComplaints: Number.NaN })).toThrow('complaints');
});

test('five wild days after a calm year are a spike; the calm year is not', () => {
  const calm = calmReturns(300);
  const wild = Float64Array.from([...calm, -0.06, 0.05, -0.07, 0.04, -0.05]);
  expect(definedOrThrow(detectRiskSpike(calm)).spike).toBe(false);
  const found = definedOrThrow(detectRiskSpike(wild));
  expect(found.spike).toBe(true);
  expect(found.ratio).toBeGreaterThan(2);
});

test('a short or motionless history has no spike figure, rather than a calm one', () => {
  expect(detectRiskSpike(calmReturns(89))).toMatchObject({ reason: expect.stringContaining('90 are needed') });
  expect(detectRiskSpike(new Float64Array(200))).toMatchObject({ kind: 'undefined' });
});

test('forecasts that come true as often as stated are calibrated; overconfident ones are not; few outcomes judge nothing', () => {
  const stated = (probability: number, of: number, happened: number): { probability: number; happened: boolean }[] => Array.from({ length: of }, (_, i) => ({ probability, happened: i < happened }));
  const honest = definedOrThrow(calibrate([...stated(0.2, 50, 10), ...stated(0.8, 50, 40)]));
  expect(honest.expectedCalibrationError).toBeCloseTo(0, 12);
  expect(honest.brierScore).toBeCloseTo(0.16, 12);
  const boastful = definedOrThrow(calibrate([...stated(0.05, 50, 20), ...stated(0.95, 50, 30)]));
  expect(boastful.expectedCalibrationError).toBeCloseTo(0.35, 12);
  expect(boastful.brierSkill).toBeLessThan(0);
  expect(calibrate(stated(0.5, 29, 10))).toMatchObject({ reason: expect.stringContaining('only 29') });
});
