const YES = /^(?:yes|yep|yeah|sure|ok(?:ay)?|confirm(?:ed)?|approved?|go ahead|do it|please do|proceed|make it so|agreed?|correct|absolutely|definitely|fine|sounds good|that'?s right)$/;
const NO = /^(?:no|nope|cancel|stop|don'?t|do not|decline|reject|never mind|nevermind|abort|not now|leave it|forget it)$/;
const FILLER = /\b(?:please|thanks|thank you|i|it|that|this|with it|now|then|we|can|the change|for me|go for)\b/g;

/**
 * Whether a message is nothing but consent or its refusal. Anything more than that ("yes, but make it 50") is a new request: only a
 * plain answer may count as an approval, and code decides it, never the model.
 */
export function typedConsent(message: string): 'yes' | 'no' | undefined {
  const text = message.toLowerCase().normalize('NFKC').replace(/[’]/g, "'").replace(/[.!]+$/g, '').trim();
  if (text.length > 60) return undefined;
  const parts = text.split(/[,;.!–—-]+|\band\b/).map((part) => part.trim()).filter(Boolean);
  const said = parts.map((part) => consentOf(part) ?? consentOf(part.replace(FILLER, ' ').replace(/\s+/g, ' ').trim()));
  if (said.length === 0 || said.some((answer) => answer === undefined)) return undefined;
  return said.every((answer) => answer === 'yes') ? 'yes' : said.every((answer) => answer === 'no') ? 'no' : undefined;
}

function consentOf(part: string): 'yes' | 'no' | undefined {
  if (YES.test(part)) return 'yes';
  return NO.test(part) ? 'no' : undefined;
}
