import type { FigureSource } from '../../contract/turn-event.ts';
import { dayIsIn } from './written-date.ts';
import type { WrittenFigure } from './written-figure.ts';
import { EntityNames, type EntityName } from './entity-names.ts';

export type EvidenceKind = 'money' | 'rate' | 'number' | 'duration' | 'multiple';

/** One number that may be cited, and what it is about. */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly value: number;
  readonly currency?: string | undefined;
  readonly durationUnit?: string | undefined;
  readonly label: string;
  /** Names the number belongs to: its row, its answer's subject. Empty: nobody's in particular. */
  readonly about: readonly EntityName[];
  /** Days that may stand beside the number. Empty: no day is wrong. */
  readonly days: readonly string[];
  readonly asOf: string;
  /** Numbers of one series differ only in their day; undefined for texts and the person's own words. */
  readonly series?: string;
  /** Only where the sentence speaks of a total. */
  readonly isTotal?: boolean;
  /** A quantity from prose (method, caveat, the person's question), not a result. */
  readonly isText?: boolean;
  readonly source?: FigureSource;
}

/** Numbers by size, dates, identifiers and names of everything that tools answered and the person wrote. */
export class EvidenceIndex {
  readonly names = new EntityNames();
  private readonly bySize = new Map<number, Evidence[]>();
  private readonly days = new Map<string, FigureSource | undefined>();
  private readonly periods = new Set<string>();
  private readonly words = new Set<string>();
  private readonly phrases = new Map<string, { readonly phrase: string; readonly at: number }[]>();
  private readonly newest = new Map<string, string>();
  /** The same among what was looked up for the question at hand: an older day was then asked for, and newer ones of earlier turns do not make it stale. */
  private readonly newestNow = new Map<string, string>();
  private readonly now = new WeakSet<Evidence>();
  /** While evidence of earlier turns is added. */
  isRecalling = false;

  addNumber(evidence: Evidence): void {
    const slot = slotOf(Math.abs(evidence.value));
    const list = this.bySize.get(slot);
    if (list) list.push(evidence);
    else this.bySize.set(slot, [evidence]);
    if (!this.isRecalling) this.now.add(evidence);
    for (const newest of this.isRecalling ? [this.newest] : [this.newest, this.newestNow]) {
      if (evidence.series && evidence.asOf > (newest.get(evidence.series) ?? '')) newest.set(evidence.series, evidence.asOf);
    }
  }

  addDate(written: string, source?: FigureSource): void {
    if (/^\d{4}-\d\d-\d\d$/.test(written)) this.days.set(written, this.days.get(written) ?? source);
    else this.periods.add(written);
  }

  /** Words decide which tickers and identifiers exist; phrases with digits may be repeated as they stand. */
  addWords(text: string): void {
    for (const [word] of text.matchAll(/[\p{L}\d]+(?:[-_/.][\p{L}\d]+)*/gu)) {
      this.words.add(word.toUpperCase());
      for (const part of word.split(/[-_/.]/)) this.words.add(part.toUpperCase());
    }
  }

  addPhrase(text: string): void {
    const phrase = text.trim().toLowerCase();
    if (phrase.length > 160 || !/\d/.test(phrase) || !/\p{L}/u.test(phrase)) return;
    for (const digits of phrase.matchAll(/\d+/g)) {
      const list = this.phrases.get(digits[0]) ?? [];
      if (!list.some((known) => known.phrase === phrase && known.at === digits.index)) list.push({ phrase, at: digits.index });
      this.phrases.set(digits[0], list);
    }
  }

  hasWord(word: string): boolean {
    return this.words.has(word.toUpperCase());
  }

  /** Whether the digits that start at `start` are part of a name, label or text that evidence contains as it stands there. */
  isQuoted(lowerText: string, start: number, end: number): boolean {
    const digits = /\d+/.exec(lowerText.slice(start, end));
    if (!digits) return false;
    return (this.phrases.get(digits[0]) ?? []).some(({ phrase, at }) => {
      const from = start + digits.index - at;
      return from >= 0 && from <= start && from + phrase.length >= end && lowerText.startsWith(phrase, from);
    });
  }

  dateSource(written: string): { readonly found: boolean; readonly source?: FigureSource | undefined } {
    if (this.days.has(written)) return { found: true, source: this.days.get(written) };
    if (this.periods.has(written)) return { found: true };
    if (/^\d{4}-\d\d-\d\d$/.test(written)) return { found: false };
    for (const day of this.days.keys()) if (dayIsIn(day, written)) return { found: true };
    return { found: [...this.periods].some((period) => period.startsWith(`${written}-`) || (written.startsWith('--Q') && period.endsWith(written.slice(1)))) };
  }

  isNewest(evidence: Evidence): boolean {
    return !evidence.series || evidence.asOf >= ((this.now.has(evidence) ? this.newestNow : this.newest).get(evidence.series) ?? '');
  }

  /** Numbers within the bounds of what was written, the closest first. Kind and currency are the caller's to judge. */
  within(written: Pick<WrittenFigure, 'low' | 'high' | 'value'>): readonly Evidence[] {
    const slack = 1e-9 * Math.max(Math.abs(written.value), 1e-3);
    const low = written.low - slack;
    const high = written.high + slack;
    const found: Evidence[] = [];
    if (low <= 0) found.push(...(this.bySize.get(slotOf(0)) ?? []));
    const first = slotOf(Math.max(low, high / 1e3, 1e-12));
    for (let slot = first; slot <= slotOf(high); slot += 1) {
      for (const evidence of this.bySize.get(slot) ?? []) {
        const size = Math.abs(evidence.value);
        if (size >= low && size <= high) found.push(evidence);
      }
    }
    return found.length < 2 ? found : found.sort((a, b) => Number(a.isText ?? false) - Number(b.isText ?? false) || Math.abs(Math.abs(a.value) - written.value) - Math.abs(Math.abs(b.value) - written.value));
  }
}

/** Slots are 2 % wide, so that a look-up touches a few of them. */
function slotOf(size: number): number {
  return size < 1e-12 ? Number.MIN_SAFE_INTEGER : Math.floor(Math.log(size) * 50);
}
