import { readerOf, type Likelihoods } from '../learned/likelihoods.ts';
import { readWeights } from '../learned/weights-file.ts';
import type { Persona } from '../types.ts';
import { FIRM_TOPICS } from './firm-topics.ts';
import { MONEY_TOPICS } from './money-topics.ts';
import { PORTFOLIO_TOPICS } from './portfolio-topics.ts';
import { REVIEW_TOPICS } from './review-topics.ts';
import { SERVICE_TOPICS } from './service-topics.ts';
import type { Topic } from './topic.ts';

export const TOPICS = { ...PORTFOLIO_TOPICS, ...MONEY_TOPICS, ...SERVICE_TOPICS, ...FIRM_TOPICS, ...REVIEW_TOPICS } as const;
export type TopicName = keyof typeof TOPICS;

interface Row {
  readonly topic: string;
  readonly intent: string;
  readonly personas: readonly Persona[] | undefined;
  /** Of each inner list of alternatives, one must hold with all its parts. */
  readonly requires: readonly (readonly (readonly string[])[])[];
  readonly weights: readonly { readonly parts: readonly string[]; readonly weight: number }[];
}

/** The tables, taken apart once: "a|b+c" is a, or b with c. */
const ROWS: readonly Row[] = Object.entries(TOPICS).map(([topic, { intent, personas, requires, features }]: readonly [string, Topic]) => ({
  topic, intent, personas,
  requires: (requires ?? []).map((requirement) => requirement.split('|').map((either) => either.split('+'))),
  weights: Object.entries(features).map(([feature, weight]) => ({ parts: feature.split('+'), weight })),
}));

/** Below this a clause doesn't say what it is about. */
export const CLEAR_SCORE = 2;

export interface Scored {
  readonly topic: string;
  readonly score: number;
}

/** Who names a recommendation by its number speaks of it: other topics need to be all the clearer. */
const SPEAKS_OF_ONE = /^(?:recommendation|audit|compliance_flags|report_generate|task_workflow|support_ticket|interaction_history|smalltalk)/;
const BESIDE_THE_NUMBER = -1.5;

function scoreOf({ intent, requires, weights }: Row, features: ReadonlySet<string>, persona: Persona): number {
  const hold = (parts: readonly string[]): boolean => parts.every((part) => features.has(part));
  if (!requires.every((alternatives) => alternatives.some(hold))) return 0;
  let score = features.has('#recommendation') && persona !== 'auditor' && !SPEAKS_OF_ONE.test(intent) ? BESIDE_THE_NUMBER : 0;
  for (const { parts, weight } of weights) if (hold(parts)) score += weight;
  return score;
}

const readLearned = readerOf(readWeights());

/** How likely each topic is, and each label that is no topic: `context`, `detail`, `refine`, `out_of_scope` and kinds of unsafe requests. */
export function likelihoodsOf(words: string, features: ReadonlySet<string>): Likelihoods {
  return readLearned(words, features);
}

/** What a likelihood is worth beside the scores of the table: nothing for one of forty, a clear score for one in five, more for a sure one. */
const PER_LOG = 2;
const EVEN_ODDS = 1 / 8;
const LEAST_BONUS = -4;
const MOST_BONUS = 4.2;

function bonusOf(likelihood: number): number {
  return Math.min(MOST_BONUS, Math.max(LEAST_BONUS, PER_LOG * Math.log(likelihood / EVEN_ODDS)));
}

/**
 * Every topic that speaks for a clause, best first; ties keep the order of the tables. What the table of features says and what the classifier learned
 * from sentences count together: the table knows what must be there and what excludes it, the classifier knows the words that no table foresaw.
 * @param words Normalised, names masked.
 */
export function classify(words: string, features: ReadonlySet<string>, persona: Persona, likelihoods: Likelihoods = likelihoodsOf(words, features)): Scored[] {
  return ROWS.filter(({ personas }) => !personas || personas.includes(persona))
    .map((row) => ({ topic: row.topic, score: scoreOf(row, features, persona) + bonusOf(likelihoods(row.topic)) }))
    .filter(({ score }) => score > 0)
    .toSorted((left, right) => right.score - left.score);
}

/** The best score that the tables alone give, whatever was learned. */
export function tableScore(features: ReadonlySet<string>, persona: Persona): number {
  return Math.max(0, ...ROWS.filter(({ personas }) => !personas || personas.includes(persona)).map((row) => scoreOf(row, features, persona)));
}

export function intentOf(topic: string): string {
  return (TOPICS as Readonly<Record<string, Topic>>)[topic]?.intent ?? topic; // widened: topics arrive as plain strings
}
