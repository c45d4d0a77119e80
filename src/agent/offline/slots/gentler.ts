const LESS = '(?:gentler|gentle|softer|milder|lighter|smaller|more (?:cautious|careful|modest|moderate|restrained|conservative|gradual)|less (?:drastic|aggressive|radical|extreme|turnover|trading)|fewer (?:trades|sales|changes)|toned down|watered down|not (?:so|that|quite so) (?:much|drastic|radical|aggressive)|half (?:of )?(?:that|as much)|tone (?:it|that) down|slower)';
const GENTLER = new RegExp(` ${LESS} `);

/** A milder version of what was just drafted; less risk is another aim, not a milder version. */
export function asksGentler(words: string): boolean {
  return GENTLER.test(words) && !/ (?:risk\w*|volatil\w*|portfolio|account) /.test(words) && words.trim().split(' ').length <= 12;
}
