import { severity } from '../slots/service-terms.ts';
import { addDays, addYears, isoDate } from '../../../shared/calendar.ts';
import { occurredOn } from './service-plans.ts';
import { anySpan, call, clientId, has, idOf, pastSpan, says, scope, spanInDays, theOne, type Plan, type PlanBuilder, type Scene } from './scene.ts';
import { rankPortfolios, screen } from './book-plans.ts';
import { tail, unmask } from './texts.ts';

function interactionKind(scene: Scene): string | undefined {
  // "And calls?" after meetings: what was said last counts.
  return (scene.ask.newWords && kindIn(scene.ask.newWords)) || kindIn(scene.ask.words);
}

function kindIn(words: string): string | undefined {
  if (/ (?:meeting\w*|meet|met|in person|face to face|visit\w*|saw) /.test(words)) return 'meeting';
  if (/ (?:call|calls|called|phone\w*|telephon\w*|phone call|rang|ring) /.test(words)) return 'call';
  return / (?:email\w*|e mail\w*|wrote) /.test(words) ? 'email' : undefined;
}

function namesOf(scene: Scene): Parameters<typeof unmask>[1] {
  return scene.ask.mentions.map((mention) => mention.candidates[0]).filter((candidate) => candidate !== undefined);
}

/** "About his fees, and he was calm": the opening that comes first keeps the most. */
function longestOf(texts: readonly (string | undefined)[]): string | undefined {
  return texts.filter((text) => text !== undefined).toSorted((left, right) => right.length - left.length)[0];
}

/** "Please log the meeting." at the end asks; what it says is no part of the note. */
const ONLY_TO_LOG = /(?<=[.!?])\s+(?:please |kindly |can you |could you |just )*(?:log|record|file|note|write up|put|add|enter|jot|keep|make|place)\s+(?:(?:the|this|that|it|as|a|an|of|to|into|my|our|his|her|their|down|up|on|in|for|me|file|note|entry|crm|history|record|meeting|call|visit|conversation|contact|chat|please|now)\b[\s.!?]*)*$/i;

/** "Just got off the phone with her." names the contact; what the next sentences tell is the note. */
const NAMES_CONTACT = /^(?=[^.!?]*\b(?:phone|call(?:ed)?|met|meeting|spoke|spoken|talk(?:ed)?|saw|visit(?:ed)?|rang|chat(?:ted)?|lunch|coffee|log|record)\b)[^.!?,:;]{4,80}[.!]\s+(?=\S)/i;

/** What is to be kept: after a colon, else after the word that opens it; the names before are masked, so that "and" in one isn't it. */
function saidIn(typed: string): string {
  const text = typed.replace(ONLY_TO_LOG, '');
  const told = NAMES_CONTACT.test(text) ? text.replace(NAMES_CONTACT, '').trim() : '';
  if (told !== '' && !/:\s/.test(text)) return told.replace(/[.!]+$/, '');
  return tail(text, /:\s/) ?? tail(text, /;\s/) ?? longestOf([/\b(?:where|in which|during which)\b/i, /\b(?:and|that) (?=(?:we|i|he|she|they|it)\b)/i, /\b(?:about|regarding|on the subject of)\b/i].map((opens) => tail(text, opens))) ?? tail(text, /,\s/) ?? text;
}

function logInteraction(scene: Scene): Plan {
  const client = clientId(scene);
  if (!client) return { ambiguity: 'missing_reference', question: 'Which client was this with?' };
  const text = unmask(scene.ask.text, namesOf(scene));
  const on = occurredOn(scene);
  return [call('log_interaction', {
    client, kind: interactionKind(scene) ?? 'call', occurredOn: on === 'yesterday' ? addDays(scene.session.today, -1) : on > addDays(scene.session.today, 7) ? addYears(isoDate(on), -1) : on > scene.session.today ? addDays(isoDate(on), -7) : on, notes: saidIn(text),
  })];
}

function addNote(scene: Scene): Plan {
  const client = clientId(scene);
  if (!client) return { ambiguity: 'missing_reference', question: 'On which client\u2019s file should the note go?' };
  const text = unmask(scene.ask.text, namesOf(scene));
  const told = text.replace(ONLY_TO_LOG, '').trim();
  if (told !== text.trim() && told !== '') return [call('add_note', { client, text: told.replace(/[.!]+$/, '') })];
  return [call('add_note', { client, text: tail(text, /:\s/) ?? tail(text, /\b(?:that|saying)\b/i) ?? tail(text, /\babout\b/i) ?? text })];
}

