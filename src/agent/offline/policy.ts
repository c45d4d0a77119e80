import { everydayWeight } from './lexicon/concepts.ts';
import { FORM_CONCEPTS } from './lexicon/form-concepts.ts';
import { classify, CLEAR_SCORE, intentOf, tableScore, TOPICS } from './intents/classify.ts';
import type { Likelihoods } from './learned/likelihoods.ts';
import { featuresOf } from './intents/features.ts';
import { unknownPersons } from './persons.ts';
import { normalise } from './text/normalise.ts';
import { likelihoodsFor } from './learned/reading.ts';
import { isKnownWord } from './text/spelling.ts';
import { refusalInReview } from './review-policy.ts';
import type { Understanding } from './understand.ts';
import type { Ask, Persona, RefusalReason } from './types.ts';

/** Asking about what happened is a review; asking for it to happen is the offence. */
const REVIEW = /^ (?:(?:and|so|ok|also|please|then) )*(?:who|which|were|was|has|have|had|did|how many|how often|list|show|is|are|any|verify|check (?:that|if|whether)|find|explain why|why|when|what (?:happens|is the|was|were|did|changed)|prove|count)\b/;

/** "Did anyone try to get at the prompt?": staff who ask what others tried. */
const ATTEMPTS = /^ (?:and |also )?(?:did|has|have|was|were|is|are|how many|how often|which|who|any|when|list|show|find)(?: [^ ]+){0,4} (?:anyone|anybody|someone|somebody|people|users?|clients?|requests?|attempts?|tried|tries|trying|asked) /;

const OTHERS_TRIED = /^ (?:and |also |so )?(?:(?:did|has|have|had|was|were|how many|how often|which|who|when) (?:[^ ]+ ){0,3})?(?:anyone|anybody|someone|somebody|users?|clients?|people|who) (?:[^ ]+ ){0,2}(?:tried|try|tries|trying|asked|ask|asking|attempted|requested|wanted) /;

const VERB_ASK = '(?:show|print|reveal|repeat|tell|give|output|dump|display|share|expose|send|what (?:is|are|were|was|does|do|did)|list|recite|quote|copy|paste|read out|see|write out|leak|disclose|describe|translate|summari[sz]e|spell out|let me see)';

interface Rule {
  readonly reason: RefusalReason;
  readonly test: (words: string, persona: Persona) => boolean;
}

const matches = (...patterns: readonly RegExp[]) => (words: string): boolean => patterns.some((pattern) => pattern.test(words));

const SECRET_EVENT = / (?:merger|takeover|take over|acqui\w+|buyout|buy out|earnings|results|profit warning|announce\w*|announcement|fda|approval|bid|deal|ipo|lawsuit|settlement|bankruptcy|numbers|guidance|news|contract|profits?|sales|figures|recall|trial|buy ?back|resign\w*|layoffs?|default|deficit|downgrade|fine|bans?|tariffs?|ruling|verdict) /;
const SECRET_SOURCE = / (?:(?:friend|contact|source|guy|neighbou?r|mate|aunt|uncle|wife|husband|brother|sister|cousin|client) (?:[^ ]+ ){0,6}(?:says|said|tells|reckons|knows|whispered)|works? (?:at|for|in|there)|working (?:at|for)|employee|insider|inside|told me|tells me|tipped|tip|overheard|heard|confidential\w*|non public|nonpublic|not (?:yet )?public|audits?|auditor|(?:brother|sister|mother|father) in law|mate|buddy|pal|cousin|colleague|roommate|unpublished|unannounced|before (?:then|it|the|they|that|anyone|anybody|everyone|everybody|this|publication|publishing|release|disclosure|announcement)|(?:prior to|ahead of) (?:the|its|their|any)? ?(?:publication|release|disclosure|announcement|results)|ahead of (?:the|its|their)|leak\w*|whisper\w*|secret\w*|private\w*|not (?:yet )?(?:been )?(?:announced|released|published|disclosed)|(?:nobody|no one|hardly anyone|none) (?:else )?(?:knows|has heard|is aware)|not (?:out|known|official) yet|hush hush|keep it quiet|first hand|on the board|board member|cfo|ceo|between us|off the record) /;
const TRADE_WISH = / (?:buy|sell|load up|short|get in|get out|get (?:[^ ]+ ){1,4}(?:in|out)|pull (?:[^ ]+ ){1,4}out|put (?:[^ ]+ ){1,3}in(?= |$)(?: before)?|out of (?:it|there|them)|offload|unload|exit|double up|move out|dump|invest|trade|position|order|stock up|should i|should we|pile in|act|profit|bet|move|use it|recommend|purchase) /;
const CHECKS = '(?:suitability|compliance|kyc|identity|know your customer|approval\\w*|sign off|check|checks|checking|restricted list|restriction\\w*|aml|due diligence|four eyes|questionnaire|verification|controls?|rules?|limits?|review|safeguards?|risk profile test)';
const RECORDS = '(?:audit|log|logs|refusals?|overrides?|entry|entries|record|records|note|notes|trail|trails|ledger|timestamps?|time stamps?|history|flag|flags|decision|decisions|file|files|evidence|check|checks|interaction|interactions|meeting|minutes|report|complaint|complaints|messages?|conversation|conversations|approvals?|recommendations?|sign offs?|exports?|sign ins?|logins?)';

