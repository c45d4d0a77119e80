import type { Persona, Slots } from '../types.ts';

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
