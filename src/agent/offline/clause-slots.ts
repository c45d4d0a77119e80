import type { IsoDate } from '../../shared/calendar.ts';
import { likelihoodsFor } from './learned/reading.ts';
import { mergeSlots } from './slots/merge-slots.ts';
import { readPeriods } from './slots/period.ts';
import { readSlots } from './slots/read-slots.ts';
import { loneNumber, namedRecommendation } from './slots/recommendation-number.ts';
import { retractedAt } from './text/taken-back.ts';
import type { Persona, Slots } from './types.ts';

/** Who asks, and when. */
export interface Setting {
  readonly persona: Persona;
  readonly today: IsoDate;
  /** The conversation was about recommendations: a short message goes on about them. */
  readonly ofRecommendation?: boolean;
}

const LIKELY = 0.5;

/** "Last quarter: …" says when, and asks for nothing. */
export function isOnlyTime(words: string, { today }: Setting): boolean {
  const { periods, rest } = readPeriods(words, today);
  return periods.length > 0 && /^(?:(?:and|for|in|on|over|during|within|about|of|the|since|as) ?)*$/.test(rest.trim());
}

/** Of what is only told, the recommendation that it names counts: "I turn 70 next week" gives no number, "I am going through recommendation 12" does. */
export function toldIn(words: string, setting: Setting): Slots {
  const named = namedRecommendation(words);
  return { ...slotsIn(' ', setting), ...(named && { recommendationNumber: named.number }) };
}

/** What is said about one recommendation. */
const OF_ONE_RECOMMENDATION = ['recommendation_explain', 'recommendation_decision', 'recommendation_execute', 'ai_decision', 'override_do', 'blocked_reason', 'compliance_checks', 'compliance_run', 'pending_consents', 'model_versions', 'report_generate'];
const FEW_WORDS = 2;

/** True when a text is about one recommendation: that was learned from sentences that name theirs by a number alone, too. */
function isOfRecommendation(words: string, persona: Persona): boolean {
  if (words.trim().split(' ').length <= FEW_WORDS) return true;
  const likelihoods = likelihoodsFor(words, persona);
  return OF_ONE_RECOMMENDATION.reduce((sum, topic) => sum + likelihoods(topic), 0) >= LIKELY;
}

/** "This year, sorry, last year": what was said last counts. A lone number in words about a recommendation is that one's, and no amount. */
export function slotsIn(words: string, { today, persona }: Setting): Slots {
  const slots = lastSaid(words, today);
  const lone = slots.recommendationNumber === undefined ? loneNumber(readPeriods(words, today).rest) : undefined;
  return lone && isOfRecommendation(words, persona) ? { ...lastSaid(words.replace(new RegExp(`(?<= )#?${lone}(?= )`), ''), today), recommendationNumber: lone } : slots;
}

function lastSaid(words: string, today: IsoDate): Slots {
  const at = retractedAt(words);
  return at === undefined ? readSlots(words, today) : mergeSlots(readSlots(words.slice(at), today), readSlots(words, today));
}
