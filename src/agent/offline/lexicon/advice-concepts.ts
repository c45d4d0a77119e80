/** Requests about advice and its rules whose words stand far apart: no phrase, but a form of sentence. */
export const ADVICE_CONCEPTS = {
  /** "Would buying 200 of it pass?": a trade judged before it is made. */
  pre_trade: [],
  /** "Why should I be selling X?": a trade that somebody proposed. */
  why_trade: [],
  /** "Less bumpy", "a calmer ride": the aim of a change. */
  calmer: [],
  /** "If I add 500 a month, what might it grow to?" */
  looks_ahead: [],
  /** "Bring it back to its targets": trades, not a look at the drift. */
  realign: [],
  /** "Take some profit on X": a sale by its purpose. */
  take_profit: [],
  /** "Put the idle francs to work." */
  deploy: [],
  /** "Something greener instead of X", "swap X for something". */
  replacement: [],
  /** "2,500 into GOLD": an order without its verb. */
  order_terms: [],
  /** "What did the AI propose for her?": advice on record, no new one. */
  advice_given: [],
  /** "A ticket to buy X": an order, no request for support. */
  order_ticket: [],
  /** "Jot down that he likes gold": a remark, no meeting. */
  note_that: [],
  /** "I would push it back", "Marcus is fine with it": told, though "would" and "is" also ask. */
  states: [],
  /** "Task: chase Lars". */
  task_noun: [],
  /** "Please log it": what was just told is to be kept. */
  log_that: [],
  /** "Write up today's call with her." */
  wrote_up: [],
  /** "She needs 30k in cash by spring": money to be found in what is held. */
  cash_need: [],
  /** "Is it restricted for her?" asks for the list, not for a judgement. */
  exclusion_word: [],
} as const satisfies Record<string, readonly string[]>;

const TRADE = String.raw`(?:buy\w*|bought|sell\w*|sold|purchas\w*|adding|added|add|trades?|trading|order|sale|taking|trimming|doubling|increasing|putting|selling|plac\w+|putting|put)`;
const JUDGED = String.raw`(?:pass|passes|clear|cleared|be allowed|be permitted|be ok|be okay|be fine|be possible|be blocked|be stopped|running into|run into|without (?:breaking|breaching|hitting|exceeding|tripping)|be within|be in line|stay within|stay inside|fit within|in line with|go through|get through|get past|break|breach|trip|violate|trigger|hit|exceed|meet|satisfy|comply|any (?:rules?|limits?|checks?)|the (?:rules|checks|limits|mandate))`;
const DEAL = '(?:sell|selling|buy|buying|trim|trimming|cut|cutting|reduce|reducing|drop|dropping|dump|exit|exiting|add|adding|swap|switch|replace|unload|lighten|shed)';

