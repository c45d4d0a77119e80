import { isKnownWord } from '../text/spelling.ts';
import { securityArgument, type Scene } from './scene.ts';

/** Things that are held under their everyday name. */
const COMMODITY = '(?:gold|silver|bitcoin|ether|ethereum|solana|oil|crude)';
const NAMED_COMMODITY = new RegExp(` (?:into|in|of|some|more|my|the|our|\\d[^ ]*|buy|sell|buying|selling|own|hold) (${COMMODITY}) `);
const IS_COMMODITY = new RegExp(`^${COMMODITY}$`);
const TRADED = / (?:buy|buying|sell|selling|purchase|get|grab|acquire|dump|offload|invest|own|hold|add|into|order) (?:(?:me|us|some|more|a|an|bit|few|little|of|my|our|the|all|half|any|in|into|for|worth|shares?|stocks?|units?|usd|eur|gbp|chf|dollars|euros|pounds|francs|\d[^ ]*|[$€£]) )*([a-z][a-z&]{2,})(?: ([a-z]{3,}))? /;

/** Whether a name is one of the everyday names of what the firm's list holds. */
export function isCommodity(name: string): boolean {
  return IS_COMMODITY.test(name);
}

/**
 * The security that an order names: the one found, a commodity by its everyday name, or else the unknown word that stands where a
 * security stands, so that the tool says that there is none of that name.
 */
export function tradedSecurity(scene: Scene): string | undefined {
  const known = securityArgument(scene);
  if (known) return known;
  const commodity = NAMED_COMMODITY.exec(scene.ask.words)?.[1];
  if (commodity) return commodity === 'ethereum' ? 'ether' : commodity === 'crude' ? 'oil' : commodity;
  const typed = TRADED.exec(scene.ask.words)?.[1];
  return typed && !isKnownWord(typed) ? typed : undefined;
}
