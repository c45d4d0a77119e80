import { CURRENCY_WORD } from './slots/currency.ts';
import type { Understanding } from './understand.ts';
import type { Ask } from './types.ts';

/** What has a size that a short message may change. */
const SIZED: ReadonlySet<string> = new Set(['trade_order', 'suitability_check', 'rebalance_draft', 'recommendation_request', 'simulation_whatif', 'goal_projection', 'concentration_check', 'stress_test']);
const MEASURE = new RegExp(`(?<= )(?:${CURRENCY_WORD}|(?:(?:a|an|one) )?(?:half|thirds?|quarters?|fifths?|tenths?|all|everything)|[$€£]|\\d[\\d.,]*(?:k|m)?|%|percent|shares?|units?|thousand|grand|million|a month|per month|monthly|a year|years?|worth|max|maximum|at most|turnover|of it|of them|of the position)(?= )`, 'g');
const AROUND = 'actually|make|it|that|rather|only|just|say|no|not|ok|okay|instead|please|and|to|sorry|better|let|us|sell|buy|do|with|then|go|for|cut|down|up|i|mean|meant|want|would|like|at|the|of|in|what|if|how|about|but|hmm|wait|too|much|little|is|enough|a|an|one|will|position|stake|holding|should|be|limit|cap|so|now|on|second|thought|thoughts';
const ONLY_AROUND = new RegExp(`^ (?:(?:${AROUND}) )*$`);

/**
 * "Actually make that a quarter", "only 50 shares", "and with 800?": the reading with the new size of what was just asked; nothing when
 * the message says more than that. A bare number is in the unit of the size before.
 */
export function resized(reading: Understanding, previous: Ask): Understanding | undefined {
  const { part, quantity, percents, amounts, recommendationNumber, ...rest } = reading.slots;
  const isSized = part !== undefined || quantity !== undefined || recommendationNumber !== undefined || percents.length + amounts.length > 0;
  if (!SIZED.has(previous.topic) || reading.mentions.length > 0 || !isSized || !ONLY_AROUND.test(reading.words.replaceAll(MEASURE, ' ').replaceAll(/ {2,}/g, ' '))) return undefined;
  const bare = part === undefined && quantity === undefined && percents.length === 0 && (amounts[0]?.currency === undefined) ? amounts[0]?.value ?? Number(recommendationNumber) : undefined;
  const before = previous.slots;
  if (bare === undefined) return reading;
  const size = before.quantity !== undefined ? { quantity: bare } : before.percents.length > 0 && before.amounts.length === 0 ? { percents: [bare / 100] } : { amounts: [{ value: bare }] };
  return { ...reading, slots: { ...rest, percents: [], amounts: [], ...size } };
}

/** An order as it was asked for before, without its size: half of it and 50 shares of it can't both be meant. */
export function withoutSize(ask: Ask): Ask {
  if (ask.topic !== 'trade_order' && ask.topic !== 'suitability_check') return ask;
  const { part: _part, quantity: _quantity, ...rest } = ask.slots;
  return { ...ask, slots: { ...rest, percents: [], amounts: [] } };
}
