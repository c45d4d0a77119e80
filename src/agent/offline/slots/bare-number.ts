import type { IsoDate } from '../../../shared/calendar.ts';
import { readPeriods } from './period.ts';

/** Words before a number that say how many, how much or when. */
const MEASURING = '(?:slowest|fastest|quickest|longest|shortest|biggest|largest|smallest|newest|latest|oldest|highest|lowest|best|worst|recent|top|bottom|last|first|next|past|least|most|over|under|above|below|than|in|within|by|at|since|until|till|every|another|around|roughly|almost|nearly|between|exactly|only|these|those|all|usd|eur|gbp|chf|jpy|cad|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|q|tls|sha|http|windows|mozilla|section|rule|model|version)';
/** Words after a number that say what it counts. */
const COUNTED = '(?:%|percent|points?|days?|weeks?|months?|years?|quarters?|hours?|minutes?|seconds?|times|rows?|entries|entry|accounts?|sessions?|sign|logins?|attempts?|failures?|failed|of|or more|and up|and more|am|pm|tool calls?|calls?|errors?|items?|records?|exports?|users?|people|persons?|most|largest|biggest|newest|latest|recent|last|first|lowest|highest|flags?|checks|overrides?|refusals?|conversations?|chats?|messages?|changes?|events?|alerts?|clients?|portfolios?|versions?|digits?|usd|eur|gbp|chf|k|m|grand|thousand|million|recommendations?|suggestions?|proposals?|requests?|advisors?|advisers?|different|more|other|open|closed|pending|tools|models|rules|shares?|units?|api|jobs?|loads?|vendors?|tickets?|tasks?|to|and \\d+ (?:%|percent)|january|february|march|april|may|june|july|august|september|october|november|december)';
const ALONE = new RegExp(`(?<=^ |^ (?:[^ ]+ )*(?<! ${MEASURING} ))(?:number |no |nr )?#?(\\d{1,3})(?= (?!${COUNTED} )[^ ]|(?: ?)$)`);
/** What numbers of other things are said beside. */
const OTHER_NUMBERS = / (?:entry|entries|place|ticket|flag|session|invoice|api|article|version|form|page|line|top|step|round|port|code|error|level|hash) (?:number |no |nr |id )?#?\d| (?:api|interface) /;
/** A review of a decision, in whatever words. */
const OF_A_DECISION = / (?:model\w*|data|inputs?|outcome\w*|confiden\w*|sure|certain\w*|approv\w*|sign\w*|decid\w*|decision\w*|overr\w*|releas\w*|accept\w*|declin\w*|reject\w*|block\w*|execut\w*|carried|why|reasons?|rationale|basis|grounds|who|whom|whose|tools?|checks?|checked|rules?|trades?|alternatives?|status|explain\w*|made|call|cut|sell|buy|trim|reduce|suggest\w*|propos\w*|recommend\w*|advis\w*|advice|became|become|happen\w*|history|trace|lineage|prompt|version|valid|expir\w*|human|person|saw|see|know|fed|behind|same|memo|paper trail|file|engine|turn out|turned out|story|warn\w*|compliance|hash\w*|client|replay|reproduce|review\w*|stand\w*|went|go) /;
const FEW_WORDS = 4;

/** The number of a recommendation said without the word, as people do who look at nothing else: "who made the call on 51", "57: model, data". */
export function bareNumber(words: string, today: IsoDate): string | undefined {
  const { rest } = readPeriods(words.replaceAll(/ not (?:number |no )?#?\d{1,4}(?= )/g, ''), today);
  if (OTHER_NUMBERS.test(rest)) return undefined;
  const found = ALONE.exec(rest)?.[1];
  return found && (OF_A_DECISION.test(rest) || rest.trim().split(' ').length <= FEW_WORDS) ? found : undefined;
}
