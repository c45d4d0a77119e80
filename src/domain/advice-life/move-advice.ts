import { AppError, invalidInput } from '../../shared/errors.ts';
import { ADVICE_MOVES, needsReason, type AdviceAct, type AdviceActor, type AdviceStatus } from './advice-status.ts';

export interface AdviceStep {
  readonly from: AdviceStatus;
  readonly act: AdviceAct;
  readonly actor: AdviceActor;
  readonly reason?: string | undefined;
}

/**
 * Where an act leads.
 * @throws AppError conflict when the recommendation is not where the act begins; not-permitted when this kind of person may not do it;
 * invalid-input when the reason that it needs is missing.
 */
export function moveAdvice({ from, act, actor, reason }: AdviceStep): AdviceStatus {
  const move = ADVICE_MOVES[act];
  if (!move.by.includes(actor)) throw new AppError('not-permitted', `${actor === 'client' ? 'A client' : actor === 'advisor' ? 'An advisor' : 'The system'} may not ${WORDS[act]} a recommendation.`);
  if (!move.from.includes(from)) {
    throw new AppError('conflict', `The recommendation is ${from.replaceAll('_', ' ')} and cannot be ${DONE[act]}.`, { hint: `Only one that is ${move.from.map((status) => status.replaceAll('_', ' ')).join(' or ')} can.` });
  }
  if (needsReason(act, actor) && !reason?.trim()) throw invalidInput(`To ${WORDS[act]} a recommendation, a reason is needed.`, { hint: 'Say why, in a sentence: it goes on record.' });
  return move.to;
}

const WORDS: Readonly<Record<AdviceAct, string>> = {
  check: 'check', block: 'block', send_to_review: 'send to review', release: 'release', reject: 'reject', accept: 'accept', decline: 'decline', defer: 'defer', hold: 'put off', expire: 'expire', supersede: 'replace', execute: 'carry out', measure: 'measure',
};
const DONE: Readonly<Record<AdviceAct, string>> = {
  check: 'checked', block: 'blocked', send_to_review: 'sent to review', release: 'released', reject: 'rejected', accept: 'accepted', decline: 'declined', defer: 'deferred', hold: 'put off', expire: 'expired', supersede: 'replaced', execute: 'carried out', measure: 'measured',
};
