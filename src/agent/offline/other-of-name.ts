import { candidatesOf } from './names.ts';
import type { Ask, EntityKind, Mention } from './types.ts';

const OTHER_OF = / (?:other|second|different) @(client|portfolio|goal)\b/;

/** "And the other Marie?": of those who bear the name, the one who was not spoken of. */
export function otherOfName(asks: readonly Ask[], words: string, before: readonly Ask[]): readonly Ask[] {
  const kind = OTHER_OF.exec(words)?.[1] as EntityKind | undefined; // the pattern allows only these
  if (!kind) return asks;
  const spoken = new Set(before.flatMap(({ mentions }) => mentions).flatMap((mention) => (candidatesOf(mention, kind).length === 1 ? [candidatesOf(mention, kind)[0]!.id] : [])));
  const left = (mention: Mention): Mention => {
    const candidates = mention.candidates.filter(({ id }) => !spoken.has(id));
    return candidatesOf(mention, kind).length > 1 && candidates.some((candidate) => candidate.kind === kind) ? { ...mention, candidates } : mention;
  };
  return asks.map((ask) => ({ ...ask, mentions: ask.mentions.map(left) }));
}

const RELATIVE = / (?:his|her|their|@client 's|the client 's) (wife|husband|spouse|partner|son|daughter|brother|sister|mother|father|parents|kids|children|mum|mom|dad)(?: 's)? (?!goals?|education|college|school|wedding|fund)/;

/** A relative who is asked about without a name; the record of a client names none. */
export function relativeMeant(words: string): string | undefined {
  return RELATIVE.exec(words)?.[1];
}
