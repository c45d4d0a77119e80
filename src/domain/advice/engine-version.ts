/**
 * Version of the advice engine: raised with any change that can change an answer, so that a replay can say why a figure differs. The engine prefers
 * plans that keep the firm's rules, so a new rule set is such a change.
 */
export const ENGINE_VERSION = 'advice-3';

/** The rule set by which this version steers. */
export const STEERED_BY_RULE_SET = '2026.4';
