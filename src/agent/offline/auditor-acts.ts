import type { Ask } from './types.ts';
import type { Understanding } from './understand.ts';

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

/** An act that no auditor may do, asked for beside whatever is told or asked around it. */
export function commandsForeignAct({ topic, concepts }: Ask): boolean {
  return isForeignToAuditor(topic) && !concepts.has('asking') && (concepts.has('imperative_order') || concepts.has('imperative_decision') || concepts.has('imperative_advice'));
}
