/** Abbreviations that end in a full stop and rarely end a sentence. */
const ABBREVIATION = /(?:^|[\s(])(?:e\.g|i\.e|vs|approx|ca|cf|incl|excl|est|max|min|avg|no|nos|mr|mrs|ms|dr|prof|st|inc|ltd|corp|co|plc|jr|sr|fig|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|p\.a|u\.s|u\.k|[a-z])\.$/i;
const END = /[.!?…]["'”’)\]*_]*\s+/g;
const LIST_MARKER = /^\s*(?:#+\s*|>\s*)*(?:\*\*)?\(?(?:\d{1,3}|[a-z])[.)]$/i;

/**
 * Cuts streamed Markdown into pieces that can be judged alone: sentences, list items, headings and table rows. Pieces concatenate to
 * the text that came in. A piece is given only once what follows it is known, so that "1." + "25" never comes apart.
 */
export class SentenceSplitter {
  private pending = '';

  push(text: string): readonly string[] {
    this.pending += text;
    const pieces: string[] = [];
    for (let end = boundaryOf(this.pending); end > 0; end = boundaryOf(this.pending)) {
      pieces.push(this.pending.slice(0, end));
      this.pending = this.pending.slice(end);
    }
    return pieces;
  }

  /** The rest, however it ends. */
  finish(): readonly string[] {
    const rest = this.pending;
    this.pending = '';
    return rest === '' ? [] : [rest];
  }

  drop(): void {
    this.pending = '';
  }
}

/** Where the first complete piece ends, 0 if none is complete yet. */
function boundaryOf(text: string): number {
  const lineEnd = lineEndOf(text);
  if (/^\s*\|/.test(text)) return lineEnd; // a table row is judged whole
  const limit = lineEnd || text.length;
  END.lastIndex = 0;
  for (let match = END.exec(text); match && match.index < limit; match = END.exec(text)) {
    const end = match.index + match[0].length;
    if (end >= limit) break; // what follows is not known yet, or the line ends here anyway
    if (endsSentence(text.slice(0, match.index + 1), text.charAt(end))) return end;
  }
  return lineEnd;
}

/** Past the first line's break and the empty lines after it; 0 while the line is still open. */
function lineEndOf(text: string): number {
  const first = text.search(/\S/);
  const lineBreak = first < 0 ? -1 : text.indexOf('\n', first);
  if (lineBreak < 0) return 0;
  const rest = /^(?:[ \t]*\n)*/.exec(text.slice(lineBreak + 1));
  return lineBreak + 1 + (rest?.[0].length ?? 0);
}

function endsSentence(before: string, next: string): boolean {
  if (LIST_MARKER.test(before.slice(before.lastIndexOf('\n') + 1))) return false;
  if (/[\p{Ll}]/u.test(next)) return false;
  return !ABBREVIATION.test(before);
}
