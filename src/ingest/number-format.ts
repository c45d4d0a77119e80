import { invalidInput } from '../shared/errors.ts';

export type DecimalMark = '.' | ',';

/**
 * The decimal mark that a file's numbers prove. A number with both marks, a repeated mark or a tail that is not three digits long is
 * proof; `1,234` alone is none.
 */
export class DecimalMarkProof {
  readonly #proof = new Map<DecimalMark, string>();
  #unclear: string | undefined;

  see(text: string): void {
    // A single point can neither prove more than a proved point nor speak against it; a file holds hundreds of thousands of these.
    if (this.#proof.has('.') && /^\d+\.\d+$/.test(text)) return;
    const finding = proves(text.trim());
    if (finding === 'unclear') this.#unclear ??= text;
    else if (finding && !this.#proof.has(finding)) this.#proof.set(finding, text);
  }

  /** @throws AppError invalid-input when the numbers prove nothing but carry a mark, or contradict each other. */
  mark(): DecimalMark {
    const [mark] = this.#proof.keys();
    if (this.#proof.size === 2) {
      throw invalidInput(`"${this.#proof.get('.')}" has a decimal point and "${this.#proof.get(',')}" a decimal comma.`, { hint: 'Write all numbers alike, or state which is meant: --decimal . or --decimal ,' });
    }
    if (mark) return mark;
    if (this.#unclear !== undefined) throw invalidInput(`"${this.#unclear}" may have a thousands separator or a decimal mark, and no other number tells.`, { hint: 'State it: --decimal . or --decimal ,' });
    return '.';
  }
}

function proves(text: string): DecimalMark | 'unclear' | undefined {
  if (/^\d+$/.test(text)) return undefined;
  const marks: readonly string[] = text.match(/[.,]/g) ?? [];
  const last = marks.at(-1) as DecimalMark | undefined; // the pattern matches only these two
  if (!last) return undefined;
  const other: DecimalMark = last === '.' ? ',' : '.';
  if (marks.includes(other)) return last;
  if (marks.length > 1) return other;
  const [whole = '', tail = ''] = text.replace(/^[-+]/, '').split(last);
  return tail.length === 3 && /^[1-9]\d{0,2}$/.test(whole) ? 'unclear' : last;
}

/**
 * A number as plain decimal text. Thousands may be separated by the other mark, a space, a narrow space or an apostrophe.
 * @returns undefined when it is not a number in this format.
 */
export function plainNumber(text: string, mark: DecimalMark): string | undefined {
  if (mark === '.' && PLAIN.test(text)) return text;
  const compact = text.trim().replace(/^\+/, '');
  if (!NUMBERS[mark].test(compact)) return undefined;
  const [whole = '', fraction] = compact.split(mark);
  return fraction === undefined ? whole.replace(/[^-\d]/g, '') : `${whole.replace(/[^-\d]/g, '')}.${fraction}`;
}

const PLAIN = /^-?\d+(?:\.\d+)?$/;

const NUMBERS: Readonly<Record<DecimalMark, RegExp>> = {
  '.': /^-?(?:\d+|\d{1,3}(?:[,'’ \u00a0\u202f]\d{3})+)(?:\.\d+)?$/,
  ',': /^-?(?:\d+|\d{1,3}(?:[.'’ \u00a0\u202f]\d{3})+)(?:,\d+)?$/,
};

const SEPARATORS: Readonly<Record<string, string>> = { ',': ',', '.': '.', "'": "'", '’': '’', ' ': 'space', '\u00a0': 'no-break space', '\u202f': 'narrow no-break space' };

/** Adds the thousands separators that a number in this format carries, by name; for the report. */
export function noteSeparators(text: string, mark: DecimalMark, found: Set<string>): void {
  if (mark === '.' && PLAIN.test(text)) return;
  const [whole = ''] = text.trim().split(mark);
  for (const [separator] of whole.matchAll(/[,.'’ \u00a0\u202f]/g)) found.add(SEPARATORS[separator] ?? separator);
}
