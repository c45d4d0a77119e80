const HEADING = /\n*\**You could also ask:\**\s*\n((?:\s*[-*] .+\n?)+)\s*$/i;

/** The next questions that the model put under "You could also ask:", three at most. */
export function splitSuggestions(text: string): string[] {
  const block = HEADING.exec(text)?.[1];
  return block ? block.split('\n').map((line) => line.replace(/^\s*[-*]\s+/, '').trim()).filter(Boolean).slice(0, 3) : [];
}
