/** An id without its hyphens, as the reading of words leaves it. */
const UUID = '[0-9a-f]{32}';
const RECOMMENDATION = new RegExp(
  `(?<= )(?:(?:recommendation|recommendations|rec|proposal|suggestion|advice|idea|decision) (?:with |of )?(?:the )?(?:number |no |nr |id |#)?#?|#|number |no )((?:r|rec|rec )?[-#]?(?:${UUID}|\\d[\\d-]*))(?= |'|\\.)`,
);
const R_NUMBER = /(?<= )r(?:ec)?[- ]?#?(\d+)(?= )/;

/** "Who signed off 49?": a bare number after an act that only recommendations know. */
const AFTER_ACT = /(?<= )(?:go ahead (?:on|for|to)|green light (?:on|for|to)|signed off(?: on)?|signs? off(?: on)?|overrode|overruled|overrid\w+|approved|approve|vetoed|veto|reject|rejected|turn(?:ed|s)? down|say no to|said no to|put off|decline|declined|accept|accepted|release|released|defer|declining|accepting|rejecting|approving|releasing|deferring|turning down|putting off|vetoing|overriding|postponing) (?:number |no |nr |#)?(\d{1,5})(?= (?!%|percent|days?|weeks?|months?|years?|shares?|units?|of|usd|eur|gbp|chf|times|recommendations?|suggestions?|proposals?|requests?))/;

/** Ids that people paste are those of recommendations. */
const BARE_ID = new RegExp(`(?<= )(${UUID})(?= )`);

/** "Explain 69", "go ahead with 69": a number that counts nothing, in a message that decides on something or asks for its reasons. */
const ABOUT_A_DECISION = / (?:hold(?:ing)? off|wait with|sen[dt] (?:[^ ]+ ){1,3}back|wants? (?:me |us |him |her |them |@client )?to (?:cut|sell|buy|trim|reduce|do|drop|swap|replace|move|change)|recommends?|suggests?|proposes?|expects?|expected|not interested|no thanks?(?: you)?|thumbs (?:up|down)|pass on|drop|scrap|ditch|veto|count me (?:in|out)|i am (?:in|out)|sounds? (?:good|fine|ok|okay|bad|wrong)|looks? (?:good|fine|ok|okay|bad|wrong)|fine by me|does it|yes please|not (?:now|yet|this|sure)|no way|next (?:month|quarter|year|week)|later|give .{0,20}(?:ok|okay|nod|green light)|execute|basis|accepts|rejects|declines|leave|not for me|confiden\w+|certain|sure|overridden|turned down|proposed|human|checks?|alternatives|arrive[sd]?|blocked|carry out|carried out|on ice|says? yes|said yes|agree[sd]?|(?:mark|set|put|move|let|get|hold) #?\d{1,5}|released|decided|why|rely|relied|rather not|go ahead|let us go|go with|accept|approve|approved|reject|decline|declined|turn(?:ed)? [^ ]+ down|no to|yes to|park|defer|postpone|think about|explain|story behind|reasons? (?:for|behind)|tax would|release|sign(?:ed)? off|what about|behind|status of|happened (?:to|with)|came of|ignore|overrode|overrid\w+|overturn\w*) /;
const ALONE = /(?<= (?:off|send|sent|drop|scrap|ditch|veto|give|regarding|re|leave|accepts|rejects|declines|proposed|recommended|suggested|out|mark|set|put|move|let|hold|execute|are|were|why|do|want|like|with|to|about|on|behind|explain|park|postpone|defer|accept|approve|reject|decline|turned|turn|would|for|of|is|was|has|did|does|release|ignore|off|reject|overrode) )#?(\d{1,4})(?= (?:wants?|recommends?|suggests?|proposes?|tells?|says|sells?|buys?|cuts?|trims?|would|will|has|have|does|did|a miss|my ok|the (?:nod|ok|okay|green light)|later|next|not|no|why|what|how|with|that|because|was|is|made|issued|came|speaks|down|up|off|in|until|till|cost|the|she|he|they|we|i|and|or|then|please|now|be|accepted|approved|declined|for|not|@client|client|rejected|released|blocked|expired|deferred|executed|today|to|as|on|go|goes|went|out|back|based|reached|came|come|over|mean|say|$)(?![a-z])|\s*$)/;
const COUNTED_BY = /^ (?:%|percent|points?|days?|weeks?|months?|years?|shares?|units?|usd|eur|gbp|chf|times|recommendations?|suggestions?|proposals?|requests?|clients?|of the|k|grand|thousand|million|and (?:up|over|above|more|below|under)|or (?:more|less|so|over|above|higher|better|lower)|plus) /;

const A_YEAR = /^(?:19|20)\d\d$/;

function aloneInDecision(words: string): { number: string; text: string } | undefined {
  if (!ABOUT_A_DECISION.test(words)) return undefined;
  const match = ALONE.exec(words);
  if (!match || A_YEAR.test(match[1]!) || COUNTED_BY.test(words.slice(match.index + match[0].length)) || / (?:top|last|first|next|past|least|most|over|under|above|below|than|age|aged) $/.test(words.slice(0, match.index))) return undefined;
  return { number: match[1]!, text: match[0] };
}

/** More of what people say about one recommendation, beside deciding on it. */
const SPOKEN_OF = new RegExp(`${ABOUT_A_DECISION.source}| (?:react\\w*|respond\\w*|answer\\w*|short version|version of|thoughts?|thinking|summar\\w+|walk me through|details? (?:of|on)|more on|tell me (?:more )?about|break down|effect of|impact of|sit(?:ting)? on|instead of|look\\w* at|turn (?:it|this|that) down|nothing to do with|reasonable|sensible|nonsense|if i (?:said|say) yes|would happen|go(?:es)? out|what is (?:with |about )?(?:number |no |#)?\\d|pros and cons|sold on|approved|from my side|bin|blocking|holding up|in a nutshell|recap|again|idea behind|deal with|downsides?|upsides?|drawbacks?|catch|pitfalls?|risks? (?:of|in|with)|score[ds]?|affects?|influences?|changes?|means?|hold (?:it|this|that|on|back)|(?:till|until) i|ok|okay|fine|only after|not before|not convinced|convinced|wait|doing|is a (?:yes|no|go)|went along|go along|hesitant|unsure|involve[sd]?) `);
const BEFORE_MEASURE = / (?:top|last|first|next|past|least|most|over|under|above|below|than|age|aged|in|within|by|at|since|until|till|every|another|aside|by|around|roughly|almost|nearly|save|saving|add|put|putting|invest|pay|paying|withdraw|take|taking|buy|buying|sell|selling|hold|spend|move|from|between|s&p|ftse|nikkei|nasdaq|russell|stoxx|dax|cac|smi|tsx|dow|between|fell|falls?|drops?|dropped|lost|loses?|rose|rises?|up|down|usd|eur|gbp|chf|jpy|cad|\$|€|£|q|january|february|march|april|may|june|july|august|september|october|november|december) $/;
const UNIT_AFTER = /^ (?:%|@|(?:monthly|weekly|yearly|quarterly|annually|extra|percent|pct|bps|basis|points?|of|per|a|an|each|more|other|to|x|st|nd|rd|th|k|m|grand|thousand|million|usd|eur|gbp|chf|jpy|cad|dollars?|euros?|pounds?|francs?|quid|and (?:up|over|above|more|below)|or (?:more|less|so|over|above|higher|better)|plus|biggest|largest|best|worst|top|smallest|highest|lowest|holding|position|stock|share|name|line|year|month|week|day|january|february|march|april|may|june|july|august|september|october|november|december)\b)/;
/** A noun in the plural is counted by the number before it; a verb isn't. */
const PLURAL_AFTER = /^ (?!(?:is|was|has|does|wants|says|looks|sounds|means|needs|speaks|recommends|suggests|proposes|tells|sells|buys|cuts|trims|expects|makes|gets|goes|comes|brings|costs|affects|influences|lowers|raises|improves|helps|hurts|involves|implies|reduces|adds|changes|reads|rests|stands|this|thanks|yes|as|us|markets|rates|prices|taxes|fees|costs|times)\b)[a-z]{2,}s(?= )/;
const SHORT_WORDS = 2;

/** "58 sounds reasonable", "what did he say to 73", "52?": a lone number that measures nothing, in words about a recommendation. */
function loneNumber(words: string): { number: string; text: string } | undefined {
  const spoken = SPOKEN_OF.test(words) || words.trim().split(' ').filter((word) => !/^(?:and|ok|okay|so|re|number|no|please|the)$/.test(word)).length <= SHORT_WORDS;
  if (!spoken) return undefined;
  const found = [...words.matchAll(/(?<= )#?(\d{1,3})(?= )/g)].filter((match) => {
    const after = words.slice(match.index + match[0].length);
    return !BEFORE_MEASURE.test(words.slice(0, match.index)) && !UNIT_AFTER.test(after) && !PLURAL_AFTER.test(after);
  });
  // "66?? Explain like I'm five": of several, the one that opens the message.
  const opens = found.length > 1 && /^ (?:(?:ok|okay|so|and|re|on|about|number|no) )*#?\d{1,3} /.test(words);
  return found.length === 1 || opens ? { number: found[0]![1]!, text: ` ${found[0]![0]}` } : undefined;
}

function withHyphens(id: string): string {
  return /^[0-9a-f]{32}$/.test(id) ? id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : id;
}

/** The recommendation that a normalised text names by the word and its number or by its id, which also a sentence can do that asks nothing. */
export function namedRecommendation(words: string): { number: string; text: string } | undefined {
  const named = RECOMMENDATION.exec(words);
  // "Recommendations of 2026" are those of the year.
  if (named && !(A_YEAR.test(named[1]!) && / of /.test(named[0]))) return { number: withHyphens(named[1]!.replace(/^(?:rec|r)?[ #-]*(?=\d)/, '')), text: named[0] };
  const short = R_NUMBER.exec(words) ?? BARE_ID.exec(words);
  return short ? { number: withHyphens(short[1]!), text: short[0] } : undefined;
}

/** The recommendation that a normalised text speaks of, with the stretch that says so. */
export function readRecommendationNumber(words: string): { number: string; text: string } | undefined {
  const named = namedRecommendation(words);
  if (named) return named;
  const afterAct = AFTER_ACT.exec(words);
  return afterAct ? { number: afterAct[1]!, text: afterAct[0] } : aloneInDecision(words) ?? loneNumber(words);
}
