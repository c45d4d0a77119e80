import { asksInContext, mentionsIn } from './conversation-reading.ts';
import { consentPlan } from './consents.ts';
import { correctedCall } from './correct-call.ts';
import { narrowNames } from './narrow-names.ts';
import { candidatesOf, type NameRow } from './names.ts';
import { unknownPersons } from './persons.ts';
import { optionChosen } from './option-chosen.ts';
import { planFor } from './plans/index.ts';
import { relativeMeant } from './other-of-name.ts';
import { otherPortfolio } from './other-one.ts';
import { isQuestion, type Question } from './plans/scene.ts';
import { commandsForeignAct, isForeignToAuditor, wantsToChange } from './auditor-acts.ts';
import { pointsNowhere } from './pointing.ts';
import { isNotYetTheirs, refusalFor } from './refusal.ts';
import { isOutOfScope } from './scope.ts';
import { withReasonGiven } from './reason-asked.ts';
import { sameArguments } from './same-arguments.ts';
import type { ToolResult } from './tool-results.ts';
import { nameRows, type ConversationView } from './turn-state.ts';
import { askOfNames } from './ask-of-names.ts';
import { understand, type Understanding } from './understand.ts';
import type { Ask, Mention, Outcome, PlannedCall } from './types.ts';
import { composeAnswer } from './wording/compose.ts';
import { abilitiesText, greetingText, outOfReachText, outOfScopeText, readOnlyText, refusalText, sameNameText, suggestionsFor, THANKS_TEXT, UNCLEAR, unknownPersonText, whichText } from './wording/closing.ts';

export type Decision =
  | { readonly kind: 'calls'; readonly calls: readonly PlannedCall[] }
  | { readonly kind: 'text'; readonly text: string; readonly outcome: Outcome };

