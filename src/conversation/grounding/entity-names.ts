/** A name that evidence knows, with what sort of thing it names: "portfolio", "security", "holdings.sector". */
export interface EntityName {
  readonly kind: string;
  readonly name: string;
}

export interface Mention extends EntityName {
  readonly start: number;
  readonly end: number;
}

/** Kinds whose figures belong to them alone; other kinds (sectors, statuses) only tell rows of one table apart. */
export const OWNING_KINDS = ['portfolio', 'client', 'security', 'goal'];

/** Sort of thing that a column or fact names, from its key and its table's. */
export function entityKind(key: string, tableKey = ''): string {
  for (const text of [key, tableKey]) {
    if (/portfolio/i.test(text)) return 'portfolio';
    if (/client|person|investor/i.test(text)) return 'client';
    if (/ticker|symbol|security|holding|stock|isin|position|payer|loss/i.test(text)) return 'security';
    if (/goal/i.test(text)) return 'goal';
  }
  return `${tableKey}.${key}`;
}

/** Finds known names in text, by their first word, without regard to case where the name has more than one word. */
export class EntityNames {
  private readonly byFirstWord = new Map<string, { readonly words: string; readonly exact: boolean; readonly entity: EntityName }[]>();
  private readonly known = new Set<string>();

  add(kind: string, written: string): EntityName {
    const name = written.trim().toLowerCase();
    const entity = { kind, name };
    if (name.length < 2 || name.length > 80 || this.known.has(`${kind} ${name}`)) return entity;
    this.known.add(`${kind} ${name}`);
    const bare = name.replace(/[ ,]+(?:portfolio|account|inc\.?|corp\.?|plc|ltd\.?|ag|se|nv|sa|s\.a\.|co\.?|corporation|company|group|holdings?)$/i, '');
    for (const alias of new Set([name, bare])) {
      const first = /[\p{L}\d]+/u.exec(alias)?.[0];
      if (!first || alias.length < 2) continue;
      const list = this.byFirstWord.get(first) ?? [];
      list.push({ words: alias, exact: !/[^\p{L}\d]/u.test(alias), entity });
      this.byFirstWord.set(first, list.sort((a, b) => b.words.length - a.words.length));
    }
    return entity;
  }

  /** Mentions in order; where one name contains another, the longer counts. */
  mentionsIn(text: string): readonly Mention[] {
    const lower = text.toLowerCase();
    const mentions: Mention[] = [];
    for (const word of lower.matchAll(/[\p{L}\d]+/gu)) {
      if (mentions.some((mention) => word.index < mention.end && word.index >= mention.start)) continue;
      const found = this.byFirstWord.get(word[0])?.filter((name) => lower.startsWith(name.words, word.index)
        && !/[\p{L}\d]/u.test(lower.charAt(word.index + name.words.length)) && (!name.exact || text.charAt(word.index) !== word[0].charAt(0) || /\d/.test(word[0].charAt(0)))) ?? [];
      const longest = found[0]?.words.length ?? 0;
      for (const { words, entity } of found) if (words.length === longest) mentions.push({ ...entity, start: word.index, end: word.index + words.length });
    }
    return mentions;
  }
}
