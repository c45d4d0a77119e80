/** The blank between two sentences. */
export const SENTENCE_END = /(?<=[.!?])\s+(?=\S)/;
