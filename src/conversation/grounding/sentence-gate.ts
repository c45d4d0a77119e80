import type { Answer } from '../../shared/answer.ts';
import type { FigureSource } from '../../contract/turn-event.ts';
import type { HeldSentence, PlacedFigure, ReleasedText, SentenceGate } from './gate.ts';
import { SentenceSplitter } from './sentence-splitter.ts';

const NUMBER = /\d(?:[\d,' ]*\d)?(?:\.\d+)?\s*%?/g;

/** Creates the gate of one turn. `privateText` never leaves, links lead to `allowedHosts` or are cut. */
export function createSentenceGate(_options: { readonly allowedHosts: readonly string[]; readonly privateText: string }): SentenceGate {
  const splitter = new SentenceSplitter();
  const values: { value: number; source: FigureSource | undefined }[] = [];
  let held: HeldSentence[] = [];
  const readText = (text: string) => {
    for (const match of text.matchAll(/\d+(?:,\d{3})*(?:\.\d+)?/g)) values.push({ value: Number(match[0].replace(/,/g, '')), source: undefined });
  };
  const judge = (text: string): ReleasedText[] => {
    const figures: PlacedFigure[] = [];
    const unsupported: string[] = [];
    for (const match of text.matchAll(NUMBER)) {
      const digits = match[0].replace(/[,' %]/g, '');
      const value = Number(digits);
      const tolerance = 0.5 * 10 ** -(digits.split('.')[1]?.length ?? 0) + 1e-9;
      const found = values.find((entry) => Math.abs(Math.abs(entry.value) - value) <= tolerance || Math.abs(Math.abs(entry.value) * 100 - value) <= tolerance);
      if (!found && !/^\s*(?:[-*]\s*)?$/.test(text.slice(0, match.index))) unsupported.push(match[0]);
      if (found?.source) figures.push({ start: match.index, end: match.index + match[0].trimEnd().length, source: found.source });
    }
    if (unsupported.length > 0) {
      held.push({ text, unsupported });
      return [];
    }
    return [{ text, figures }];
  };
  return {
    addEvidence(source, answer: Answer) {
      readText(JSON.stringify(answer));
      for (const figure of answer.figures) values.unshift({ value: Number(figure.value), source: { ...source, label: figure.label, value: figure.value, unit: figure.unit, ...(figure.currency ? { currency: figure.currency } : {}), asOf: figure.asOf, method: figure.method } });
    },
    addQuestion: readText,
    push: (text) => splitter.push(text).flatMap(judge),
    finish: () => splitter.finish().flatMap(judge),
    get held() { return held; },
    clearHeld() { held = []; },
    restart() { splitter.drop(); },
  };
}
