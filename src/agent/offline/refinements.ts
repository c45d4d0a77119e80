import type { IsoDate } from '../../shared/calendar.ts';
import { CURRENCY_WORD } from './slots/currency.ts';
import { withoutMarketTerms } from './slots/market-terms.ts';
import { readPeriods } from './slots/period.ts';
import type { Understanding } from './understand.ts';
import type { Ask, PeriodSlot, Slots } from './types.ts';

const JOINTS = 'lovely|great|good|perfect|wonderful|nice|excellent|super|thank you|cheers|kindly|next|do|run|check|and|or|vs|versus|against|compared|compare|to|with|than|how|about|what|for|over|in|into|the|same|that|this|it|no|not|i|we|meant|mean|sorry|actually|please|pls|just|only|so|ok|okay|now|then|instead|1|one|was|is|did|does|do|as|of|at|by|on|from|rather|me|show|give|thanks|but|also|again|up|until|till|during|within|since|time|period|make|lets|let|us|say|both|each|as well|too|pardon|apologies|oops|excuse me|correction|my mistake|my bad|i beg your pardon';
/** Nothing but words that join. */
export const ONLY_JOINTS = new RegExp(`^ (?:(?:${JOINTS}) )*$`);
const CURRENCIES = new RegExp(`(?<= )(?:${CURRENCY_WORD})(?= )`, 'g');

/** "Versus the quarter before?", "in dollars please", "no, since 2024": another time or currency for what was just asked, and nothing else. */
export function onlyRefines(reading: Understanding, today: IsoDate): boolean {
  const { periods, rest } = readPeriods(reading.words, today);
  const bare = rest.replaceAll(CURRENCIES, ' ').replaceAll(/ {2,}/g, ' ');
  return (periods.length > 0 || reading.slots.currencies.length === 1) && reading.slots.amounts.length === 0 && ONLY_JOINTS.test(bare);
}

const ONLY_A_NUMBER = new RegExp(`^ (?:(?:${JOINTS}|if|you|more|less|above|below|under|beyond|exceeding|least|most|top|first|bottom|limit|threshold|bar|set|raise|lower|increase|reduce|go) )*\\d{1,3}(?:\\.\\d+)? (?:(?:%|percent|points?) )?(?:(?:${JOINTS}|or more|and up) )*$`);

/** "And if you make that 5?" after a bound, a count or a span in numbers. */
export function onlyRecounts(reading: Understanding, { slots }: Ask): boolean {
  const hadNumber = slots.percents.length > 0 || slots.count !== undefined || slots.periods.some(({ expression }) => /^(?:next_)?\d+[DWMQY]$/.test(expression));
  return hadNumber && reading.mentions.length === 0 && ONLY_A_NUMBER.test(reading.words);
}

/** Lists that a further condition makes shorter. */
const LISTS: ReadonlySet<string> = new Set(['book_screen', 'book_ranking', 'not_contacted', 'allocation_drift', 'holdings_list', 'transaction_search', 'compliance_flags', 'recommendation_list', 'gain_loss', 'task_list', 'risk_alerts', 'kyc_status', 'performance_ranking']);
const LEAVES_OUT = '(?:leave|leaving) out|drop|exclude|skip|ignore|remove|forget(?: about)?|disregard|take out|cut out|filter out|strip out|hide|without|except(?: for)?|only|just|keep|show|limit (?:it|that|this|them) to|restrict (?:it|that|this|them) to|narrow (?:it|that|this|them) (?:down )?to|make (?:it|that)';
const FILTER = new RegExp(`^ (?:(?:please|ok|okay|and|now|then|but|so|can you|could you|would you|just|only|let us) )*(?:${LEAVES_OUT}) (?:(?:only|just|me|to) )*(?:anyone|anybody|anything|everyone|everybody|everything|those|these|the (?:ones|rest|others|small\\w*|big\\w*|people|clients|names|cases)|ones|all|people|clients|cases|where|whoever|who|which|that|any|what)(?= )`);

/** "Leave out anyone less than 3 points over", "only those above 5 %": a condition on the list before, by a number. */
export function onlyFilters(reading: Understanding, previous: Ask): boolean {
  const { percents, amounts, count, periods } = reading.slots;
  return LISTS.has(previous.topic) && reading.mentions.length === 0 && FILTER.test(reading.words) && (percents.length > 0 || amounts.length > 0 || count !== undefined || periods.length > 0);
}

/** Topics that are asked of one asset class, sector or region as well as of another. */
const BY_BUCKET: ReadonlySet<string> = new Set(['allocation_drift', 'allocation_breakdown', 'book_screen', 'gain_loss', 'concentration_check']);

/** "And bonds?" after equities: the same of another class, and nothing else. */
export function namesBucket(reading: Understanding, previous: Ask): boolean {
  const { assetClasses, sectors, regions } = reading.slots;
  return BY_BUCKET.has(previous.topic) && assetClasses.length + sectors.length + regions.length > 0 && ONLY_JOINTS.test(withoutMarketTerms(reading.words).replaceAll(/ {2,}/g, ' '));
}

/** "And overweight?" after underweight: the other side of the same screen. */
export function turnsSide({ words }: Understanding, previous: Ask): boolean {
  return previous.topic === 'book_screen' && / (?:over|under) ?weight(?:ed)? /.test(words) && ONLY_JOINTS.test(words.replaceAll(/ (?:over|under) ?weight(?:ed)?(?= )/g, ' ').replaceAll(/ {2,}/g, ' '));
}

/** "And in 90?" after "in 60 days": the same unit, another number. */
export function recounted(words: string, before: readonly PeriodSlot[]): PeriodSlot[] {
  const unit = /^(next_)?\d+([DWMQY])$/.exec(before[0]?.expression ?? '');
  if (unit && / last (?:one|1) $/.test(words)) return [{ ...before[0]!, expression: `1${unit[2]}` }];
  const count = /^ (?:(?:and|or|what about|how about|in|for|over|make it|the|last|past|ok|now|then|say) )*(\d{1,3})(?: then| instead)? $/.exec(words)?.[1];
  return count && unit ? [{ ...before[0]!, expression: `${unit[1] ?? ''}${count}${unit[2]}` }] : [];
}

/** "And more than 25?" after "more than 15 %": a bare number is a percentage again. */
export function countsAsPercent(slots: Slots, { slots: before }: Ask): Slots {
  const [only] = slots.amounts;
  if (slots.count !== undefined && before.count === undefined && before.percents.length > 0 && slots.percents.length === 0) {
    const { count, ...rest } = slots;
    return { ...rest, percents: [count / 100] };
  }
  const isBare = only && slots.amounts.length === 1 && !only.currency && only.value <= 100 && slots.percents.length === 0;
  return isBare && before.percents.length > 0 && before.amounts.length === 0 ? { ...slots, amounts: [], percents: [Number((only.value / 100).toPrecision(12))] } : slots;
}
