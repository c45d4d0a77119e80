import { scoreLogistic, type LogisticModel, type LogisticScore } from './logistic-model.ts';

/** What is known of a client's relationship, as of one day. A fact that is not known takes the neutral value and is named. */
export interface ChurnFacts {
  readonly daysSinceLastContact?: number;
  /** Net withdrawals over the last 90 days as a share of the value before them; negative when money came in. */
  readonly netOutflowFraction?: number;
  /** Return less the benchmark's over the last year. */
  readonly relativeReturnFraction?: number;
  /** Mean of recent sentiment, -1 to 1. */
  readonly sentimentScore?: number;
  readonly openComplaints?: number;
  readonly yearsWithFirm?: number;
  /** Sessions in the last 90 days over those of the 90 days before. */
  readonly activityRatio?: number;
}

type ChurnInput = 'contactGapQuarters' | 'outflowTenths' | 'underperformanceTenths' | 'badSentiment' | 'complaints' | 'newness' | 'activityDrop';

/**
 * Expert weights, not fitted: each says by how much one step multiplies the odds. The intercept puts a client without any warning at 4 % a
 * year, the order of attrition that wealth managers report. Replace by fitted weights (and a new version) once outcomes allow; `calibrate` tells.
 */
export const CHURN_MODEL: LogisticModel<ChurnInput> = {
  name: 'churn-risk',
  version: '1',
  intercept: Math.log(0.04 / 0.96),
  coefficients: {
    contactGapQuarters: { weight: 0.35, meaning: 'quarters without contact beyond the first, at most 8: odds × 1.4 each' },
    outflowTenths: { weight: 0.7, meaning: 'tenths of the value withdrawn on net in 90 days, 0 to 10: odds × 2 each' },
    underperformanceTenths: { weight: 0.4, meaning: 'tenths by which a year trailed the benchmark, 0 to 5: odds × 1.5 each' },
    badSentiment: { weight: 1.1, meaning: 'negative part of the sentiment, 0 to 1: odds × 3 at the worst' },
    complaints: { weight: 0.6, meaning: 'open complaints, at most 5: odds × 1.8 each' },
    newness: { weight: 0.5, meaning: '1 at the start of the relationship, falling to 0 after three years: odds × 1.6 at most' },
    activityDrop: { weight: 0.7, meaning: 'share by which activity fell against the quarter before, 0 to 1: odds × 2 at most' },
  },
  basis: 'Expert judgement, not fitted to data; signs follow the attrition literature on withdrawals, complaints, contact and tenure.',
};

export interface ChurnRisk extends LogisticScore {
  /** `high` from 30 %, `elevated` from 12 % (three times the base rate). */
  readonly level: 'low' | 'elevated' | 'high';
  /** Facts that were not known and counted as neutral. */
  readonly missing: readonly (keyof ChurnFacts)[];
  readonly model: { readonly name: string; readonly version: string; readonly basis: string };
}

const FACTS = ['daysSinceLastContact', 'netOutflowFraction', 'relativeReturnFraction', 'sentimentScore', 'openComplaints', 'yearsWithFirm', 'activityRatio'] as const satisfies readonly (keyof ChurnFacts)[];

/** Probability that the client leaves within a year, with what drives it. */
export function churnRisk(facts: ChurnFacts): ChurnRisk {
  const score = scoreLogistic(CHURN_MODEL, {
    contactGapQuarters: clamp(((facts.daysSinceLastContact ?? 0) - 90) / 90, 8),
    outflowTenths: clamp((facts.netOutflowFraction ?? 0) * 10, 10),
    underperformanceTenths: clamp(-(facts.relativeReturnFraction ?? 0) * 10, 5),
    badSentiment: clamp(-(facts.sentimentScore ?? 0), 1),
    complaints: clamp(facts.openComplaints ?? 0, 5),
    newness: clamp(1 - (facts.yearsWithFirm ?? 3) / 3, 1),
    activityDrop: clamp(1 - (facts.activityRatio ?? 1), 1),
  });
  return {
    ...score,
    level: score.probability >= 0.3 ? 'high' : score.probability >= 0.12 ? 'elevated' : 'low',
    missing: FACTS.filter((fact) => facts[fact] === undefined),
    model: { name: CHURN_MODEL.name, version: CHURN_MODEL.version, basis: CHURN_MODEL.basis },
  };
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
