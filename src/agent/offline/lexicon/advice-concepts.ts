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
} as const satisfies Record<string, readonly string[]>;

const TRADE = String.raw`(?:buy\w*|sell\w*|purchas\w*|adding|add|trades?|trading|order|sale|taking|trimming|doubling|increasing|putting|selling)`;
const JUDGED = String.raw`(?:pass|passes|clear|cleared|be allowed|be permitted|be ok|be okay|be fine|be possible|be blocked|be stopped|be within|go through|get through|get past|break|breach|trip|violate|trigger|hit|exceed|meet|satisfy|comply|any (?:rules?|limits?|checks?)|the (?:rules|checks|limits|mandate))`;
const DEAL = '(?:sell|selling|buy|buying|trim|trimming|cut|cutting|reduce|reducing|drop|dropping|dump|exit|exiting|add|adding|swap|switch|replace|unload|lighten|shed)';

export const ADVICE_SENTENCES: readonly (readonly [keyof typeof ADVICE_CONCEPTS, RegExp])[] = [
  ['pre_trade', new RegExp(` (?:would|will|could|does|do|is|if) (?:[^ ]+ ){0,4}${TRADE} (?:[^ ]+ ){0,12}${JUDGED} | pre trade (?:check|test|review) | (?:anything|something|what|nothing) (?:[^ ]+ ){0,3}(?:speaks?|stands?|against|prevents?|stops?|blocks?) (?:[^ ]+ ){0,5}${TRADE} | (?:check|test|see|verify|tell me) (?:[^ ]+ ){0,3}(?:if|whether) (?:[^ ]+ ){0,4}${TRADE} (?:[^ ]+ ){0,12}${JUDGED} | (?:rules?|compliance|checks?) (?:[^ ]+ ){0,4}(?:say|think|let|allow|permit|object|complain|mind) (?:[^ ]+ ){0,8}${TRADE} | run (?:[^ ]+ ){0,3}(?:rules?|checks?|compliance) (?:[^ ]+ ){0,4}(?:on|for|against) (?:[^ ]+ ){0,3}${TRADE} `)],
  ['why_trade', new RegExp(` why (?:[^ ]+ ){0,2}(?:should|would|must|shall|do|does|am|are|is|the need to|bother|be|want\\w*|to) (?:[^ ]+ ){0,6}${DEAL} | why ${DEAL} | why (?:now |not )?@security | (?:case|reasons?|argument|logic|point|sense) (?:for|of|in|behind|to) (?:[^ ]+ ){0,2}${DEAL} `)],
  ['calmer', / (?:less|not (?:so|as)) (?:bumpy|volatile|risky|jumpy|wild|nervous|choppy|shaky|rocky|exposed|of a (?:roller ?coaster|rough ride)) | (?:more (?:stable|cautious|defensive)|calmer|steadier|smoother|safer) | (?:calm|tone|dial|quieten) (?:[^ ]+ ){0,4}down | take (?:[^ ]+ ){0,3}risk (?:off|out) /],
  ['looks_ahead', / (?:if|suppose|supposing|assuming|say|imagine|what if|were) (?:[^ ]+ ){0,14}(?:what|how much|where|how big|will|would|might|could) (?:[^ ]+ ){0,6}(?:grow|become|be worth|end up|turn into|be at|stand at|amount to|come to|have|get|last|be left|look like) | (?:what|how much|where|how big) (?:[^ ]+ ){0,2}(?:will|would|might|could) (?:[^ ]+ ){0,5}(?:grow to|grow into|become|be worth|end up|turn into|amount to) /],
];
