const YES = ['go ahead', 'make it so', 'sounds good', 'do it', 'do that', 'please do', "that's right", "that's correct", 'yes', 'yep', 'yeah', 'sure', 'okay', 'ok', 'confirmed', 'confirm', 'approved', 'approve', 'proceed', 'agreed', 'agree', 'correct', 'absolutely', 'definitely', 'fine'];
const NO = ['never mind', 'nevermind', 'not now', 'leave it', 'forget it', 'do not', "don't", 'no', 'nope', 'cancel', 'stop', 'decline', 'reject', 'abort'];
/** Said after a yes, of the one change that waits: words that fit whatever it is. What also fits its opposite ("accept it", "delete it") is a new request. */
const DO_IT = ['create', 'make', 'export', 'send', 'log', 'save', 'file', 'open', 'add', 'record', 'post', 'submit', 'schedule', 'request', 'store', 'set'].flatMap((verb) => [`${verb} it`, `${verb} that`, `${verb} it up`]);
const FILLER = [...DO_IT, 'with it', 'with that', 'the change', 'thank you', 'for me', 'please', 'thanks', 'now', 'then', 'it', 'that', 'this', 'i', 'and'];

const PHRASES: ReadonlyArray<readonly [phrase: string, meaning: 'yes' | 'no' | 'filler']> = [
  ...NO.map((phrase) => [phrase, 'no'] as const),
  ...YES.map((phrase) => [phrase, 'yes'] as const),
  ...FILLER.map((phrase) => [phrase, 'filler'] as const),
].toSorted(([a], [b]) => b.length - a.length);

/**
 * Whether a message is nothing but consent or its refusal. Anything more than that ("yes, but make it 50") is a new request: only a
 * plain answer may count as an approval, and code decides it, never the model.
 */
export function typedConsent(message: string): 'yes' | 'no' | undefined {
  let rest = message.toLowerCase().normalize('NFKC').replace(/’/g, "'").replace(/[.,;!–—-]+/g, ' ').replace(/\s+/g, ' ').trim();
  if (rest.length > 60) return undefined;
  const said = new Set<'yes' | 'no'>();
  while (rest !== '') {
    const found = PHRASES.find(([phrase]) => rest === phrase || rest.startsWith(`${phrase} `));
    if (!found) return undefined;
    if (found[1] !== 'filler') said.add(found[1]);
    rest = rest.slice(found[0].length).trim();
  }
  const [only] = said;
  return said.size === 1 ? only : undefined;
}
