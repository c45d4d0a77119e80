import type { RefusalReason } from './types.ts';

const POLITE = '^ (?:(?:please|kindly|just|and|so|ok|okay|also|then|now|can you|could you|would you|will you|i want you to|i would like you to|i need you to|we need to|i want to|i would like to|let us|go ahead and|we overlooked [^ ]+ [^ ]+ please) )*';
const GONE = '(?:remove|delete|erase|wipe|purge|scrub|expunge|blank out|strip|destroy|get rid of|clean up|clear out|make (?:[^ ]+ ){1,4}(?:disappear|vanish))';
const CHANGED = '(?:change|alter|set|mark|flip|turn|switch|move|amend|correct|fix|edit|overwrite|replace|rewrite|update|put|rename|backdate|redate)';
const KEPT = '(?:entr(?:y|ies)|logs?|records?|checks?|results?|flags?|refusals?|overrides?|exports?|sign ins?|log ?ins?|sessions?|calls?|events?|errors?|approvals?|decisions?|dates?|timestamps?|times?|reasons?|conversations?|messages?|audit|trail)';
const ACTS = '(?:approval|sign off|signoff|consent|acceptance|release|review|check|entry|decision|rejection|refusal|override|signature)';

/** What is on record stays: an auditor may not take it away, change it or write it in afterwards either. */
const TAMPERING: readonly RegExp[] = [
  new RegExp(`${POLITE}${GONE} (?:[^ ]+ ){0,8}(?:${KEPT}|ones|those|them|these|it|that|this) (?!(?:from|in) (?:the |your )?(?:list|table|answer|view) )`),
  // "Some entries of May are wrong. Please wipe them."
  new RegExp(` ${KEPT} .*(?:please|kindly|can you|could you|would you|so|just) ${GONE} (?:them|those|these|it|that|all of them|the lot) `),
  new RegExp(`${POLITE}${CHANGED} (?:[^ ]+ ){0,8}${KEPT} (?:[^ ]+ ){0,8}(?:to|as|into|from|so that|back) `),
  new RegExp(` (?:enter|record|add|create|insert|file|write|log|put in|make|register) (?:[^ ]+ ){0,4}${ACTS} (?:[^ ]+ ){0,8}(?:dated|with (?:the |a )?date|as of|as if|for (?:last|the past)|retroactive\\w*|retrospective\\w*|(?:days?|weeks?|months?) ago) `),
];
/** What opens an account is nobody's to see, however it is wished for. */
const SECRETS = / (?:would like|want|need|what is|get me|tell me|have|looking for|after) (?:[^ ]+ ){0,3}(?:pins?|passwords?|passcodes?|passphrases?|access tokens?|session tokens?|api keys?|credentials|passport numbers?|social security numbers?) (?:of|for|from|to|belonging) (?!policy|the policy)/;
/** How the assistant is made: its instructions and its tools' definitions. */
const PROMPT: readonly RegExp[] = [
  / (?:show|print|reveal|give|list|display|share|send|read|tell|output|copy|quote|see|export|dump) (?:[^ ]+ ){0,5}(?:instructions|rules|prompt|directives|guidelines|configuration) (?:[^ ]+ ){0,4}(?:assistant|bot|ai|chatbot|model|steward|you|it) (?:[^ ]+ ){0,3}(?:runs?|works?|follows?|given|has|uses?|operates?|acts?|obeys?|got|gets|is|are|was|were) /,
  / (?:show|print|reveal|give|list|display|share|send|read|tell|output|copy|quote|see) (?:[^ ]+ ){0,4}(?:assistant|bot|ai|chatbot|model|steward) (?:s |'s )(?:[^ ]+ ){0,3}(?:instructions|rules|prompt|directives|guidelines) /,
  / how (?:its|your|the) tools? (?:is|are) (?:defined|described|declared|specified) /,
];

/** Why a request by somebody who reviews must be refused, beyond what is refused to everybody. */
export function refusalInReview(words: string): RefusalReason | undefined {
  if (SECRETS.test(words)) return 'credential_disclosure';
  if (TAMPERING.some((pattern) => pattern.test(words))) return 'log_tampering';
  return PROMPT.some((pattern) => pattern.test(words)) && !/ (?:version|hash|which prompt) /.test(words) ? 'system_prompt' : undefined;
}
