import { isoDate } from '../../../shared/calendar.ts';
import { featuresOf } from '../intents/features.ts';
import { conceptsOf } from '../lexicon/concepts.ts';
import { readSlots } from '../slots/read-slots.ts';
import type { Persona } from '../types.ts';

/** Only whether a time is named counts, not which. */
const ANY_DAY = isoDate('2026-11-23');

/** The features of a text that stands by itself. @param words Normalised and corrected. */
export function featuresIn(words: string, persona: Persona): Set<string> {
  return featuresOf(conceptsOf(words), readSlots(words, ANY_DAY), words, persona);
}
