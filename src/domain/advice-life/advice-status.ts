/** Where a recommendation is in its life. The words of the stored column. */
export type AdviceStatus = 'drafted' | 'checked' | 'blocked' | 'in_review' | 'released' | 'accepted' | 'declined' | 'expired' | 'superseded' | 'executed' | 'measured';

/** What moves it on. */
export type AdviceAct = 'check' | 'block' | 'send_to_review' | 'release' | 'reject' | 'accept' | 'decline' | 'defer' | 'hold' | 'expire' | 'supersede' | 'execute' | 'measure';

/** Who acts; `system` is the service, in a job or right after a draft. */
export type AdviceActor = 'client' | 'advisor' | 'system';

export interface AdviceMove {
  readonly from: readonly AdviceStatus[];
  readonly to: AdviceStatus;
  readonly by: readonly AdviceActor[];
}

/**
 * The only ways on. A blocked recommendation comes back to review when the rules that stopped it are overridden; a measured one stays
 * measured when the next horizon is added. Deferring leaves a released one where it is: it only records why nothing is decided yet;
 * an advisor who puts a review off leaves it in review in the same way.
 * An accepted one that nobody carries out in time expires too.
 */
export const ADVICE_MOVES: Readonly<Record<AdviceAct, AdviceMove>> = {
  check: { from: ['drafted'], to: 'checked', by: ['system'] },
  block: { from: ['checked', 'in_review'], to: 'blocked', by: ['system', 'advisor'] },
  send_to_review: { from: ['checked', 'blocked'], to: 'in_review', by: ['system', 'advisor'] },
  release: { from: ['checked', 'in_review'], to: 'released', by: ['system', 'advisor'] },
  reject: { from: ['in_review', 'blocked'], to: 'declined', by: ['advisor'] },
  accept: { from: ['released'], to: 'accepted', by: ['client', 'advisor'] },
  decline: { from: ['released'], to: 'declined', by: ['client', 'advisor'] },
  defer: { from: ['released'], to: 'released', by: ['client', 'advisor'] },
  hold: { from: ['in_review'], to: 'in_review', by: ['advisor'] },
  expire: { from: ['in_review', 'blocked', 'released', 'accepted'], to: 'expired', by: ['system'] },
  supersede: { from: ['drafted', 'checked', 'in_review', 'blocked', 'released'], to: 'superseded', by: ['system'] },
  execute: { from: ['accepted'], to: 'executed', by: ['advisor', 'system'] },
  measure: { from: ['executed', 'measured'], to: 'measured', by: ['system'] },
};

/** Still waiting for somebody. */
export const OPEN_STATUSES: readonly AdviceStatus[] = ['drafted', 'checked', 'in_review', 'blocked', 'released'];

/** Acts of a person that must say why. */
const NEEDS_REASON: Readonly<Partial<Record<AdviceAct, readonly AdviceActor[]>>> = {
  release: ['advisor'], reject: ['advisor'], decline: ['advisor'], defer: ['client', 'advisor'], hold: ['advisor'], accept: ['advisor'],
};

export function needsReason(act: AdviceAct, actor: AdviceActor): boolean {
  return NEEDS_REASON[act]?.includes(actor) ?? false;
}