const ANSWERED: Outcome = { kind: 'answered' };
const LONGEST_LOOKUP = 1_500;
const READ_IN_PART = 'Note: Your message is very long, so I read only its beginning. What else it asks for, please send as a message of its own.';
/** A yes that code has not settled before this round has nothing to say yes to. */
const BARE_CONSENT = /^\W*(?:yes|yep|yeah|yup|confirm(?:ed)?|approved?|go ahead|proceed|do it|do that|please do|make it so|that['\u2019]s (?:right|correct))(?:[\s,]+(?:yes|please|do it|go ahead|then|thanks|thank you|confirm|proceed|that|with it|with that|(?:create|make|export|send|log|save|file|open|add|record|post|submit|schedule|request|store|set) (?:it|that)(?: up)?))*\W*$/i;
const NOTHING_PENDING: Question = { ambiguity: 'missing_reference', question: 'Nothing is waiting for your yes at the moment. What would you like me to do?' };

function say(text: string, outcome: Outcome): Decision {
  return { kind: 'text', text, outcome };
}

function ask({ ambiguity, question }: Question): Decision {
  return say(question, { kind: 'clarify', ambiguity });
}

/**
 * The next step of a turn, from nothing but the messages: refuse, look names up, call tools, or word the answer.
 * @param mayCall False in the round that must end in text.
 */
export function decide(view: ConversationView, mayCall: boolean): Decision {
  const step = nextStep(view, mayCall);
  return step.kind === 'text' && view.current.isCut ? { ...step, text: `${step.text}\n\n${READ_IN_PART}` } : step;
}

function nextStep(asked: ConversationView, mayCall: boolean): Decision {
  const { session, earlier } = asked;
  // A reason that was asked for completes the request before it; "the second one" is what our question put second.
  const completed = withReasonGiven(earlier, asked.current.question) ?? optionChosen(earlier, asked.current.question);
  const view: ConversationView = completed ? { ...asked, current: { ...asked.current, question: completed } } : asked;
  const { current } = view;
  if (view.correcting) return say('A detail whose figure could not be traced to a source is left out; the rest of the answer stands.', ANSWERED);
  const consent = consented(current.results, current.question);
  if (consent) return say(composeAnswer({ asks: [], results: consent, session }), ANSWERED);

  if (BARE_CONSENT.test(current.question) && current.results.length === 0) return ask(NOTHING_PENDING);

  const refusal = refusalFor(current.question, session.persona);
  if (refusal) return say(refusalText(refusal), { kind: 'refused', reason: refusal });
  if (session.persona === 'admin') return officerDecision(view, mayCall);
  const hasContext = earlier.length > 0;
  const lookedUp = current.results.some(({ tool }) => tool === 'find_names');
  if (!lookedUp) {
    const bare = understand(current.question, [], session);
    if (session.persona === 'auditor' && wantsToChange(bare)) return say(readOnlyText(), { kind: 'refused', reason: 'unauthorised_trade' });
    if (isOutOfScope(bare, session.persona, hasContext)) return say(`${outOfScopeText()}\n\n${suggestionsFor(undefined, session.persona)}`, { kind: 'out_of_scope' });
    const small = smallTalk(bare, view);
    if (small) return small;
    if (mayCall) return { kind: 'calls', calls: [{ name: 'find_names', args: { text: lookupText(view) } }] };
  }
  return answerOrCall(view, mayCall);
}

/** A compliance officer's login reaches what waits for a second consent, and nothing else of any client. */
function officerDecision(view: ConversationView, mayCall: boolean): Decision {
  const reading = understand(view.current.question, [], view.session);
  const small = smallTalk(reading, view);
  if (small) return small;
  const plan = consentPlan(reading, view);
  if (!plan) return say(`${outOfReachText()}\n\n${suggestionsFor(undefined, 'admin')}`, { kind: 'out_of_scope' });
  if (isQuestion(plan)) return ask(plan);
  const open = unmade(plan, view.current.results);
  if (open.length > 0) return mayCall ? { kind: 'calls', calls: open } : ask(UNCLEAR);
  return say(composeAnswer({ asks: reading.asks, results: view.current.results, session: view.session }), ANSWERED);
}

/** A "yes" was settled in code before this round: only its result is there to be worded. */
function consented(results: readonly ToolResult[], question: string): readonly ToolResult[] | undefined {
  const isBare = /^\W*(?:yes|yep|yeah|sure|ok|okay|that['\u2019]s (?:right|correct)|make it so|sounds good|do that|agree|confirm\w*|approved?|go ahead|proceed|agreed?|do it|please do|absolutely|definitely|correct|fine|no|nope|cancel|stop|decline|reject|never ?mind)\b.{0,40}$/is.test(question.trim());
  return isBare && results.length > 0 && results.every(({ tool }) => tool !== 'find_names') ? results : undefined;
}

function smallTalk(reading: Understanding, { session }: ConversationView): Decision | undefined {
  // Names aren't looked up yet: "what questions did Priya put" is about Priya.
  if (unknownPersons(reading.masked).length > 0 || reading.slots.recommendationNumber !== undefined) return undefined;
  const only = reading.asks.length <= 1 ? reading.asks[0]?.topic : undefined;
  if (only === 'greeting') return say(`${greetingText(session.userName)}\n\n${suggestionsFor(undefined, session.persona)}`, ANSWERED);
  if (only === 'thanks') return say(THANKS_TEXT, ANSWERED);
  if (only === 'help') return say(`${abilitiesText(session.persona)}\n\n${suggestionsFor(undefined, session.persona)}`, ANSWERED);
  const words = reading.words.trim();
  return words.length > 0 && /^(?:hi|hello|hey|thanks|thank you)$/.test(words) ? say(greetingText(session.userName), ANSWERED) : undefined;
}

/** The question, and what "it" and "the other one" may point back to: the last questions and the last answer's first lines. */
function lookupText({ current, earlier }: ConversationView): string {
  const last = earlier.at(-1);
  const parts = [current.question, ...earlier.slice(-3).toReversed().map(({ question }) => question), ...(last ? [last.answer.split('\n').slice(0, 3).join(' ')] : [])];
  return parts.join('\n').slice(0, LONGEST_LOOKUP);
}

function answerOrCall(view: ConversationView, mayCall: boolean): Decision {
  const { session, current } = view;
  const rows = nameRows([...view.earlier.flatMap(({ results }) => results), ...current.results]);
  const reading = understand(current.question, rows, session);
  const asks = narrowNames(asksInContext(view, rows));
  const stranger = unknownPersons(reading.masked)[0];
  const relative = session.persona === 'client' || reading.mentions.some(({ candidates }) => candidates[0]?.kind === 'client' && !reading.words.includes("@client 's")) ? undefined : relativeMeant(reading.words);
  if (relative && mattersHere(relative, asks)) return ask({ ambiguity: 'missing_reference', question: `Who is related to whom isn\u2019t on record here. What is the name of the ${relative}?` });
  if (stranger && mattersHere(stranger, asks)) {
    if (session.persona === 'advisor' && isNotYetTheirs(current.question)) return say(refusalText('other_client_data'), { kind: 'refused', reason: 'other_client_data' });
    return session.persona === 'client'
      ? say(unknownPersonText(stranger, 'client'), { kind: 'refused', reason: 'other_client_data' })
      : say(unknownPersonText(stranger, session.persona), { kind: 'clarify', ambiguity: 'unknown_client' });
  }
  const named = asks.length === 0 ? askOfNames(reading) : undefined;
  if (named) return proceed(view, narrowNames([named]), stranger, mayCall);
  if (asks.length === 0 || (view.earlier.length === 0 && pointsNowhere(reading) && !asks.every(({ topic }) => topic === 'recommendation_decision'))) return ask(UNCLEAR);
  if (movesBetweenClients(asks)) return say(refusalText('unauthorised_trade'), { kind: 'refused', reason: 'unauthorised_trade' });
  const unsure = ambiguousName(asks, rows);
  if (unsure) return ask(unsure);
  if (session.persona === 'auditor' && (asks.every(({ topic }) => isForeignToAuditor(topic)) || asks.some(commandsForeignAct))) return say(readOnlyText(), { kind: 'refused', reason: 'unauthorised_trade' });
  const other = otherPortfolio(view, reading.words, asks, rows);
  if (other.kind === 'ask') return ask(other.question);
  if (other.kind === 'call') return mayCall ? { kind: 'calls', calls: [other.call] } : ask(UNCLEAR);
  return proceed(view, other.asks, stranger, mayCall);
}

/** Money of one client is never sent to another's account on a word passed on. */
function movesBetweenClients(asks: readonly Ask[]): boolean {
  return asks.some(({ topic, mentions, words }) => topic === 'money_transfer' && / from (?:[^ ]+ ){0,4}(?:to|into) /.test(words)
    && new Set(mentions.flatMap(({ candidates }) => candidates.filter(({ kind }) => kind === 'client').slice(0, 1).map(({ id }) => id))).size > 1);
}

/** A stranger's name in a note, a task or a ticket is text; in a question about securities it is a security to look for. */
function mattersHere(name: string, asks: readonly Ask[]): boolean {
  const free = new Set(['ticket_open', 'log_interaction', 'add_note', 'task_create', 'security_facts', 'market_price', 'security_rating', 'market_overview', 'tag_add', 'user_setting_change', 'user_settings', 'notification_set', 'message_send', 'model_versions', 'recommendation_review', 'vendor_status', 'sign_ins', 'sessions', 'export_list', 'audit_entries', 'tool_calls', 'lockouts']);
  return asks.every(({ topic, mentions }) => !free.has(topic) && !mentions.some((mention) => mention.text.includes(name)));
}

function proceed(view: ConversationView, asks: readonly Ask[], stranger: string | undefined, mayCall: boolean): Decision {
  const { session, current } = view;
  const plans = asks.map((one) => planFor({ ask: one, session, results: current.results, earlier: view.earlier.flatMap(({ results }) => results), unknown: stranger }));
  const calls = plans.flatMap((plan) => (isQuestion(plan) ? [] : plan));
  const open = [...unmade(calls, current.results), ...calls.flatMap((call) => correctedCall(call, current.results) ?? [])];
  if (open.length > 0 && mayCall) return { kind: 'calls', calls: open };
  const question = plans.find(isQuestion);
  const answeredTools = new Set(current.results.filter(({ answer }) => answer).map(({ tool }) => tool));
  // A call that was corrected counts by its second answer; its first attempt isn't worth telling.
  const made = current.results.filter(({ tool, args, problem }) => calls.some((call) => call.name === tool && (answeredTools.has(tool) && problem === undefined ? true : sameArguments(call.args, args))) && !(problem && answeredTools.has(tool)));
  // Looking up the number behind an id is a step on the way.
  const told = made.filter(({ tool }) => tool !== 'query_records' || made.length === 1);
  if (question && told.length === 0) return ask(question);
  if (told.length === 0) return asks.some(({ topic }) => topic === 'thanks' || topic === 'greeting') ? say(THANKS_TEXT, ANSWERED) : ask(UNCLEAR);
  const text = composeAnswer({ asks, results: told, session, plans: plans.map((plan) => (isQuestion(plan) ? [] : plan)), ...(question && { question: question.question }) });
  const failedOnly = told.every(({ problem }) => problem?.error === 'invalid-input');
  return say(text, question || failedOnly ? { kind: 'clarify', ambiguity: question?.ambiguity ?? 'missing_reference' } : ANSWERED);
}

function unmade(calls: readonly PlannedCall[], results: readonly ToolResult[]): PlannedCall[] {
  const fresh: PlannedCall[] = [];
  for (const [index, call] of calls.entries()) {
    // Arguments may come back in another spelling; as many answers as calls of a tool mean that each was made.
    const alike = results.filter(({ tool, args }) => tool === call.name && Object.keys(call.args).every((key) => key in args));
    const asMany = calls.slice(0, index + 1).filter(({ name }) => name === call.name).length <= alike.length;
    const made = asMany || results.some(({ tool, args }) => tool === call.name && sameArguments(call.args, args));
    const twice = fresh.some((other) => other.name === call.name && JSON.stringify(other.args) === JSON.stringify(call.args));
    if (!made && !twice) fresh.push(call);
  }
  return fresh;
}

function ambiguousName(asks: readonly Ask[], rows: readonly NameRow[]): Question | undefined {
  // A number says which recommendation, and with it whose.
  const mentions = [...new Set(asks.flatMap((one) => (one.slots.recommendationNumber === undefined ? one.mentions : [])))];
  const clients = new Set(mentions.flatMap((mention) => candidatesOf(mention, 'client').length === 1 ? candidatesOf(mention, 'client').map(({ id }) => id) : []));
  for (const mention of mentions) {
    const question = doubt(mention, clients);
    if (question && mentionsIn(mention, rows)) return question;
  }
  return undefined;
}

function doubt(mention: Mention, clients: ReadonlySet<string>): Question | undefined {
  const kind = mention.candidates[0]?.kind;
  if (!kind || kind === 'security' || kind === 'tag' || kind === 'benchmark') return undefined;
  const all = [...new Map(candidatesOf(mention, kind).map((candidate) => [candidate.id, candidate])).values()];
  const fitting = kind !== 'client' && clients.size > 0 && all.some(({ clientId }) => clientId !== null && clients.has(clientId)) ? all.filter(({ clientId }) => clientId !== null && clients.has(clientId)) : all;
  if (fitting.length < 2) return undefined;
  if (kind === 'client') return { ambiguity: 'same_name', question: sameNameText(mention.text, fitting.slice(0, 6).map(({ name }) => name)) };
  const names = fitting.slice(0, 6).map(({ name, clientName }) => (clientName ? `${name} of ${clientName}` : name));
  return { ambiguity: kind === 'portfolio' ? 'two_portfolios' : 'missing_reference', question: whichText(kind, mention.text, names) };
}