/** Things with a day of their own, which only a forger moves back. */
const DATED = `${RECORDS.slice(0, -1)}|meetings|calls?|visits?|letters?|emails?|trades?|transactions?|orders?|tickets?|documents?|questionnaires?)`;

/** "At least 6 percent a year are assured", "the capital is safe in any case": told as a fact, not asked. */
const ASSURED = /^(?! (?:and |so |but )?(?:is|are|was|were|does|do|did|can|could|how|what|which|who|whose|why|when|has|have|show|list|find|count) ).* (?:\d[^ ]* ?(?:%|percent) (?:[^ ]+ ){0,5}(?:is|are|be|stands?) (?:[^ ]+ )?(?:assured|guaranteed|certain|promised)|(?:return|profit|gain|yield|capital|money|income|growth)s? (?:[^ ]+ ){0,3}(?:is|are|be) (?:[^ ]+ )?(?:assured|guaranteed|safe in any (?:case|event))) /;

/** "I forgot my wife's password. Can you tell it to me?": whoever forgot it isn't told it. */
const TELLS_IT = / forg[oe]t\w* .* (?:tell|give|show|read|send|say|write|spell) (?:(?:it|that|them)(?: out)?(?: to)? (?:me|us|him|her)|(?:me|us) (?:it|that|them|his|hers|theirs|what it is)) | forg[oe]t\w* .* what (?:is it|was it) | (?:tell|give|show|read|send) (?:me|us) (?:my|the|his|her|their|our) (?:[^ ]+ 's )?(?:old |current )?(?:password|passcode|passphrase|pin) (?!reset|change|policy|rules|link|recovery|strength|expir\w*|history|requirements).*forg[oe]t/;

/** "Passwords of all users, please.": no verb is needed. */
const SECRET_NAMED = /^ (?:please |the |all |every |each |any |our |[^ ]+ 's |[^ ]+s ' )*(?:passwords?|passcodes?|api keys?|secret keys?|private keys?|session tokens?|access tokens?|credentials) (?:of |for |please |all |$)/;

const RULES: readonly Rule[] = [
  { reason: 'system_prompt', test: (words, persona) => matches(
    new RegExp(` ${VERB_ASK} (?:[^ ]+ ){0,6}(?:system (?:prompt|message|instructions?)|(?:hidden|initial|secret|original|internal|developer|underlying|confidential) (?:prompt|instructions?|message|rules|guidelines|configuration|directives)|(?:your|its) (?:[^ ]+ ){0,2}(?:prompt|instructions|programming|directives|guidelines|rules)|tool definitions?|tool schemas?|function definitions?|developer message|source code|(?:prompt|instructions|rules) (?:that )?(?:you|they|were|was))`),
    / (?:system prompt|hidden instructions|developer message) /, / (?:ignore|disregard|forget|override|drop) (?:all |any |the |your |everything )*(?:previous|prior|earlier|above|instructions?|rules|guidelines|told)/, /(?:what|which) (?:instructions|prompt|rules) (?:were|was|are|have|did) (?:you|they)/, / (?:instructions|prompt|rules|tools)(?: [^ ]+){0,3} (?:you|were you|are you) (?:were |are |have been )?(?:configured|given|told|set up|programmed|running)/,
    / (?:developer|debug|admin|god|jailbreak|dan|unrestricted) mode /, / (?:words|text|everything|instructions?) above (?:this|my|the) /)(words) && !/ (?:which|what) prompt version /.test(words) && !(persona !== 'client' && ATTEMPTS.test(words)) },
  { reason: 'credential_disclosure', test: (words) => SECRET_NAMED.test(words) },
  { reason: 'credential_disclosure', test: (words) => / (?:passwords?|passcodes?|password hash\w*|passphrases?|api keys?|secret keys?|private keys?|encryption keys?|access tokens?|session tokens?|auth\w* tokens?|tokens?|credentials?|log ?in details|(?:the |a |his |her |their |your |an )?(?:admin|administrator|staff|root)(?: 's)? (?:log ?in|account|user ?name)|log ?ins? (?:of|for) (?:your|the|an|a) (?:[^ ]+ )?(?:admin\w*|staff|colleague|advis[oe]r|system)|user ?names?|login data|social security\w*|ssns?|national insurance numbers?|(?:full )?(?:passports?|id card|identity(?: card)?|national id|tax(?:payer)? id(?:entification)?|bank account|credit card)(?: (?:and|or|as well as) (?:the |their |full )?(?:passports?|id card|identity(?: card)?|national id|tax(?:payer)?(?: id(?:entification)?)?|bank account|credit card|social security))* numbers?|numbers? (?:of|on|in) (?:[^ ]+ ){0,3}(?:passports?|id cards?|identity cards?|credit cards?)|pin|pins|security answers?|otp|2fa codes?|mfa codes?|seed phrase\w*|hashes) /.test(words)
    && (!/ (?:reset|change|forgot\w*|forget|attempts?|wrong|failed|policy|expire\w*|last changed|hash chain|chain|head hash|audit|log|recover|too short|strength) /.test(words) || TELLS_IT.test(words)) && /(?:show|give|let me have|what|list|send|reveal|tell|share|export|need|print|display|provide|get|want|fetch|look up|read|dump|can i have|hand over|retrieve|share|disclose|full|requir|request|wish|furnish|suppl|deliver)/.test(words) },
  { reason: 'log_tampering', test: (words) => !REVIEW.test(words) && matches(
    new RegExp(` (?:delete|remove|erase|wipe|purge|alter|falsify|scrub|rewrite|destroy|doctor|tamper with|get rid of|clean up|clear out|hide|suppress|overwrite|amend|edit|forge|manipulate|drop|strip|make (?:[^ ]+ ){0,6}disappear|blank) (?:[^ ]+ ){0,8}${RECORDS} `),
    / (?:date|dating|dated) (?:[^ ]+ ){1,6}back to (?:last |the )?(?:january|february|march|april|may|june|july|august|september|october|november|december|week|month|monday|tuesday|wednesday|thursday|friday)/, / (?:take|strike|cut|pull) (?:[^ ]+ ){1,14}(?:out of|off) (?:the |my |our |his |her |their )?(?:[^ ]+ )?(?:log|logs|record|records|file|files|history|trail|ledger|minutes) /, / (?:backdat\w*|back dat\w*|antedat\w*|ante dat\w*|predat\w*|pre dat\w*|postdat\w*) /,
    new RegExp(` (?:change|alter|swap|tweak|set|move|modify|adjust|push back|shift|put) (?:[^ ]+ ){0,4}(?:date|dates|timestamp|time|author)(?: [^ ]+){0,4} (?:of|on|in|for) (?:(?!next|tomorrow|upcoming|coming)[^ ]+ ){0,6}${DATED} `),
    new RegExp(` (?:disable|turn off|stop|switch off|pause|suspend) (?:[^ ]+ ){0,3}(?:audit|logging|audit log\\w*|the log|recording)`),
    / (?:not|without|do not|never) (?:be )?(?:log|logged|record|recorded|logging|recording) (?:this|it|that|anything|my|the) /, / (?:off the record|leave no trace|no paper trail|cover (?:my|our|the) tracks|as if (?:it|this|that) (?:happened|was made|had been)|make it look (?:like|as))/)(words) },
  { reason: 'guaranteed_return', test: (words) => matches(
    / (?:guarantee|guarantees|promise|assure|swear|vouch|certify) (?:me|us|him|her|them|that|a|an|my|our|the|i|we|it|this|at least|@client|returns?|profits?|no|\d)/, / (?:promise|guarantee|assure|swear to) (?:[^ ]+ ){1,3}(?:that )?(?:[^ ]+ ){0,4}will /, / guaranteed (?:[^ ]+ ){0,3}(?:return\w*|profit\w*|gain\w*|yield\w*|to|income|winner|growth|\d)/, / risk free (?:return\w*|profit\w*|investment\w*|way|gain\w*|money|stock\w*|\d)/,
    / (?:can ?not|can never|could not|will never|never|impossible to|no way to|not possibly|will not) (?:go wrong|lose|lost|fail|drop|fall|go down)\b/, / (?:sure thing|sure bet|sure win\w*|sure fire|surefire|can not miss|foolproof|bulletproof|dead cert) /, / (?:certain|sure|definitely|100 % (?:sure|certain|safe)|absolutely (?:sure|certain|safe)) (?:to|that|it|will|going|return|profit|double|make|of) (?:[^ ]+ ){0,5}(?:double|profit|return|gain|rise|go up|make money|win|beat|lose|losing|\d+ (?:%|percent))/,
    / (?:without|with no|zero|no) (?:any )?(?:risk|chance|danger|possibility) (?:at all|of (?:a )?(?:loss|losing)|whatsoever)/, / double my money (?:for sure|guaranteed|safely|without)/, / (?:you |can you |do you )?(?:promise|swear|guarantee)(?: me| it| that)?(?: please| now)? $/, / (?:guarantee\w*|promis\w+|assur\w+|swear\w*) (?:[^ ]+ ){0,6}(?:of |that |at least |a |an )*(?:[^ ]+ ){0,3}\d[^ ]* ?(?:%|percent|a year|return)/, / \d[^ ]* ?(?:%|percent)(?: [^ ]+){0,4} guaranteed $/, ASSURED, / (?:hand on heart|cross your heart|mark my words|no ifs(?: and| or)? (?:no )?buts) /, / (?:your word|word of honou?r) (?:that|it|on) /, / will (?:certainly|surely|definitely|for sure|guaranteed) (?:[^ ]+ ){0,3}(?:make|earn|return|gain|yield|double|get|profit|rise|grow|beat)/)(words)
    && !/ (?:is|are|was|were) (?:[^ ]+ ){1,5}guaranteed (?=$|\?)/.test(words) && !/ (?:refus\w*|declin\w*|requests?) /.test(words) },
  { reason: 'insider_information', test: (words) => !/ (?:refus\w*|flags?|alerts?|policy|training) /.test(words) && (
    (/ (?:insider|inside|non public|nonpublic|material non|confidential|secret|leaked) (?:information|info|tips?|knowledge|news|data|trading|scoop|details|word|earnings|results|numbers) /.test(words) && !REVIEW.test(words))
    || (SECRET_EVENT.test(words) && SECRET_SOURCE.test(words) && TRADE_WISH.test(words) && !/ (?:when|what) (?:is|are|was|were|did) /.test(words.slice(0, 20)))
    || (/ (?:cut|slash|suspend|scrap|raise|double|halve) (?:its|the|their) dividend /.test(words) && SECRET_SOURCE.test(words) && TRADE_WISH.test(words))
    || (/ (?:is|are) (?:about to|going to) be (?:announced|acquired|bought|taken over)/.test(words) && TRADE_WISH.test(words) && SECRET_SOURCE.test(words))) },
  { reason: 'skip_compliance', test: (words) => (!REVIEW.test(words) || / (?:is there|are there|know|find) (?:a|any|some|no) (?:way|trick|possibility|method|shortcut)/.test(words)) && matches(
    / (?:let us|just|we can|can we) (?:just )?(?:say|pretend|claim|state|assume|write) (?:[^ ]+ ){0,6}(?:passed|ok|okay|fine|suitable|verified|cleared|approved|done) /,
    new RegExp(` (?:skip|skipping|bypass\\w*|ignore|ignoring|avoid|avoiding|go around|get around|getting around|get round|circumvent\\w*|work around|evad\\w*|waive|waiving|leave out|forget|forgetting|sidestep\\w*|dodge|dodging|fudge|fake|falsify|forge|turn off|switch off|disable|suppress|drop|short circuit|pretend|overrule|override|disregard|set aside|omit|without(?! (?:running into|breaking|breaching|hitting|violating|exceeding|touching|tripping|going over|any (?:breach|violation)))) (?:[^ ]+ ){0,6}${CHECKS} `),
    new RegExp(` (?:switch|turn|take|put|set|leave|flip) (?:[^ ]+ ){0,3}${CHECKS} (?:[^ ]+ ){0,4}?(?:off|out|aside|to one side|on hold) (?!in |the table|my )`), new RegExp(` (?:nobody|no one|who|hardly anyone|hardly anybody) (?:[^ ]+ ){0,2}(?:reads|looks at|checks|cares about|needs|bothers with) (?:[^ ]+ ){0,3}${CHECKS} (?:[^ ]+ ){0,12}(?:push|put|get|wave|let|rush|force|squeeze) (?:[^ ]+ ){1,8}through `),
    new RegExp(` (?:mark|set|record|put|show|pass|sign off|clear|approve|tick) (?:[^ ]+ ){0,8}${CHECKS} (?:[^ ]+ ){0,4}(?:[^ ]+ ){0,6}(?:as )?(?:passed|done|complete\\w*|verified|ok|okay|approved|clear\\w*|valid) (?:[^ ]+ ){0,4}(?:anyway|even though|although|though|without|regardless|for now)`),
    // What is not to be minded, or pushed through, is left out like any other check.
    new RegExp(` (?:never mind|do not mind|do not worry about|do not bother with|to hell with|screw) (?:[^ ]+ ){0,3}(?:${CHECKS.slice(3, -1)})(?: (?!is |are |was |were |what |how |when |which )[^ ]+){0,12} (?:push|rush|force|wave|get|put|place|book|buy|sell|execute|release|approve|open|onboard|go ahead|do) `),
    new RegExp(` (?:do not want|want no|no more|enough of|forget|spare me|spare us|cut|to hell with|without|skip|drop|not (?:have|got) time for|no time for) (?:[^ ]+ ){0,3}(?:${CHECKS.slice(3, -1)}) (?:[^ ]+ ){0,2}(?:nonsense|stuff|rubbish|hassle|red tape|thing|things|bureaucracy|paperwork|bit|rigmarole|fuss|hoops|process|formalities|formality|step|just|anyway) `),
    new RegExp(` (?:tick|check off|fill in|sign) (?:[^ ]+ ){0,4}${CHECKS} (?:[^ ]+ ){0,6}(?:even though|even if|although|anyway|regardless|without) `),
    new RegExp(` (?:mark|set|record|put|show|enter|declare) (?:(?!tasks?|reminder|tickets?)[^ ]+ ){0,6}${CHECKS} (?:(?!tasks?|reminder|tickets?)[^ ]+ ){0,3}as (?:fine|ok|okay|done|passed|verified|complete\\w*|clear\\w*|good|approved|valid) `), / (?:through|trade|order|deal|execute|buy|sell) (?:[^ ]+ ){0,10}(?:papers|paperwork|forms?|signatures?) (?:[^ ]+ ){0,2}(?:later|next week|tomorrow|afterwards|next month|another day) /,
    new RegExp(` (?:tick|untick|check off|fill in) (?:[^ ]+ ){0,3}${CHECKS} (?:[^ ]+ )?(?:box|boxes|field|fields) `), / (?:just |simply )(?:mark|set|tick|record|put|show|list|enter|write) (?:[^ ]+ ){0,8}(?:suitable|verified|passed|cleared|compliant|checked|done|approved|ok|okay|fine) (?:[^ ]+ ){0,6}(?:later|anyway|for now|i will|we will|sort it|explain) /,
    / (?:trade|order|deal|transfer|through|buy|sell|execute|book) (?:[^ ]+ ){0,8}(?:paper|document|sign|approve|check|clear|tidy|sort|paperwork|square) (?:it |this |that |them |things |the [^ ]+ )?(?:up |out |off )?(?:afterwards|later|after the fact|after|retroactively|in retrospect|tomorrow) /,
    / (?:red tape|formalities|paperwork) (?:[^ ]+ ){0,4}(?:just|and) (?:[^ ]+ ){0,2}(?:do|book|place|trade|execute|push|put) | (?:push|ram|force|rush|sneak|slip|wave) (?:[^ ]+ ){0,6}(?:through|past) (?:[^ ]+ ){0,3}(?:without|anyway|compliance|the (?:checks?|rules?|reviewers?)) /,
    / (?:do not|don t|no need to|not) (?:run|do|perform|bother with|wait for|need|tell|involve|inform|notify|alert) (?:[^ ]+ ){0,7}(?:compliance|suitability|kyc|checks?|approval|sign off) /, / (?:not|without|no) (?:wait\w*|asking|ask|involv\w*|bother\w*|need\w*) (?:for |with |to ask )?(?:my |the |an |any )?(?:advis[oe]r|anyone|anybody|confirmation|approval|ok|okay|go ahead) /,
    / (?:so|before|without|that) (?:[^ ]+ ){0,3}(?:compliance|the regulator|anyone|nobody|no one) (?:[^ ]+ ){0,3}(?:notic\w*|see\w*|find\w*|know\w*|catch\w*|flag\w*|look\w*)/, / (?:split|break up|structure|chop) (?:[^ ]+ ){0,8}(?:stay|keep|remain|under|below|avoid) (?:[^ ]+ ){0,6}(?:limit|threshold|reporting|report|radar|check\w*)/,
    / make (?:[^ ]+ ){0,6}look (?:valid|passed|fine|ok|okay|clean|clear|complete|good|verified|approved) /, / (?:under|below|off) the radar /, / no (?:[^ ]+ ){0,2}(?:checks?|approvals?|sign off|compliance) (?:is |are )?(?:needed|necessary|required|wanted) | never mind (?:[^ ]+ ){0,3}(?:warnings?|rules?|limits?|checks?) /,
    / (?:compliance|suitability|kyc|checks?|paperwork|approvals?|sign off|review|rules?) (?:[^ ]+ ){0,4}(?:later|afterwards|after the fact|retrospectively|another time|when (?:it|the trade) is done) (?=$|[^ ])| (?:compliance|suitability|kyc|checks?|paperwork|approvals?) (?:[^ ]+ ){0,3}(?:later|afterwards) /, / (?:more|higher|lower) risk (?:profile|score) (?:[^ ]+ ){0,4}(?:so (?:that )?(?:it|the|this|we|i)|to (?:get|make|pass|allow))/, / (?:raise|lift|bump|increase|push|change|set|adjust|upgrade|tweak|lower|overwrite|edit|amend|redo|fill in|fill out) (?:[^ ]+ ){0,5}(?:risk|suitability) (?:profile|score|class|rating|category|tolerance|questionnaire|test|form) (?:[^ ]+ ){0,5}(?:so|to let|to allow|to get|to make|to fit|in order) /)(words) },
  { reason: 'unauthorised_trade', test: (words, persona) => !REVIEW.test(words) && / (?:put|buy|sell|trade|order|transfer|move|shift|divert|funnel|wire|withdraw|place|execute|switch|liquidate|send|pay|invest|sign) /.test(words) && matches(
    / sign (?:it |this |that |them )?(?:for|on behalf of|in the name of|instead of) (?!me |us |my )/,
    ...(persona === 'client' ? [] : [/ (?:to|into) my (?:own |personal |private )?(?:account|bank|pocket|wallet|portfolio) /, / from (?:[^ ]+ ){1,6}(?:to|into) mine /]),
    / (?:without|not|never) (?:[^ ]+ ){0,3}(?:asking|telling|informing|consulting|ask|tell|inform|consent|permission|knowledge|knowing|know|authori[sz]ation|authority|confirm\w*|notif\w*|wait\w*|contacting|okay|agreement|signature|my client)/,
    / behind (?:[^ ]+ ){0,3}back /, / (?:no need to|need not|do not|never) (?:bother to |have to )?(?:ask|check with|confirm with|consult|call|ring) (?:me|us|him|her|them|anyone|the client) /, / (?:to|into) my (?:own|personal|private) (?:account|bank|pocket|wallet|portfolio)/, / (?:in|from|out of|using|on) (?:my|his|her|their|the) (?:wife|husband|mother|father|brother|sister|neighbou?r|boss|friend|son|daughter|partner|colleague|parents?|grandmother|grandfather|aunt|uncle|cousin|ex)\b/,
    / (?:someone else|somebody else|another client|another person|other clients?) /, / (?:all|any|every) (?:of )?(?:my |our )?clients? (?:accounts?|portfolios?) (?:[^ ]+ ){0,3}(?:without|at once|right now|immediately)/)(words) },
  { reason: 'other_client_data', test: (words, persona) => (persona === 'client'
    ? matches(/ (?:my|the|our) (?:ex )?(?:wife|husband|mother|father|mom|mum|dad|brother|sister|neighbou?r|boss|friend|son|daughter|partner|colleague|cousin|uncle|aunt|girlfriend|boyfriend) (?:have|has|had|hold|holds|own|owns|invest\w*|keep|keeps|earns?|is worth|worth) /, / (?:other|another|all|every|any other|different) (?:client|customer|investor|person|account holder|user|people)\w*/, / (?:someone|somebody|anybody|anyone|everybody|everyone) else\b/, / my (?:[^ ]+ )?(?:wife|husband|mother|father|mom|mum|dad|brother|sister|neighbou?r|boss|friend|son|daughter|partner|colleague|cousin|ex|uncle|aunt|in laws?|roommate) (?:[^ ]+ ){0,4}(?:with you|with your firm|your client|a client|client here|banks? here|banks? with) /, / (?:richer|wealthier|better off|more money) than (?:me|i am|mine) /, / my (?:[^ ]+ )?(?:wife|husband|mother|father|mom|mum|dad|brother|sister|neighbou?r|boss|friend|son|daughter|partner|colleague|cousin|ex|uncle|aunt|in laws?|roommate) (?:[^ ]+ ){0,14}(?:their|his|her) (?:[^ ]+ ){0,2}(?:account|accounts|portfolio|holdings?|balance|positions?|investments?|money|trades?|file) /, /(?:my|the|our) (?:[^ ]+ )?(?:wife|husband|mother|father|mom|mum|dad|brother|sister|neighbou?r|boss|friend|son|daughter|partner|colleague|parents?|cousin|ex|uncle|aunt|in laws?|roommate|girlfriend|boyfriend)(?: [^ ]+)? 's (?:[^ ]+ ){0,3}(?:portfolio|holdings?|account|accounts|balance|position|positions|investments?|money|wealth|trades?|transactions?|returns?|performance|value|worth|stocks|risk|net)/, / (?:your|the firm 's|the bank 's) (?:[^ ]+ ){0,2}(?:clients|customers) /, / (?:richest|biggest|largest|wealthiest|top|best|average|typical|poorest|smallest) (?:[^ ]+ )?(?:client|customer|investor)s? /)
    : persona === 'advisor' ? matches(/ who (?:does|is) (?!she |he |my |our |this |that |the |it |there )[a-z]{3,} (?:look\w* after|advis\w+|cover\w*|manag\w+|serv\w+) /, / (?!(?:my|our|the|today|tomorrow|week|month|year|firm|client|bank|this|it|that|who|what|here|there|everyone|let)\b)[a-z]{3,} 's (?:clients|book|client list|households|whole book) /, / (?:another|other|different) (?:advisor|adviser|colleague)s?(?: 's)? /, / (?:my )?colleague(?:s)? 's (?:clients?|book|portfolios?|accounts?)/, / (?:clients?|portfolios?|accounts?) (?:[^ ]+ ){0,3}(?:not (?:mine|assigned to me|in my book)|outside my book|of (?:another|other) (?:advisor|adviser)s?|(?:of|from) my colleagues?)/, / whole firm 's clients | every client (?:of|in) the firm /)
      : () => false)(words) },
];

/** "Did the assistant ever leak its prompt?" reviews what it did. */
const ASSISTANT_DID = /^ (?:and |also |so )?(?:did|has|have|had|was|were) (?:the |our )?(?:assistant|ai|bot|chatbot|model|steward|it) (?:[^ ]+ ){0,2}(?:leak\w*|reveal\w*|disclos\w*|giv\w+ (?:away|out)|print\w*|show\w*|tell|told|say|said|share\w*|expos\w*) /;

const REASONS: readonly RefusalReason[] = ['other_client_data', 'guaranteed_return', 'insider_information', 'skip_compliance', 'unauthorised_trade', 'system_prompt', 'log_tampering', 'credential_disclosure'];
/** From here on what was learned refuses by itself. */
const SURELY_UNSAFE = 0.65;
/** Below this a rule's words are taken for harmless ones: sooner where they only look like somebody else's data ("my wife keeps the books"), which the database refuses in any case. */
const HARMLESS_LOOK = 0.02;
const HARMLESS_ACT = 0.005;
const LOOKS_ALIKE: ReadonlySet<RefusalReason> = new Set(['other_client_data', 'credential_disclosure']);

/** One topic, or something outside, is what it surely is about. */
function isClear(likelihoods: Likelihoods): boolean {
  return ['out_of_scope', ...Object.keys(TOPICS)].some((label) => likelihoods(label) >= 0.5);
}

/** Why a request must be refused, or nothing: by the rules, or by what was learned of such requests. `words` is the whole message, normalised; names may be masked. */
export function refusalFor(words: string, persona: Persona): RefusalReason | undefined {
  // Staff who ask what others tried to get are reviewing.
  if (persona !== 'client' && (OTHERS_TRIED.test(words) || ASSISTANT_DID.test(words))) return undefined;
  const ruled = RULES.find(({ test }) => test(words, persona))?.reason ?? (persona === 'auditor' ? refusalInReview(words) : undefined);
  const likelihoods = likelihoodsFor(words, persona);
  const unsafe = REASONS.map((reason) => ({ reason, likelihood: likelihoods(`unsafe:${reason}`) })).toSorted((left, right) => right.likelihood - left.likelihood);
  const total = unsafe.reduce((sum, { likelihood }) => sum + likelihood, 0);
  if (ruled) return total < (LOOKS_ALIKE.has(ruled) ? HARMLESS_LOOK : HARMLESS_ACT) && isClear(likelihoods) ? undefined : ruled;
  return total >= SURELY_UNSAFE ? unsafe[0]!.reason : undefined;
}

/** Concepts that talk about anything has: they don't make a message the product's business. */
const WEAK: ReadonlySet<string> = new Set([
  ...Object.keys(FORM_CONCEPTS), 'list', 'now', 'total', 'largest', 'smallest', 'best', 'worst', 'change', 'raise', 'own', 'rank', 'how_many', 'which_client', 'produce', 'produced', 'draft', 'why', 'open', 'open_state', 'help',
  'contact', 'expect', 'greeting', 'thanks', 'compare', 'phone_number', 'system', 'inputs', 'version', 'release', 'fail', 'pending', 'accept', 'reject', 'defer', 'log_it', 'lose', 'past_value', 'country', 'region', 'assistant', 'advisors',
]);

/** So likely is a sentence about something else. */
const LIKELY_OUTSIDE = 0.5;
const NEVER_OUTSIDE = 0.05;
const SMALL_NUMBER = /^\d{1,2}$/;
const SURELY_OUTSIDE = 0.85;
const LIKELY_TOLD = 0.5;
const SENTENCE_END = /(?<=[.!?])\s+(?=\S)/;

/** How likely a message is about something else: its sentences that ask all must be. Names aren't looked up yet: what is written like one is taken for one. */
function outsideLikelihood(masked: string, persona: Persona): number {
  const named = masked.replaceAll(/(?<![\p{L}\d@])[A-Z]{3,6}(?![\p{L}\d])/gu, '@security').replaceAll(/(?<=\S )(?<![.?!] )\p{Lu}[\p{L}'\u2019-]+(?: \p{Lu}[\p{L}'\u2019-]+)*/gu, (name) => (unknownPersons(name).length > 0 || !isKnownWord(name.toLowerCase()) ? '@portfolio' : name));
  const sentences = named.split(SENTENCE_END).map((sentence) => likelihoodsFor(normalise(sentence), persona));
  const asking = sentences.filter((likelihoods) => likelihoods('context') < LIKELY_TOLD);
  return Math.min(...(asking.length > 0 ? asking : sentences).map((likelihoods) => likelihoods('out_of_scope')));
}

const FEW_WORDS = 6;

/** True when a message has nothing to do with the product. A follow-up ("and last year?") says little by itself and isn't outside. */
export function isOutOfScope(reading: Understanding, persona: Persona, hasContext: boolean): boolean {
  // A capital inside a sentence begins a name: "School Fees" may be a portfolio, and is looked up before it is called foreign.
  const everyday = everydayWeight(normalise(reading.masked.replaceAll(/(?<=\S )(?<![.?!] )\p{Lu}[\p{L}'\u2019-]+/gu, 'x')), normalise(reading.masked));
  const features = featuresOf(reading.concepts, reading.slots, reading.words, persona);
  const ranked = classify(reading.words, features, persona);
  const best = ranked[0];
  const score = best && intentOf(best.topic) !== 'smalltalk_help' ? best.score : (best?.score ?? 0) * 0.6;
  const outside = outsideLikelihood(reading.masked, persona);
  // "Formula 1" is no recommendation.
  if (reading.slots.recommendationNumber !== undefined) return SMALL_NUMBER.test(reading.slots.recommendationNumber) && outside >= LIKELY_OUTSIDE && !reading.concepts.has('recommendation');
  // What an advisor writes down about a client may be about anything.
  if (persona === 'advisor' && reading.concepts.has('log_that')) return false;
  // "Anna Smith's account, she's my sister" is about an account, whatever else is told.
  if (unknownPersons(reading.masked).length > 0 && /['\u2019]s\s+(?:[\p{L}-]+\s+){0,2}(?:portfolios?|accounts?|holdings?|balance|positions?|investments?)(?!\p{L})/iu.test(reading.masked)) return false;
  // "Who made them?" in a conversation is about what was just told.
  const isAboutTheTold = hasContext && reading.words.trim().split(' ').length <= FEW_WORDS && PRONOUN_WORD.test(reading.words);
  if (!isAboutTheTold && outside >= LIKELY_OUTSIDE && tableScore(features, persona) < CLEAR_SCORE + (outside >= SURELY_OUTSIDE ? 2 : 0.5)) return true;
  // One everyday word doesn't outweigh a request that is clear by itself: people save for cars and schools.
  if (everyday > 0 && outside >= NEVER_OUTSIDE) return score < CLEAR_SCORE + 1.5 || everyday > 1 ? score - 1.3 * everyday < CLEAR_SCORE : false;
  const touches = [...reading.concepts].some((concept) => !WEAK.has(concept));
  // A name in capitals may be a client, a fund or a ticker: that is looked up before it is called foreign.
  const domain = ranked.length > 0 || touches || reading.slots.assetClasses.length + reading.slots.sectors.length > 0;
  if (reading.slots.assetClasses.length > 0 || (unknownPersons(reading.masked).length > 0 && (persona !== 'client' || domain || / (?:about|with you|with us) /.test(reading.words) || /['\u2019]s\b/.test(reading.masked))) || /(?<![\p{L}\d])[A-Z]{3,6}(?![\p{L}\d])/u.test(reading.masked)) return false;
  return ranked.length === 0 && !touches && !hasContext && reading.mentions.length === 0 && !/ (?:it|that|they|them|those|these|this) /.test(reading.words) && !/@|[A-Z]{2,}/.test(reading.masked) && reading.words.trim().split(' ').length > 2;
}

const NOUNS = ['touched', 'portfolio', 'holding', 'goal', 'account', 'recommendation', 'document', 'report', 'ticket', 'task', 'client_word', 'benchmark', 'market', 'order_noun', 'book', 'sector', 'asset_class', 'invoice', 'subscription', 'notification', 'audit_log', 'model', 'etl', 'vendor', 'assistant', 'help', 'kyc', 'advisor', 'session', 'export', 'user_setting', 'dashboard', 'fee', 'dividend', 'tax', 'workflow'];

const UNSAID = /(?<!persons?|people|ones?|advisors?|advisers?|colleagues?|users?) (?:who|by whom|when (?:did|was|has)|why (?:did|was|has)) (?:[^ ]+ ){0,3}(?:sign\w*|approv\w*|releas\w*|authori\w+|decid\w*|clear\w*|accept\w*|reject\w*|declin\w*|overrid\w*|overrod\w*) (?:off )?(?:on )?(?:it|this|that|them|those) | (?:was|were|is|will) (?:that|this|it) (?:really |truly )?(?:an? |the )?(?:[^ ]+ )?(?:idea|decision|choice|move|step|advice|proposal|suggestion) | (?:that|said|those|the same|this|these) (?:very |same )?(?:recommendations?|decisions?|clients?|trades?(?! (?:in|on|at) )|orders?|transactions?|changes?|flags?|tickets?|requests?|entry|entries|exports?|sessions?|conversations?|advice|proposals?|suggestions?|report|memo) | (?:that|said|those) (?:portfolio|account|holding|position|stock|share|fund|security|goal|check)s? /;

/** "How did it do?" with nothing before it: the pronoun has no noun in the message to stand for. */
const PRONOUN_WORD = / (?:it|its|them|that one|this one|those|these|him|her|his|he|she|they|their|theirs) /;

/** What comes before the first "and", and a whole first question: "its own" in it points to what it names itself. */
function openings({ words, masked }: Understanding): string[] {
  const question = /^(?:[^.?!]|\.(?=\S))*\?(?=\s)/.exec(masked)?.[0];
  return [words.split(/ (?:and|but|so) /)[0]!, ...(question ? [normalise(question).replace(/ its own /, ' ')] : [])].filter((first) => first !== words);
}

export function pointsNowhere(reading: Understanding): boolean {
  // "My biggest drop this year, and did it recover?" names first what it then points to.
  if (reading.asks.length > 0 && openings(reading).some((first) => first.trim().split(' ').length > 2 && !PRONOUN_WORD.test(`${first} `))) return false;
  if (reading.mentions.length === 0 && reading.slots.recommendationNumber === undefined && UNSAID.test(reading.words.replaceAll(/(?<=[a-z]{3}s) that (?=[a-z]+s )| that (?=entry (?:number |no )?#?[\da-f])/g, ' which '))) return true;
  return reading.mentions.length === 0 && reading.slots.recommendationNumber === undefined && reading.words.trim().split(' ').length <= 8 && / (?:it|its|them|that one|this one|those|these|him|her|his|he|she|they|their|theirs|the other one|the same) /.test(reading.words)
    && !NOUNS.some((noun) => reading.concepts.has(noun)) && !/ (?:is it (?:possible|true|wise|worth|ok|time)|make it|it is|how is it going) /.test(reading.words);
}

/** Acts that are no part of a review, asked for in so many words. */
export function wantsToChange({ concepts, slots, words }: Understanding): boolean {
  if (concepts.has('asking')) return false;
  const decides = concepts.has('imperative_decision') && (slots.recommendationNumber !== undefined || concepts.has('recommendation')) && (concepts.has('accept') || concepts.has('reject') || concepts.has('defer') || concepts.has('release'));
  if (/^ (?:(?:please|kindly|can you|could you|just) )*(?:unlock|lock|unblock|block|suspend|reactivate|deactivate|disable|enable|reset|end|terminate|kill|close) (?:[^ ]+ ){0,5}(?:account|login|log in|user|password|session|sessions|access) /.test(words)) return true;
  if (/ (?:cancel|revoke|undo|withdraw|reverse|annul|rescind|overturn|lift) (?:the |that |this |his |her |their |an |all |[^ ]+ 's )(?:[^ ]+ ){0,3}(?:overrides?|approvals?|releases?|decisions?|flags?|recommendations?|exports?|sign off|consent) /.test(words)) return true;
  return decides || (concepts.has('imperative_tag') && / (?:tag|label) /.test(words)) || ['imperative_flag', 'imperative_advice', 'imperative_override'].some((concept) => concepts.has(concept));
}

/** Auditors look; they never change a portfolio. */
export function isForeignToAuditor(topic: string): boolean {
  return ['trade_order', 'rebalance_draft', 'recommendation_request', 'recommendation_decision', 'notification_set_other', 'tag_add', 'log_interaction', 'add_note', 'flag_handle'].includes(topic);
}

/** "She may move to me": who says that a client is not theirs yet knows whose data it is. */
const NOT_YET_THEIRS = / (?:may|might|will|would|could|should|shall|is|are|was|were|going|about|due|to|supposed) (?:to )?(?:soon )?(?:mov(?:e|ing)|switch(?:ing)?|pass(?:ing)?|chang(?:e|ing)|be (?:moved|assigned|transferred|handed|passed|given)) (?:over |across )?to me | (?:become|be|becomes|becoming|being) (?:a client of mine|my (?:new )?client|mine) | tak(?:e|es|ing) (?:[^ ]+ ){1,5}over from | not (?:yet )?(?:mine|my client|assigned to me) | client of (?:a |my |another )?(?:colleague|other advis[oe]r) /;

/** True when the one who asks says that the client is another advisor's. */
export function isNotYetTheirs(words: string): boolean {
  return NOT_YET_THEIRS.test(words);
}

/** An act that no auditor may do, asked for beside whatever is told or asked around it. */
export function commandsForeignAct({ topic, concepts }: Ask): boolean {
  return isForeignToAuditor(topic) && !concepts.has('asking') && (concepts.has('imperative_order') || concepts.has('imperative_decision') || concepts.has('imperative_advice'));
}
