export interface FilteredText {
  readonly text: string;
  /** Links, images and markup that were taken out. */
  readonly removed: number;
}

// Invisible and direction-changing characters, by code point so that this file shows what it means.
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for.
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\uffff]|\p{Default_Ignorable_Code_Point}/gu;
const ENTITIES: Readonly<Record<string, string>> = { colon: ':', sol: '/', lpar: '(', rpar: ')', lsqb: '[', lbrack: '[', rsqb: ']', rbrack: ']', lt: '<', gt: '>', amp: '&', excl: '!', period: '.', comma: ',', nbsp: ' ', quot: '"', apos: '\'', percnt: '%', euro: '€', pound: '£', dollar: '$', minus: '-' };
const SCHEME = /(?:(?:\b[a-z][a-z0-9+.-]{1,20}:|(?<![\w/:]))(?:\\?\/){2}(?=[\w[%])|\bwww\.|\b(?:javascript|vbscript|data|file|blob|mailto|tel|sms):(?=\S))[^\s<>"'|)\]]*/gi;
const WITH_PATH = /\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}(?::\d+)?\/[^\s<>"'|)\]]+/gi;

/** Characters that nobody sees are gone before anything else is read. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/**
 * One released piece without anything that fetches, navigates or runs: images, HTML, links off the list, reference links and their
 * definitions, scripts and data in addresses. A link's words stay. `allowedHosts` are exact host names; pages of the product ("/…") are kept.
 */
export function filterOutput(text: string, allowedHosts: readonly string[]): FilteredText {
  let removed = 0;
  const cut = (kept: string) => {
    removed += 1;
    return kept;
  };
  const isAllowed = (target: string) => isAllowedTarget(target, allowedHosts);
  const kept: string[] = [];
  let result = decoded(withoutInvisible(text.toWellFormed()));
  result = result.replace(/!\[([^\]]*)\](?:\([^)\n]*\)?|\[[^\]]*\])?/g, (_, alt: string) => cut(alt));
  result = result.replace(/\[((?:[^[\]]|\[[^\]]*\])*)\]\(\s*<?([^\s)>]*)>?(?:\s+[^)]*)?\)/g, (_, words: string, target: string) => {
    if (!isAllowed(target)) return cut(words);
    kept.push(`[${words}](${target})`);
    return `\u0001${kept.length - 1}\u0001`;
  });
  result = result.replace(/^[ >]*\[[^\]\n]+\]:[^\n]*(?:\n|$)/gm, () => cut('')).replace(/\[([^\]\n]+)\]\[[^\]\n]*\]/g, (_, words: string) => cut(words));
  result = result.replace(SCHEME, (target) => (isAllowed(target) ? target : cut(''))).replace(WITH_PATH, (target) => (isAllowed(`https://${target}`) || !/[a-z]/i.test(target) ? target : cut('')));
  result = result.replaceAll('<>', '').replace(/<(?:[a-z!/?][^>]*)>/gi, () => cut('')).replace(/<(?=[a-z!/?])/gi, () => cut('< '));
  // Halves of links whose other half stands in another piece.
  result = result.replace(/\]\(/g, () => cut('] (')).replace(/!\[/g, () => cut('! ['));
  // oxlint-disable-next-line no-control-regex -- the marker is a control character because none is left in the text by then.
  return { text: result.replace(/\u0001(\d+)\u0001/g, (_, at: string) => kept[Number(at)] ?? ''), removed };
}

function isAllowedTarget(target: string, allowedHosts: readonly string[]): boolean {
  if (/^\/(?![/\\])[\w\-./?=&#%]*$/.test(target) || /^#[\w-]*$/.test(target)) return true;
  const host = /^https:\/\/([a-z0-9.-]+)(?::\d+)?(?:[/?#]|$)/i.exec(target)?.[1];
  return host !== undefined && allowedHosts.includes(host.toLowerCase());
}

/** Character references become what a reader would see, so that nothing hides behind them. */
function decoded(text: string): string {
  let result = text;
  for (let depth = 0; depth < 3 && result.includes('&'); depth += 1) {
    result = result.replace(/&#(?:x([\da-f]{1,6})|(\d{1,7}));?/gi, (_, hex: string | undefined, decimal: string | undefined) => {
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 31 && code < 0x110000 ? withoutInvisible(String.fromCodePoint(code)) : '';
    }).replace(/&([a-z]{2,8});/gi, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole);
  }
  return result.replace(/&#/g, '& #');
}