export const ADVICE_SENTENCES: readonly (readonly [keyof typeof ADVICE_CONCEPTS, RegExp])[] = [
  ['pre_trade', new RegExp(` (?:would|will|could|can|does|do|is|if) (?:[^ ]+ ){0,4}${TRADE} (?:[^ ]+ ){0,12}${JUDGED} | (?:would|is|will) it (?:be )?(?:ok|okay|fine|alright|all right|wise|sensible|sound|prudent|possible|allowed|permitted) (?:if |to |for )(?:[^ ]+ ){0,2}(?:put|buy|bought|sell|sold|add|added|place|invest|move|take|hold|own) | pre trade (?:check|test|review) | (?:anything|something|what|nothing) (?:[^ ]+ ){0,3}(?:speaks?|stands?|against|prevents?|stops?|blocks?) (?:[^ ]+ ){0,5}${TRADE} | (?:check|test|run|put|hold) (?:[^ ]+ ){0,5}@security (?:[^ ]+ ){0,9}(?:against|past|through) (?:[^ ]+ ){0,3}(?:rules|limits|mandate|compliance) | (?:check|test|see|verify|tell me) (?:[^ ]+ ){0,3}(?:if|whether) (?:[^ ]+ ){0,4}${TRADE} (?:[^ ]+ ){0,12}${JUDGED} | (?:rules?|compliance|checks?) (?:[^ ]+ ){0,4}(?:say|think|let|allow|permit|object|complain|mind) (?:[^ ]+ ){0,8}${TRADE} | (?:may|can) (?:i|we|he|she|they|@client) (?:still |ever |even )*(?:buy|sell|add|increase|top up|trade|put) (?:[^ ]+ ){0,6}@security (?:[^ ]+ ){0,3}(?:at all|anyway|now)? ?(?=$)|(?:may|can (?:i|we|@client) still) (?:i |we |@client |he |she |they |still )*(?:buy|sell|add|increase|top up|trade|put) (?:[^ ]+ ){0,6}@security | run (?:[^ ]+ ){0,3}(?:rules?|checks?|compliance) (?:[^ ]+ ){0,4}(?:on|for|against) (?:[^ ]+ ){0,3}${TRADE} `)],
  ['why_trade', new RegExp(` why (?:[^ ]+ ){0,2}(?:should|would|must|shall|do|does|am|are|is|the need to|bother|be|want\\w*|to) (?:[^ ]+ ){0,6}${DEAL} | why ${DEAL} | why (?:now |not )?@security | (?:you|it|they|app|system|advis[oe]r|engine) (?:want|wants|wanted|told|tells|asks|asked|says|said|suggests|suggested) (?:[^ ]+ ){0,4}(?:to|should|must) (?:[^ ]+ ){0,2}${DEAL} (?:[^ ]+ ){0,3}@security | (?:case|reasons?|argument|logic|point|sense) (?:for|of|in|behind|to) (?:[^ ]+ ){0,2}${DEAL} `)],
  ['calmer', / (?:less|not (?:so|as)) (?:bumpy|volatile|risky|jumpy|wild|nervous|choppy|shaky|rocky|exposed|of a (?:roller ?coaster|rough ride)) | (?:more (?:stable|cautious|defensive)|calmer|steadier|smoother|safer) | (?:calm|tone|dial|quieten) (?:[^ ]+ ){0,4}down | take (?:[^ ]+ ){0,3}risk (?:off|out) /],
  ['realign', / (?:bring|get|put|move|take|return|restore|reset|shift|nudge|steer|pull|push|bringing|getting|moving|putting|want|wants|need|needs|would like|prefer|see) (?:[^ ]+ ){0,6}back (?:to|into|in|on|onto|where|within|inside) (?:[^ ]+ ){0,3}(?:target\w*|weights?|line|plan|bands?|mix|allocation|shape|balance|belongs?|model) | trades? (?:[^ ]+ ){0,6}(?:back to|to reach|to hit|to restore|to correct) /],
  ['take_profit', / (?:take|taking|bank|lock in|cash in|book|skim|realise|realize) (?:[^ ]+ ){0,3}(?:profits?|gains?) (?:[^ ]+ ){0,2}(?:on|in|from|of|with) @security | (?:take|bank|lock in) (?:[^ ]+ ){0,3}(?:profits?|gains?) /],
  ['exclusion_word', / (?:restrict\w*|exclu\w*|banned|black ?list\w*|barred|off limits|no go|no buy|prohibit\w*|avoid list|forbidden|ruled out) | (?:allowed|permitted) (?:to (?:buy|hold|own|have) )?@security | (?:allowed|permitted|ok|okay|fine)(?: (?:for|in) (?:@portfolio|@client|me|her|him|them|us))? $/],
  ['deploy', / put (?:[^ ]+ ){1,7}to (?:work|use|good use) | (?:idle|spare|uninvested|surplus|dormant) (?:[^ ]+ ){0,2}(?:cash|money|francs|dollars|euros|pounds|sterling|yen|funds) /],
  ['replacement', / (?:something|anything|what|which|a|an|one) (?:[^ ]+ ){0,7}(?:instead of|in place of|in lieu of|to replace) (?:[^ ]+ ){0,2}@security | (?:swap|switch|exchange|replace|substitute) (?:[^ ]+ ){0,4}@security (?:[^ ]+ ){0,3}(?:for|with|into|by) | (?:alternative|substitute|replacement)s? (?:to|for) (?:[^ ]+ ){0,2}@security /],
  ['order_terms', / (?:[$€£] )?\d[^ ]* (?:[^ ]+ ){0,2}(?:into|in) @security|^ \d[^ ]* (?:shares? of |units? of |of |worth of )?@security (?:for|in|into) | (?:wants?|needs?|would like|fancies) (?:another |some |a further )?\d[^ ]* (?:more |shares of |units of )?@security | @security out (?=all|completely|entirely|$)/],
  ['advice_given', / (?:what|which) (?:[^ ]+ ){0,3}(?:did|has|have|had) (?:[^ ]+ ){0,4}(?:propose[sd]?|suggest(?:ed)?|recommend(?:ed)?|advised?|come up with|came up with|put forward|pitch(?:ed)?) /],
  ['order_ticket', / (?:ticket|slip|order) (?:[^ ]+ ){0,2}(?:to|for) (?:[^ ]+ ){0,2}(?:buy|sell|purchase|sale|buying|selling) | (?:buy|sell|trade|dealing|order|deal|sale|purchase) (?:ticket|slip) /],
  ['states', /^ (?:(?:ok|okay|so|well|hm+|no|yes|and|but|sorry|thanks|actually) )*(?:(?:i|we) (?:would|will|am|are|have|had|was|were|do not|can not|should|must|think)|(?:@client|(?:the )?client|he|she|they) (?:and @client )?(?:is|are|was|were|has|have|would|will)) /],
  ['task_noun', /^ (?:please |ok |hi )*(?:follow up|chase|check in|touch base) (?:up )?(?:with |on )?@client|^ (?:new |a |my |please )*(?:task|reminder|to do|todo) (?!list |lists |for today )/],
  ['log_that', /(?:^|[^ ]) (?:(?:please|kindly|can you|could you|just|so|and|then) )+(?:log|record|note|file|minute|write|jot|put) (?:it|this|that) (?:(?:down|up|please|on|in|for|the|me|file|record|his|her|their|now|@client|'s) )*$|^ (?:log|record|file|minute) (?:it|this|that) (?:(?:down|up|please|on|in|for|the|me|file|record|his|her|their|now) )*$|^ (?:(?:please|kindly|can|could|would|will|you|just|so|and|then|that|this|it|should|needs? to) )*(?:put|note|write|add|jot|enter|place|take|go|goes|be) (?:(?:it|this|that) )?(?:down )?(?:(?:on|in|into|onto|to) (?:the |his |her |their |our |@client 's )?(?:file|files|records?|log|crm|contact history|contacts?)|down) (?:(?:please|for|me|now|thanks|will|you|can|could) )*$|^ (?:(?:please|kindly|can|could|you|just|so|and|then|i|need|want|to) )*(?:make|keep|take|have|need|want) (?:a |an )?(?:note|record|entry|file note) (?:of|about|on) (?:it|this|that) (?:(?:please|for|me|now|on|in|the|file|his|her|their) )*$/],
  ['wrote_up', / (?:write|writing|written) up (?:today 's|yesterday 's|this morning 's|my|the|our|last [^ ]+) (?:[^ ]+ ){0,3}(?:call|meeting|chat|visit|conversation|talk|lunch) /],
  ['cash_need', / (?:i|we|he|she|they|@client) (?:will |would |might )?needs? (?:about |some |around |roughly )?(?:[$€£] )?\d[^ ]* (?:usd|eur|gbp|chf|jpy|cad|dollars|euros|pounds|francs|yen|quid|grand|thousand|in cash|of cash|cash) | (?:needs?|needed|wants?|requires?|must have|has to have|have to have|fund|finance|cover|raise|raising|free up|freeing up|come up with|find|get) (?:[^ ]+ ){0,4}\d[^ ]* (?:[^ ]+ ){0,3}(?:cash|liquid\w*|by|until|till|before|for|in hand) .*(?:sell|sold|go|part with|come from|cut|raise|free|liquidate|do|take|get|come) | (?:how|where) (?:[^ ]+ ){0,4}(?:fund|finance|raise|find|free up|get) (?:[^ ]+ ){0,8}\d[^ ]* (?:[^ ]+ ){0,2}cash | (?:what|which) (?:[^ ]+ ){0,4}(?:sell|cut|part with|let go) (?:[^ ]+ ){0,6}(?:to raise|to free|to get|for|to find) (?:[^ ]+ ){0,3}\d/],
  ['note_that', / (?:jot|note|write|put|scribble)(?: down| on file| on record)? that (?!i |we |(?:down|on) )(?!$)/],
  ['looks_ahead', / (?:what|how|where) (?:[^ ]+ ){0,8}(?:look\w*|stand|be|worth|end up) (?:[^ ]+ ){0,6}(?:if|when|assuming|provided) (?:[^ ]+ ){0,10}(?:a|per|each|every) (?:month|year) | (?:if|suppose|supposing|assuming|say|imagine|what if|were) (?:[^ ]+ ){0,14}(?:what|how much|where|how big|will|would|might|could) (?:[^ ]+ ){0,6}(?:grow|become|be worth|end up|turn into|be at|stand at|amount to|come to|have|get|last|be left|look like) | (?:what|how much|where|how big) (?:[^ ]+ ){0,2}(?:will|would|might|could) (?:[^ ]+ ){0,5}(?:grow to|grow into|become|be worth|end up|turn into|amount to) /],
];
