import { splitClauses } from './clauses.ts';
import { withNamesGuessed } from './guessed-names.ts';
import { likelihoodsFor } from './learned/reading.ts';
import { normalise } from './text/normalise.ts';
import { SENTENCE_END } from './text/sentences.ts';
import type { Persona, RefusalReason } from './types.ts';

const REASONS: readonly RefusalReason[] = ['other_client_data', 'guaranteed_return', 'insider_information', 'skip_compliance', 'unauthorised_trade', 'system_prompt', 'log_tampering', 'credential_disclosure'];
const LINE_OR_SENTENCE = new RegExp(`${SENTENCE_END.source}|\\s*[;\\n]\\s*`);
/** From here on a message is refused. What slips through still meets the rules of access below. */
const LIKELY_UNSAFE = 0.45;
/** A part torn from its message must be clearer: "Buy it." says nothing of who agreed. */
const SURELY_UNSAFE = 0.8;

/**
 * Why a request must be refused, or nothing. Told from sentences of both kinds, not from words on a list: "who tampered with the log?" is a review.
 * The whole message counts, and each of its sentences and clauses by itself: what stands before it hides nothing.
 * @param text As typed.
 */
export function refusalFor(text: string, persona: Persona): RefusalReason | undefined {
  const [whole, ...parts] = partsOf(withNamesGuessed(text)).map((part) => likelihoodsFor(normalise(part), persona));
  const unsafe = whole!('unsafe') >= LIKELY_UNSAFE ? whole : parts.find((part) => part('unsafe') >= SURELY_UNSAFE);
  return unsafe && REASONS.reduce((left, right) => (unsafe(`unsafe:${right}`) > unsafe(`unsafe:${left}`) ? right : left));
}

/** The whole, and its sentences and clauses where there are several. */
function partsOf(text: string): string[] {
  const parts = text.split(LINE_OR_SENTENCE).filter((part) => /\p{L}/u.test(part));
  return [...new Set([text, ...parts, ...parts.flatMap((part) => splitClauses(part))])];
}

const RATHER_FOREIGN = 0.2;

/** True when the one who asks tells that the client is another advisor's: "may move to me", "I'm covering for a colleague". */
export function isNotYetTheirs(text: string): boolean {
  return partsOf(withNamesGuessed(text)).some((part) => likelihoodsFor(normalise(part), 'advisor')('unsafe:other_client_data') >= RATHER_FOREIGN);
}
