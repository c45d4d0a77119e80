/** A stored close or rate with what it replaced, oldest first. */
export interface StoredQuote {
  readonly recordedAt: Date;
  readonly corrections?: readonly { readonly recordedAt: string; readonly close?: string; readonly rate?: string }[] | null | undefined;
}

/**
 * The value that stood at an instant.
 * @param knownAt Undefined: the value that stands now.
 * @returns Undefined when the day had no value yet at that instant.
 */
export function knownQuote(value: string, { recordedAt, corrections }: StoredQuote, knownAt: Date | undefined): string | undefined {
  if (knownAt === undefined || recordedAt <= knownAt) return value;
  const earlier = (corrections ?? []).findLast((correction) => new Date(correction.recordedAt) <= knownAt);
  return earlier?.close ?? earlier?.rate;
}
