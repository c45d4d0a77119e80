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
  const line = /\S[^\n]*\n\s*(?=\S)|\S[^\n]*\n/.exec(text);
  const lineEnd = line ? line.index + line[0].length : text.length;
  if (/^\s*\|/.test(text)) return line ? lineEnd : 0; // a table row is judged whole
  END.lastIndex = 0;
  for (let match = END.exec(text); match && match.index < lineEnd; match = END.exec(text)) {
    const end = match.index + match[0].length;
    if (end >= text.length && !match[0].includes('\n')) break; // what follows is not known yet
    if (end >= lineEnd) break;
    if (endsSentence(text.slice(0, match.index + 1), text.charAt(end))) return end;
  }
  return line ? lineEnd : 0;
}

function endsSentence(before: string, next: string): boolean {
  if (LIST_MARKER.test(before.slice(before.lastIndexOf('\n') + 1))) return false;
  if (/[\p{Ll}]/u.test(next)) return false;
  return !ABBREVIATION.test(before);
}
