import { askOfNames } from './ask-of-names.ts';
import { resolveFollowUp, speaksOfRecommendation, type Context } from './follow-up.ts';
import { maskNames, type NameRow } from './names.ts';
import type { ConversationView, TurnView } from './turn-state.ts';
import { optionChosen } from './option-chosen.ts';
import { otherOfName } from './other-of-name.ts';
import { understand } from './understand.ts';
import type { Ask, Mention } from './types.ts';

const TURNS_BACK = 3;

/** What the running question asks, completed from the turns before it, each read in its own context. */
export function asksInContext(view: ConversationView, rows: readonly NameRow[]): Ask[] {
  let context: Context | undefined;
  const first = Math.max(0, view.earlier.length - TURNS_BACK);
  for (const [index, turn] of view.earlier.entries()) {
    if (index < first) continue;
    const reading = understand(optionChosen(view.earlier.slice(0, index), turn.question) ?? turn.question, rows, { ...view.session, ofRecommendation: speaksOfRecommendation(context) });
    const read = resolveFollowUp(reading, context, view.session);
    const named = read.length === 0 ? askOfNames(reading) : undefined;
    const asks = named ? [named] : read;
    context = asks.length > 0 ? { asks, answered: namesAnswered(turn, rows) } : context;
  }
  const reading = understand(view.current.question, rows, { ...view.session, ofRecommendation: speaksOfRecommendation(context) });
  return [...otherOfName(resolveFollowUp(reading, context, view.session), reading.words, context?.asks ?? [])];
}

/** Names that the answer's first lines put forward, in their order. */
function namesAnswered(turn: TurnView, rows: readonly NameRow[]): Mention[] {
  return [...maskNames(turn.answer.split('\n').slice(0, 3).join(' '), rows).mentions];
}

/** Whether a mention comes from the name search at all. */
export function mentionsIn(mention: Mention, rows: readonly NameRow[]): boolean {
  return rows.some(({ id }) => mention.candidates.some((candidate) => candidate.id === id));
}
