import type { Candidate } from '../types.ts';

/** What follows a marker in the text as typed, without closing punctuation; undefined when nothing does. */
export function tail(text: string, marker: RegExp): string | undefined {
  const match = marker.exec(text);
  const rest = match ? text.slice(match.index + match[0].length).trim().replace(/[.!?]+$/, '').trim() : '';
  return rest || undefined;
}

/** An id says no more than a number, and takes no room in front of a reason. */
const ID = /\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b/gi;
const VERDICT = /^(?:please |so |then |i |i'd like to |i'll |let's )*(?:accept|approve|reject|decline|defer|release|turn down|put (?:it )?off|postpone|go ahead)\b/i;

/** "I have checked it and find it in order. You may approve it.": the judgement told before a verdict that says no more. */
const JUDGED = /^(?=.*\b(?:checked|reviewed|examined|studied|read|looked|went through|gone through|been through|discussed|talked|spoken|agreed|thought|considered|find|found|convinced|satisfied|happy|sound|in order|fits?|suits?|wrong|too|not|no longer|needs?|wants?)\b)([^.!?]{8,200})[.!]\s+(?:(?:so|please|then|therefore|hence|kindly|you|i|we|may|can|should|will|would|could|just|hereby)\s+)*(?:accept|approve|reject|decline|release|turn)\b[^.,;:!?]{0,40}[.!]*$/i;

/** "Please record that.": said after a reason, no part of it. */
const RECORDED = /[.!;]\s*(?:and |so )?(?:please |kindly |(?:can|could|would) you (?:please )?)*(?:record|log|note|file|register|put|enter|write|minute) (?:it|this|that|my decision|our decision|the decision)\b[^.!?]{0,40}[.!?]*\s*$/i;

/** The reason given for a decision: after "because", "since", "as", a colon or a semicolon. */
export function reasonIn(typed: string): string | undefined {
  const text = typed.replaceAll(ID, '#1').replace(RECORDED, '');
  const named = tail(text, /;|:|\s[-\u2013\u2014]\s|\b(?:because|since|as|on (?:the )?grounds (?:that|of)|given that|reason being|the reason is(?: that)?)\b/i)?.replace(/^(?:the |that )?reason (?:is|being)(?: that)? /i, '');
  // "I thought about it: please decline 66, I want to keep it": the reason comes after the verdict.
  if (named && VERDICT.test(named)) return reasonIn(named);
  const judged = VERDICT.test(text) ? undefined : JUDGED.exec(text)?.[1]?.trim();
  return named ?? judged ?? tail(text, /,\s+(?=(?:the|it|its|my|this|that|i|we|they|he|she|his|her|their|client|too|not|there|no|already|@client)\b)/i) ?? tail(text, /^[^.!?]{3,60}[.!]\s+(?=(?:the|he|she|they|it|client|\p{Lu}))/u) ?? tail(text, /,\s+(?!(?:please|thanks?|thank you|and|or|ok|okay|but|then|so|go|do|sell|buy|number|nr|let|lets|let's|i am in|i'm in|count me|yes|no|turn|put|leave|drop)\b)(?=[\p{L}'%.@-]+(?:\s+[^\s]+){2,})/iu);
}

/** A subject of at most eight words. */
export function summarise(text: string): string {
  const words = text.replaceAll(/\s+/g, ' ').trim().split(' ').slice(0, 8).join(' ');
  return capitalised(words.replace(/[,;:]$/, ''));
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Puts the real names back where the masks stand, in order. */
export function unmask(text: string, named: readonly Candidate[]): string {
  let index = 0;
  return text.replaceAll(/@(?:client|portfolio|security|goal|tag|benchmark|advisor)/g, () => named[index++]?.name ?? '');
}

const WHEN = /\s*\b(?:on|by|this|next|due|before)?\s*\b(?:(?:this|next|coming)\s+(?:week(?:\s+on)?\s+)?)?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|(?<=\b(?:me|him|her|them|on|by)\s+)(?:mon|tues?|wed|thu(?:rs?)?|fri)|(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:january|february|march|april|may|june|july|august|september|october|november|december)(?:\s+\d{1,2})?(?:,?\s+\d{4})?)\b(?:\s+(?:of |in )?(?:the )?(?:this|next|coming|following) week\b)?(?:\s+(?:in the )?(?:morning|afternoon|evening|night|lunchtime)\b)?(?:\s+(?:at|around|about|by) (?:noon|\d{1,2}(?::\d\d)?(?:\s?(?:am|pm|o['\u2019]clock))?)\b)?/gi;

const REACH = 'call|ring|phone|telephone|contact|email|e-mail|get back|reach|meet|write|see|speak|talk';
/** Where the task begins after the words that ask for one: "add to my list:", "I need to remember to". */
const LEAD_IN: readonly RegExp[] = [
  /^(?:please|could you|can you|would you|i(?:'d| would) like (?:you )?to|i want (?:you )?to)\s+/i,
  /^(?:(?:please|and|also|hi|hello|ok|okay)[\s,]+)*(?:(?:a |one )?(?:note|message) to (?:self|myself)|(?:add|put|note|stick|pop|jot|enter|write|set|create|make|new|place|schedule|book)\b[^:]{0,30}\b(?:lists?|to-?dos?|tasks?|reminders?|diary|agenda|calendar|plate|self|myself))(?:\s+(?:for|of|by|on)(?: me| myself)?)?\s*(?:(?:[:,\u2013-]|\bto\b|\bthat (?:i|we) (?:should|must|need to|have to)\b)\s*)(?=\S)/i,
  /^(?:create|add|set(?: up)?|make|new|put|schedule|give me)\s+(?:for (?:me|us) )?(?:a |an |me )*(?:follow-?up )?(?:task|reminder|to-?do)\s*(?:for me\s*)?(?:to|:|for|about)?\s*/i,
  /^(?:remind me|(?:make sure|see to it)(?: that)? i (?:remember )?|do ?n[o']t let me forget|i (?:must|should|need to|have to) (?:not forget|remember))\s*(?:to|about|that)?\s*(?:i (?:should|must|need to|have to)\s+)?/i,
  /^(?:in|down|on)?\s*(?:for|by)?\s*:\s*/i,
  /^(?:new |a |my )*(?:task|reminder|to-?do)\s*[:,\u2013-]\s*/i,
  /^(?:i(?:'d| would)? )?(?:like|want|love|need)\s+.+?\s+to\s+(?=call|ring|phone|telephone|contact|email|get back|reach|meet)/i,
  /^i (?:must|need to|have to|ought to|should) (?=(?:call|ring|phone|telephone|contact|email|write|reach|meet)\b)/i,
  /^(?:could|can|would|will|may|might)\s+.+?\s+(?:to\s+)?(?:please\s+|kindly\s+)?(?=(?:call|ring|phone|contact|email|write|reach|give)\b)/i,
  /^(?:please\s+)?(?:ask|have|tell|get|let|arrange for|see to it that|make sure(?: that)?)\s+.+?\s+(?:to\s+)?(?=call|ring|phone|contact|email|write|get back|send|meet|know|review|look|reach|give)/i,
];
/** "I'd like to talk through my pension", said after the request: its subject. */
const SUBJECT_AFTER = /(?:,?\s*please)?(?:[.?!;]|,(?=\s+(?:it|this|that)(?:['\u2019]s| is) (?:(?:just|only|mainly|all) )?(?:about|regarding|concerning)\b))\s*(?:(?:(?:it|this|that)(?:['\u2019]s| is| will be| would be) )?(?:(?:just|only|mainly|mostly|all) )?(?=(?:about|regarding|concerning|to discuss)\b)|(?:i|we)(?:['\u2019]d| would| want| need| have| wish| must|['\u2019]ve got)?(?: like| love)?(?: to)? (?:talk|speak|chat|discuss|go|run|have a (?:word|chat|talk))(?: (?:through|about|over|to you about|with you about|with (?:him|her|them) about))? (?=\S))/i;
/** "Book a call" alone: with whom is told beside it. */
const APPOINTMENT = /^(?:.*[.!]\s+)?(?:please |and |so |can you |could you )*(?:book|schedule|arrange|set up|fix|plan|pencil in|organi[sz]e)\s+(?:in\s+)?(?:me\s+)?(?:an?\s+)?((?:phone |video )?call|meeting|chat|visit|appointment|review|lunch|coffee)(?:\s+with (?:him|her|them))?$/i;
const ABOUT = /\s+(?:regarding|concerning|because of|in connection with|on the subject of|with regard to|re:?|(?:in order )?(?:to|and) (?:talk|speak|chat|discuss|go|run|look)(?: (?:about|through|over|at|into))?)\s+(?=\S)/i;

/** Title of a task from the request: what is to be done, without who is asked, the courtesies and the day. */
export function titleFor(masked: string, named: readonly Candidate[], asksAdvisor: boolean): string {
  const subject = masked.replace(/[.;,]\s*(?:(?:please|pls|kindly|can you|could you)\s+)+(?:(?:set|put|fix|sort) (?:it |that |this )?(?:up|down|in)|arrange|organi[sz]e|do|see to)(?: (?:it|that|this))?[.!?]*\s*$/i, '').replace(SUBJECT_AFTER, (found) => (/(?:talk|speak|chat|discuss|go|run|word)\b/i.test(found) ? ' about ' : ' '));
  const plain = unmask(subject, named).replaceAll(WHEN, '').replaceAll(/\s+/g, ' ').trim().replace(/[.!?,;]+$/, '');
  // "Retirement: have her ring me": the subject first.
  const turned = plain.replace(/^([^:]{3,60}):\s+((?:please\s+)?(?:have|ask|get|let|could|can|tell)\b.+)$/i, '$2 about $1');
  const open = turned.replace(/(?:\s+(?:for|on|at|by|before))+$/i, '');
  const withWhom = APPOINTMENT.exec(open)?.[1];
  const client = named.find(({ kind }) => kind === 'client')?.name;
  if (withWhom && client) return `${capitalised(withWhom)} with ${client}`;
  const bare = LEAD_IN.reduce((left, pattern) => left.replace(pattern, ''), open).replace(/^(?:put|have|note) (.+?) down for an? (?:phone )?call(?:[- ]?back)?\b/i, 'call $1').replace(/^give (.+?) an? (?:call|ring|bell|buzz|phone call)\b/i, 'call $1').replace(/^(?:ring|phone|telephone)(?: up)?\b/i, 'call').replace(/,?\s+please$/i, '');
  const short = new RegExp(`^(?:${REACH})\\b`, 'i').test(bare) ? bare.replace(ABOUT, ' about ') : bare;
  const words = asksAdvisor ? short.replace(/\b(call|ring|phone|contact|email|reach out to|get back to|send|meet) me\b/i, '$1 the client').replaceAll(/\bmy\b/gi, 'their') : short;
  return capitalised(words.slice(0, 140)) || 'Follow up';
}
