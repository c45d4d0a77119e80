import type { Answer } from '../../shared/answer.ts';
import type { Mention } from './entity-names.ts';
import { EvidenceIndex } from './evidence-index.ts';
import type { HeldSentence, ReleasedText, SentenceGate } from './gate.ts';
import { groundSentence } from './ground-sentence.ts';
import { filterOutput, withoutInvisible } from './output-filter.ts';
import { PromptGuard } from './prompt-guard.ts';
import { readAnswer, readText } from './read-evidence.ts';
import { SentenceSplitter } from './sentence-splitter.ts';

export interface GateOptions {
  /** Exact host names that links may lead to, besides the product's own pages. */
  readonly allowedHosts: readonly string[];
  /** System prompt and tool schemas: no run of ten words of it is released. */
  readonly privateText: string;
}

/** Reading the private text is the dear part, and it is the same for every turn of a process. */
let lastGuard: { readonly privateText: string; readonly guard: PromptGuard } | undefined;

/** The gate of one turn. */
export function createSentenceGate(options: GateOptions): SentenceGate {
  if (lastGuard?.privateText !== options.privateText) lastGuard = { privateText: options.privateText, guard: new PromptGuard(options.privateText) };
  return new GroundingGate(options.allowedHosts, lastGuard.guard);
}

class GroundingGate implements SentenceGate {
  readonly removed = { links: 0, prompt: 0 };
  private readonly index = new EvidenceIndex();
  private readonly splitter = new SentenceSplitter();
  private readonly allowedHosts: readonly string[];
  private readonly guard: PromptGuard;
  private heldSentences: HeldSentence[] = [];
  /** Sentences released in this attempt of the round, and those of failed attempts that are still to be skipped. */
  private releasedNow: string[] = [];
  private toSkip: string[] = [];
  private tail = '';
  private topic: readonly Mention[] = [];
  private opensList = false;
  private head: string | undefined;

  constructor(allowedHosts: readonly string[], guard: PromptGuard) {
    this.allowedHosts = allowedHosts;
    this.guard = guard;
  }

  addEvidence(source: { readonly invocationId: string; readonly toolName: string }, answer: Answer, isEarlier = false): void {
    this.index.isRecalling = isEarlier;
    readAnswer(this.index, source, answer);
    this.index.isRecalling = false;
  }

  addQuestion(text: string): void {
    readText(this.index, text, 'Question', '', false);
    this.index.addPhrase(text);
  }

  push(text: string): readonly ReleasedText[] {
    return this.splitter.push(withoutInvisible(text)).flatMap((piece) => this.judge(piece));
  }

  finish(): readonly ReleasedText[] {
    const rest = this.splitter.finish().flatMap((piece) => this.judge(piece));
    this.releasedNow = [];
    this.toSkip = [];
    this.topic = [];
    return rest;
  }

  get held(): readonly HeldSentence[] {
    return this.heldSentences;
  }

  clearHeld(): void {
    this.heldSentences = [];
  }

  restart(): void {
    this.splitter.drop();
    this.toSkip = [...this.releasedNow, ...this.toSkip.filter((sentence) => !this.releasedNow.includes(sentence))];
    this.heldSentences = [];
    this.topic = [];
  }

  private judge(piece: string): ReleasedText[] {
    const key = piece.trim();
    const repeated = key === '' ? -1 : this.toSkip.indexOf(key);
    if (repeated >= 0) {
      this.toSkip.splice(repeated, 1);
      return [];
    }
    const filtered = filterOutput(piece, this.allowedHosts);
    this.removed.links += filtered.removed;
    if (filtered.text.trim() === '' && key !== '') return [];
    if (this.guard.leaks(this.tail, filtered.text)) {
      this.removed.prompt += 1;
      return [];
    }
    const isRow = /^\s*\|/.test(filtered.text);
    if (!isRow) this.head = undefined;
    const judged = groundSentence(this.index, filtered.text, this.topicOf(filtered.text), this.head);
    if (isRow) this.head ??= filtered.text;
    this.remember(filtered.text, judged.mentions);
    if (judged.unsupported.length > 0) {
      this.heldSentences.push({ text: filtered.text, unsupported: judged.unsupported });
      return [];
    }
    if (key !== '') this.releasedNow.push(key);
    this.tail = `${this.tail}${filtered.text}`.slice(-400);
    return [{ text: filtered.text, figures: judged.figures }];
  }

  /** "It returned 5 %" speaks of what was named before; a list speaks of its heading, or of the line with a colon that opens it. */
  private topicOf(text: string): readonly Mention[] {
    if (/^\s*(?:[-*•]|\d{1,2}[.)])\s/.test(text)) return this.opensList ? this.topic : [];
    return /^\s*(?:It|Its|This|That|They|Their)\b/.test(text) ? this.topic : [];
  }

  private remember(text: string, mentions: readonly Mention[]): void {
    if (/^\s*(?:[-*•|]\s|\d{1,2}[.)]\s|\|)/.test(text)) return;
    this.opensList = /^\s*#/.test(text) || /:\**\s*$/.test(text) || /^\s*\*\*[^*]+\*\*:?\s*$/.test(text);
    // Positions belong to the sentence that they came from; as a topic they stand before everything.
    if (mentions.length > 0) this.topic = mentions.map((mention) => ({ ...mention, start: -1, end: 0 }));
    else if (this.opensList) this.topic = [];
  }
}
