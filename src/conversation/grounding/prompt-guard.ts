const RUN = 10;
const LETTER_RUN = 45;
/** Characters of the text released before that are read again, so that a run cut into pieces is still a run. */
const TAIL = 160;

/** Tells whether text repeats a run of ten words of the private text: as it is, backwards, rotated, spaced out or encoded. */
export class PromptGuard {
  private readonly runs = new Set<string>();
  private readonly letters: string;
  private readonly vocabulary: ReadonlySet<string>;

  constructor(privateText: string) {
    const words = wordsOf(privateText);
    for (let at = 0; at + RUN <= words.length; at += 1) this.runs.add(words.slice(at, at + RUN).join(' '));
    this.vocabulary = new Set(words);
    this.letters = lettersOf(privateText);
  }

  leaks(released: string, piece: string): boolean {
    const text = `${released.slice(-TAIL)}${piece}`;
    return this.repeats(text) || this.repeats(reversed(text)) || this.repeats(rotated(text)) || this.isSpacedOut(text) || this.isEncoded(text);
  }

  private repeats(text: string): boolean {
    const words = wordsOf(text);
    let known = 0;
    for (let at = 0; at < words.length; at += 1) {
      // Most sentences end here: ten words in a row that the private text has at all are rare.
      known = this.vocabulary.has(words[at]!) ? known + 1 : 0;
      if (known >= RUN && this.runs.has(words.slice(at + 1 - RUN, at + 1).join(' '))) return true;
    }
    return false;
  }

  /** "Y o u a r e …": words come apart, letters don't. */
  private isSpacedOut(text: string): boolean {
    if (!/(?:(?<![\p{L}\d])[\p{L}\d](?![\p{L}\d])[^\p{L}\d]*){15}/u.test(text)) return false;
    return [text, reversed(text)].some((read) => this.sharesLetters(lettersOf(read)));
  }

  private sharesLetters(letters: string): boolean {
    for (let at = 0; at + LETTER_RUN <= letters.length; at += 1) if (this.letters.includes(letters.slice(at, at + LETTER_RUN))) return true;
    return false;
  }

  private isEncoded(text: string): boolean {
    if (/(?:%[\da-f]{2}.*){4}/i.test(text) && this.repeats(text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))))) return true;
    for (const [run] of text.matchAll(/(?:[\da-f]{2}[\s:]?){24,}/gi)) if (this.isPrivate(Buffer.from(run.replace(/[^\da-f]/gi, ''), 'hex'))) return true;
    for (const [run] of text.matchAll(/[A-Za-z\d+/_-]{32,}={0,2}/g)) {
      for (const shift of [0, 1, 2, 3]) if (this.isPrivate(Buffer.from(run.slice(shift), 'base64'))) return true;
    }
    return false;
  }

  /** An encoded block is judged by its letters: its first and last words may be cut. */
  private isPrivate(bytes: Buffer): boolean {
    const read = bytes.toString('latin1');
    const letters = lettersOf(read);
    return letters.length >= 24 && (this.letters.includes(letters.slice(2, 22)) || this.letters.includes(lettersOf(reversed(read)).slice(2, 22)));
  }
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\d]+/gu, '');
}

function reversed(text: string): string {
  return Array.from(text).reverse().join('');
}

function rotated(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}
