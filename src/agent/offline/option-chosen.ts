import type { TurnView } from './turn-state.ts';

/** A question of our own that puts things to choose from, and the things. */
const OFFERED = /Which [^?:\n]*(?:\?|:)(?: Waiting:)? ([^\n]+?)[?.]\s*$/m;
const ORDINAL = /^\W*(?:(?:no|yes|ok|okay|sorry|please|i mean|i meant|make it)\W+)*(?:the |that )?(first|former|1st|second|2nd|latter|third|3rd|fourth|4th|last)(?: one| of (?:them|these|those)| option)?(?:\W+(?:please|pls|thanks|thank you))?\W*$/i;
const PLACES: Readonly<Record<string, number>> = { first: 0, former: 0, '1st': 0, second: 1, '2nd': 1, third: 2, '3rd': 2, fourth: 3, '4th': 3, last: -1, latter: -1 };

/** "The second one" after a question of our own: the thing that stood there; undefined when nothing was put to choose from. */
export function optionChosen(earlier: readonly TurnView[], current: string): string | undefined {
  const place = PLACES[ORDINAL.exec(current)?.[1]?.toLowerCase() ?? ''];
  const offered = place === undefined ? undefined : OFFERED.exec(earlier.at(-1)?.answer ?? '')?.[1];
  if (place === undefined || offered === undefined) return undefined;
  const options = offered.split(/, | or /).map((option) => option.trim()).filter(Boolean);
  const chosen = options.length > 1 ? options.at(place) : undefined;
  // "80 (Replace …)" is number 80.
  return chosen?.replace(/^(\d+) \(.*$/, '$1').replaceAll('"', '');
}
