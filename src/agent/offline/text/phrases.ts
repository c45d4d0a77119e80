/**
 * Compiles phrases into one matcher over normalised text.
 * Phrase language: words separated by blanks; `a|b` alternatives; `valu*` any ending; `trades?` with or without the s; `word?` (any other letter) optional;
 * `..` up to three words between.
 */
export function phraseMatcher(phrases: readonly string[]): RegExp {
  return new RegExp(`(?<= )(?:${phrases.map(phrasePattern).join('|')})(?= )`, 'g');
}

function phrasePattern(phrase: string): string {
  let pattern = '';
  let needsBlank = false;
  for (const token of phrase.trim().split(/\s+/)) {
    if (token === '..') {
      pattern += '(?: [^ ]+){0,3}';
      continue;
    }
    const optional = token.endsWith('?') && !token.endsWith('s?');
    const word = `(?:${(optional ? token.slice(0, -1) : token).split('|').map(wordPattern).join('|')})`;
    if (!needsBlank) {
      pattern += optional ? `(?:${word} )?` : word;
      needsBlank = !optional;
    } else {
      pattern += optional ? `(?: ${word})?` : ` ${word}`;
    }
  }
  return pattern;
}

function wordPattern(word: string): string {
  if (word.endsWith('s?')) return `${wordPattern(word.slice(0, -2))}s?`;
  const stem = word.endsWith('*') ? word.slice(0, -1) : word;
  const literal = stem.replaceAll(/[.+$()[\]{}^\\&]/g, String.raw`\$&`);
  return word.endsWith('*') ? `${literal}[^ ]*` : literal;
}

/** True when any phrase of the matcher occurs. */
export function occurs(matcher: RegExp, words: string): boolean {
  matcher.lastIndex = 0;
  return matcher.test(words);
}
