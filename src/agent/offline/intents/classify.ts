import type { Persona, Slots } from '../types.ts';
import { FIRM_TOPICS } from './firm-topics.ts';
import { MONEY_TOPICS } from './money-topics.ts';
import { PORTFOLIO_TOPICS } from './portfolio-topics.ts';
import { REVIEW_TOPICS } from './review-topics.ts';
import { SERVICE_TOPICS } from './service-topics.ts';
import type { Topic } from './topic.ts';

export const TOPICS = { ...PORTFOLIO_TOPICS, ...MONEY_TOPICS, ...SERVICE_TOPICS, ...FIRM_TOPICS, ...REVIEW_TOPICS } as const;
export type TopicName = keyof typeof TOPICS;

const ROWS: readonly (readonly [string, Topic])[] = Object.entries(TOPICS);

/** Below this a clause doesn't say what it is about. */
export const CLEAR_SCORE = 2;

export interface Scored {
  readonly topic: string;
  readonly score: number;
}

/** Names of the features that slots, persona and counts of mentions add to the concepts. */
export function featuresOf(concepts: ReadonlySet<string>, slots: Slots, words: string, persona: Persona): Set<string> {
  const features = new Set(concepts);
  const add = (feature: string, present: boolean): void => { if (present) features.add(feature); };
  add(`persona:${persona}`, true);
  add('#period', slots.periods.some((period) => period.kind !== 'date'));
  add('#date', slots.periods.some((period) => period.kind === 'date'));
  add('#future', slots.periods.some((period) => period.kind === 'future'));
  add('#amount', slots.amounts.length > 0);
  add('#percent', slots.percents.length > 0);
  add('#currency', slots.currencies.length > 0);
  add('#two_currencies', slots.currencies.length > 1);
  add('#asset_class', slots.assetClasses.length > 0);
  add('#other_class', slots.assetClasses.some((name) => name !== 'cash'));
  add('#cash', slots.assetClasses.includes('cash'));
  add('#sector', slots.sectors.length > 0);
  add('#region', slots.regions.length > 0);
  add('#count', slots.count !== undefined);
  add('#quantity', slots.quantity !== undefined);
  add('#part', slots.part !== undefined);
  add('#years', slots.years !== undefined);
  add('#scenario', slots.scenario !== undefined);
  add('#recommendation', slots.recommendationNumber !== undefined);
  add('#max_confidence', slots.percents.length > 0 && concepts.has('confidence'));
  add('#two_portfolios', words.split('@portfolio').length > 2);
  return features;
}

function holds(requirement: string, features: ReadonlySet<string>): boolean {
  return requirement.split('|').some((either) => either.split('+').every((feature) => features.has(feature)));
}

/** Who names a recommendation by its number speaks of it: other topics need to be all the clearer. */
const SPEAKS_OF_ONE = /^(?:recommendation|audit|compliance_flags|report_generate|task_workflow|support_ticket|interaction_history|smalltalk)/;
const BESIDE_THE_NUMBER = -1.5;

function scoreOf(topic: Topic, features: ReadonlySet<string>, persona: Persona): number {
  if (topic.personas && !topic.personas.includes(persona)) return 0;
  if (topic.requires?.some((requirement) => !holds(requirement, features))) return 0;
  let score = features.has('#recommendation') && persona !== 'auditor' && !SPEAKS_OF_ONE.test(topic.intent) ? BESIDE_THE_NUMBER : 0;
  for (const [feature, weight] of Object.entries(topic.features)) {
    if (feature.split('+').every((part) => features.has(part))) score += weight;
  }
  return score;
}

/** Every topic that the features speak for, best first; ties keep the order of the tables. */
export function classify(features: ReadonlySet<string>, persona: Persona): Scored[] {
  return ROWS.map(([topic, row]) => ({ topic, score: scoreOf(row, features, persona) }))
    .filter(({ score }) => score > 0)
    .toSorted((left, right) => right.score - left.score);
}

export function intentOf(topic: string): string {
  return (TOPICS as Readonly<Record<string, Topic>>)[topic]?.intent ?? topic; // widened: topics arrive as plain strings
}
