import type { IsoDate } from '../../../shared/calendar.ts';
import type { Slots } from '../types.ts';
import { readMeasures } from './amount.ts';
import { readCurrencies } from './currency.ts';
import { readAssetClasses, readRegions, readSectors } from './market-terms.ts';
import { readPeriods } from './period.ts';
import { readScenario } from './scenario.ts';

/** An id without its hyphens, as the reading of words leaves it. */
const UUID = '[0-9a-f]{32}';
const RECOMMENDATION = new RegExp(
  `(?<= )(?:(?:recommendation|recommendations|rec|proposal|suggestion|advice|idea|decision) (?:with |of )?(?:the )?(?:number |no |nr |id |#)?#?|#|number |no )((?:r|rec|rec )?[-#]?(?:${UUID}|\\d[\\d-]*))(?= |'|\\.)`,
);
const R_NUMBER = /(?<= )r(?:ec)?[- ]?#?(\d+)(?= )/;

/** "Who signed off 49?": a bare number after an act that only recommendations know. */
const AFTER_ACT = /(?<= )(?:go ahead (?:on|for|to)|green light (?:on|for|to)|signed off(?: on)?|signs? off(?: on)?|overrode|overruled|overrid\w+|approved|approve|vetoed|veto|reject|rejected|decline|declined|accept|accepted|release|released|defer) (?:number |no |nr |#)?(\d{1,5})(?= (?!%|percent|days?|weeks?|months?|years?|shares?|units?|of|usd|eur|gbp|chf|times|recommendations?|suggestions?|proposals?|requests?))/;

/** Ids that people paste are those of recommendations. */
const BARE_ID = new RegExp(`(?<= )(${UUID})(?= )`);

/** "Explain 69", "go ahead with 69": a number that counts nothing, in a message that decides on something or asks for its reasons. */
const ABOUT_A_DECISION = / (?:hold(?:ing)? off|wait with|sen[dt] (?:[^ ]+ ){1,3}back|wants? to|recommends?|suggests?|proposes?|expects?|expected|not interested|no thanks?(?: you)?|thumbs (?:up|down)|pass on|drop|scrap|ditch|veto|count me (?:in|out)|i am (?:in|out)|sounds? (?:good|fine|ok|okay|bad|wrong)|looks? (?:good|fine|ok|okay|bad|wrong)|fine by me|does it|yes please|not (?:now|yet|this|sure)|no way|next (?:month|quarter|year|week)|later|give .{0,20}(?:ok|okay|nod|green light)|execute|basis|accepts|rejects|declines|leave|not for me|confiden\w+|certain|sure|overridden|turned down|proposed|human|checks?|alternatives|arrive[sd]?|blocked|carry out|carried out|on ice|says? yes|said yes|agree[sd]?|(?:mark|set|put|move|let|get|hold) #?\d{1,5}|released|decided|why|rely|relied|rather not|go ahead|let us go|go with|accept|approve|approved|reject|decline|declined|turn(?:ed)? [^ ]+ down|no to|yes to|park|defer|postpone|think about|explain|story behind|reasons? (?:for|behind)|tax would|release|sign(?:ed)? off|what about|behind|status of|happened (?:to|with)|came of|ignore|overrode|overrid\w+|overturn\w*) /;
const ALONE = /(?<= (?:off|send|sent|drop|scrap|ditch|veto|give|regarding|re|leave|accepts|rejects|declines|proposed|recommended|suggested|out|mark|set|put|move|let|hold|execute|are|were|why|do|want|like|with|to|about|on|behind|explain|park|postpone|defer|accept|approve|reject|decline|turned|turn|would|for|of|is|was|has|did|does|release|ignore|off|reject|overrode) )#?(\d{1,4})(?= (?:wants?|recommends?|suggests?|proposes?|tells?|says|sells?|buys?|cuts?|trims?|would|will|has|have|does|did|a miss|my ok|the (?:nod|ok|okay|green light)|later|next|not|no|why|what|how|with|that|because|was|is|made|issued|came|speaks|down|up|off|in|until|till|cost|the|she|he|they|we|i|and|or|then|please|now|be|accepted|approved|declined|for|not|@client|client|rejected|released|blocked|expired|deferred|executed|today|to|as|on|go|goes|went|out|back|based|reached|came|come|over|mean|say|$)|\s*$)/;
const COUNTED_BY = /^ (?:%|percent|points?|days?|weeks?|months?|years?|shares?|units?|usd|eur|gbp|chf|times|recommendations?|suggestions?|proposals?|requests?|clients?|of the|k|grand|thousand|million) /;

function aloneInDecision(words: string): { number: string; text: string } | undefined {
  if (!ABOUT_A_DECISION.test(words)) return undefined;
  const match = ALONE.exec(words);
  if (!match || COUNTED_BY.test(words.slice(match.index + match[0].length)) || / (?:top|last|first|next|past|least|most|over|under|above|below|than|age|aged) $/.test(words.slice(0, match.index))) return undefined;
  return { number: match[1]!, text: match[0] };
}

/** "69 - not for me", "The Hales: 75, what does it want?": a number that opens the message. */
const OPENS_WITH = /^ (?:(?:ok|okay|so|and|re|regarding|about|on|as|for|no|yes|hi|hello|@client|@portfolio|well|hm+) )*#?(\d{1,4})(?= (?:is|was|no|not|nope|why|what|how|who|yes|yep|go|goes|accept\w*|reject\w*|declin\w*|approv\w*|park|defer\w*|postpone\w*|please|looks?|sounds?|fine|ok|okay|i|we|let|do|does|it|he|she|they|@client|client|the|can|needs?|still|wait|later|maybe|back|should|out|thanks?)(?= )| *$)/;

function opensWithNumber(words: string): { number: string; text: string } | undefined {
  const match = ABOUT_A_DECISION.test(words) ? OPENS_WITH.exec(words) : null;
  return match ? { number: match[1]!, text: match[0] } : undefined;
}

function withHyphens(id: string): string {
  return /^[0-9a-f]{32}$/.test(id) ? id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : id;
}

function readRecommendationNumber(words: string): { number: string; text: string } | undefined {
  const named = RECOMMENDATION.exec(words);
  if (named) return { number: withHyphens(named[1]!.replace(/^(?:rec|r)?[ #-]*(?=\d)/, '')), text: named[0] };
  const short = R_NUMBER.exec(words) ?? AFTER_ACT.exec(words) ?? BARE_ID.exec(words);
  return short ? { number: short[1]!, text: short[0] } : aloneInDecision(words) ?? opensWithNumber(words);
}

/** Reads every slot of a normalised text in which names are masked as `@kind`. */
export function readSlots(words: string, today: IsoDate): Slots {
  const number = readRecommendationNumber(words);
  const scenario = readScenario(words);
  const withoutNumber = number ? words.replace(number.text, ' ') : words;
  const time = readPeriods(withoutNumber, today);
  const measures = readMeasures(time.rest);
  return {
    periods: time.periods,
    ...measures,
    // "like 2008" is the crash's name.
    amounts: measures.amounts.filter((amount) => !(scenario && amount.value > 1980 && amount.value < 2030)),
    currencies: readCurrencies(words),
    assetClasses: readAssetClasses(words),
    sectors: readSectors(words),
    regions: readRegions(words),
    ...(number && { recommendationNumber: number.number }),
    ...(scenario && { scenario }),
  };
}