function tagName(scene: Scene): string | undefined {
  const known = theOne(scene, 'tag')?.name;
  if (known) return known;
  const quoted = /["'\u201c\u2018]([^"'\u201d\u2019]{2,40})["'\u201d\u2019]/.exec(scene.ask.text)?.[1];
  return quoted ?? tail(scene.ask.text, /\bas\b(?: an?| the)?/i) ?? /(?:tag|label)(?:ged)?\s+(?:with\s+)?([\w-]+)\s+(?:to|on)\b/i.exec(scene.ask.text)?.[1];
}

/** "Remove it again": there is no such act here, and the opposite must not be offered. */
const TAKES_OFF = / (?:remove|delete|untag|undo|drop|(?:take|get) (?:[^ ]+ ){0,4}(?:off|away|rid)|no longer tagged) /;

function addTag(scene: Scene): Plan {
  if (TAKES_OFF.test(scene.ask.newWords ?? scene.ask.words)) return { ambiguity: 'missing_reference', question: 'I can put tags on, not take them off: that is done where the tag stands. Which tag should be added instead?' };
  const tag = tagName(scene);
  const target = scope(scene);
  if (!tag) return { ambiguity: 'missing_reference', question: 'Which tag should be added?' };
  if (!target.client && !target.portfolio) return { ambiguity: 'missing_reference', question: 'Which client or portfolio should carry the tag?' };
  return [call('list_tags', target), call('add_tag', { tag, ...target })];
}

export const FIRM_PLANS = {
  interaction_history: (scene) => [call('list_interactions', { client: clientId(scene), kind: interactionKind(scene) === 'email' ? 'email' : says(scene, / (?:last (?:contact|speak|talk|spoke)|in touch|contact history|heard from) /) ? undefined : interactionKind(scene), period: pastSpan(scene), limit: scene.ask.slots.count })],
  not_contacted: (scene) => [call('screen_book', { criterion: 'not_contacted', days: spanInDays(scene) ?? 90 })],
  log_interaction: logInteraction,
  add_note: addNote,
  book_summary: (scene) => (says(scene, / (?:conservative|balanced|aggressive|moderate|cautious|dynamic) /) ? screen(scene) : [call('get_book_summary', { advisor: scene.session.persona === 'auditor' ? idOf(scene, 'advisor') : undefined })]),
  book_ranking: rankPortfolios,
  book_screen: screen,
  // What is open with a client: flags, work to do, requests.
  open_issues: (scene) => [call('list_flags', { client: clientId(scene), status: 'open' }), call('list_tasks', { client: clientId(scene), status: 'open' }), call('list_tickets', { client: clientId(scene), status: 'open' })],
  risk_alerts: (scene) => [call('list_insights', { ...scope(scene), kind: has(scene, 'risk') && !says(scene, / alerts? /) ? 'risk' : undefined, severity: severity(scene.ask.words.replaceAll(' high risk ', ' ')), period: anySpan(scene), limit: scene.ask.slots.count })],
  client_sentiment: (scene) => (clientId(scene) || scene.session.persona === 'client' ? [call('get_sentiment', { client: clientId(scene), period: pastSpan(scene) ?? '3M' })] : [call('screen_book', { criterion: has(scene, 'churn') ? 'churn_risk' : 'negative_sentiment' })]),
  client_profile: (scene) => [call('get_client_profile', { client: clientId(scene) })],
  tags: (scene) => [call('list_tags', { ...scope(scene), tag: theOne(scene, 'tag')?.name })],
  tag_add: addTag,
  referral: (scene) => [call('get_referrals', { client: clientId(scene), status: says(scene, / (?:signed up|sign up|joined|join|completed|successful\w*|converted|became|opened an account|taken up) /) ? 'completed' : says(scene, / (?:pending|open|waiting) /) ? 'pending' : undefined, period: pastSpan(scene) })],
  marketing: (scene) => [call('list_marketing', { which: pastSpan(scene) ? undefined : 'latest', period: pastSpan(scene) })],
  dashboard: (scene) => [call('get_dashboard', { name: / (main|home|risk|overview|client|performance|compliance) (?:dashboard|screen|page)/.exec(scene.ask.words)?.[1]?.replace('home', 'main') })],
  help: () => [call('get_help')],
  greeting: () => [],
  thanks: () => [],
} satisfies Record<string, PlanBuilder>;
