import { candidatesOf } from './names.ts';
import type { Ask, Candidate, Mention } from './types.ts';

/** A name that several things carry means the one that belongs to the others named: "the Education goal of Priya", "Anna's House Fund". */
export function narrowNames(asks: readonly Ask[]): Ask[] {
  return asks.map((ask) => ({ ...ask, mentions: ask.mentions.map((mention) => narrowed(mention, ask.mentions.filter((other) => other !== mention))) }));
}

const MUCH = 0.05;

function narrowed(mention: Mention, others: readonly Mention[]): Mention {
  if (mention.candidates.length < 2) return mention;
  const owners = new Set(others.flatMap(ownersOf));
  if (owners.size === 0) return mention;
  const fitting = mention.candidates.filter((candidate) => owners.has(ownerOf(candidate)));
  // A ticker is nobody's: "SWIS in Luca's Vorsorge" is no word for his Swiss Growth.
  const top = mention.candidates[0]!;
  if (ownerOf(top) === '' && fitting.every(({ score }) => score < top.score - MUCH)) return mention;
  return fitting.length > 0 && fitting.length < mention.candidates.length ? { ...mention, candidates: [...fitting, ...mention.candidates.filter(({ kind }) => !fitting.some((one) => one.kind === kind))] } : mention;
}

/** The clients that a mention can only mean. */
function ownersOf(mention: Mention): string[] {
  const kind = mention.candidates[0]?.kind;
  if (kind !== 'client' && kind !== 'portfolio' && kind !== 'goal') return [];
  const owners = new Set(candidatesOf(mention, kind).map(ownerOf).filter((id) => id !== ''));
  return owners.size === 1 ? [...owners] : [];
}

function ownerOf({ kind, id, clientId }: Candidate): string {
  return kind === 'client' ? id : clientId ?? '';
}
