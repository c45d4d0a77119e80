/** "Log a call with Anna: we went through …": what comes after the mark is to be written down. */
const WITH_MARK = /^\s*(?:(?:hi|hello|ok|please|kindly|can you|could you|would you|i(?:'d| would) like to|i want to|i need to|let(?:'s| us))[\s,]+)*(?:log|record|note(?: down)?|jot down|add|create|make|open|raise|file|submit|lodge|register|report|remind me|set(?: up)?|write|draft|prepare|put|leave|send|message|tell(?! (?:me|us)\b)|inform|let)\b[^:;.!?]{2,100}?[:;](?=\s*\S)/i;
/** "Complaint: …", "I need a ticket raised: …": the noun alone, and what it is about. */
const NOUN_WITH_MARK = /^\s*(?:(?:i|we) (?:need|want|have|would like|must have) )?(?:an? |one |new |support )*(?:ticket|complaint|support request|case)\b[^:;.!?]{0,40}:(?=\s*\S)/i;
/** The same for a ticket, a note or a complaint with "about", "because" or "that". */
const WITH_WORD = /^\s*(?:(?:hi|hello|ok|please|kindly|can you|could you|would you|i(?:'d| would) like to|i want to|i need to)[\s,]+)*(?:log|add|create|make|open|raise|file|submit|lodge|register|write|put|leave)\b[^:;.!?]{0,40}?\b(?:ticket|complaint|note|support (?:case|request)|issue)\b[^:;.!?]{0,60}?\b(?:about|because|saying|that says|that|regarding|since)\b(?:\s+(?:i|we)\s+(?:met|saw|spoke|talked|rang|called|phoned|visited|emailed)\b)?(?=\s)/i;
/** "Reject 76 because the client needs the cash": the reason of a decision asks for nothing. */
const DECISION_REASON = /^\s*(?:(?:ok|please|kindly|yes|no|can you|could you|i(?:'d| would) like to|i want to|i (?:hereby|herewith|must|have to)|let(?:'s| us)|i)[\s,]+)*(?:(?:accept|approve|reject|decline|defer|release|veto|turn down|postpone|override|overrule|close|mark|set|put|send|hold off|hold back|sit on|sleep on|wait with|push back|park|drop|scrap|pass on|leave|bin|kill)\b|#?\d{1,4}\b\s*[:,\u2013\u2014-]?\s*(?:no|yes|not for me|declined?|rejected?|accept(?:ed)?|approved?)\b)[^:;.!?,]{0,60}?(?:[:;](?=\s)|\s[-\u2013\u2014]\s|[.;,]?\s+(?:the\s+)?\breasons?\b(?:\s+is|\s+being|\s+are)?\s*[:,-]?(?=\s)|,?\s+\b(?:because|since|on (?:the )?grounds(?: of| that)?|given that|reason being)\b|[.!]\s+(?=(?:the|he|she|they|it|client|@client)\b)|,\s+(?=(?:as|the|it|its|my|this|that|i|we|they|he|she|his|her|their|client|too|not|there|already)\b))/i;
const NOTE_THAT = /^\s*(?:please\s+)?(?:note|record|log)\s+(?:down\s+)?that\s+.{0,60}/i;

/** The part of a message that asks for something, when the rest is a text to be kept as it is; undefined when there is no such text. */
export function headOf(masked: string): string | undefined {
  return (WITH_MARK.exec(masked) ?? NOUN_WITH_MARK.exec(masked) ?? WITH_WORD.exec(masked) ?? NOTE_THAT.exec(masked) ?? DECISION_REASON.exec(masked))?.[0];
}

const MODEL_LABEL = /\b[a-z]+(?:(?:-[a-z]+)+\s?|(?:-[a-z]+)*-)v?\d+(?:\.\d+)+(?:-\w+)?|\bv?\d+\.\d+(?:\.\d+)*-(?:rc|beta|alpha)\d*/gi;

/** Labels of model versions are no words: "steward-advisor 1.0" asks for no advisor. */
export function withoutLabels(text: string): string {
  return text.replaceAll(MODEL_LABEL, 'model version');
}

const UUID = /\b([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\b/gi;

/** Ids in one piece, so that their hyphens part no words. */
export function withoutIdHyphens(text: string): string {
  return text.replaceAll(UUID, (id) => id.replaceAll('-', ''));
}

/** The first label of a model version in a text as typed. */
export function modelLabelIn(text: string): string | undefined {
  MODEL_LABEL.lastIndex = 0;
  return MODEL_LABEL.exec(text)?.[0];
}
