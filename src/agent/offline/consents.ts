import { call, rowsOf, type Question } from './plans/scene.ts';
import type { ConversationView } from './turn-state.ts';
import type { PlannedCall } from './types.ts';
import type { Understanding } from './understand.ts';

/** Consents that wait, or the consent to the one that was shown last; nothing when the message is about something else. */
export function consentPlan({ concepts, words }: Understanding, { earlier }: ConversationView): readonly PlannedCall[] | Question | undefined {
  const shown = earlier.flatMap(({ results }) => results).filter(({ tool, answer }) => tool === 'list_pending_consents' && answer !== undefined);
  const gives = concepts.has('imperative_consent') && shown.length > 0;
  if (!gives) return concepts.has('consent') || concepts.has('override') || concepts.has('waiting_me') || concepts.has('pending') ? [call('list_pending_consents')] : undefined;
  const mine = rowsOf({ results: shown }, 'list_pending_consents', 'consents').filter((row) => row['isYours'] === true);
  const place = / (?:first|1st|1) /.test(words) ? 0 : / (?:second one|2nd|2) /.test(words) ? 1 : mine.length === 1 ? 0 : undefined;
  const row = place === undefined ? undefined : mine[place];
  if (row) return [call('override_check', { check: String(row['id']), act: 'consent' })];
  return { ambiguity: 'missing_reference', question: mine.length === 0 ? 'None of them waits for you.' : `Which one do you mean: the ${mine.map((one) => `${String(one['rule'])} of ${String(one['client'])}`).slice(0, 5).join(', the ')}? "The first one" is enough.` };
}
