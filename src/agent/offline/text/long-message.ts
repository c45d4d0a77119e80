import { headOf } from './payload.ts';

/** As much of one message as is read for what it asks: the time it takes grows with the length. */
const LONGEST_READ = 3_000;

export interface ReadMessage {
  readonly text: string;
  /** The end was left unread, which the answer says. */
  readonly isCut: boolean;
}

/** A very long message by its first sentences. A text that is to be kept as it stands ("log a call: …") stays whole. */
export function readMessage(text: string): ReadMessage {
  if (text.length <= LONGEST_READ || headOf(text.slice(0, LONGEST_READ))) return { text, isCut: false };
  const start = text.slice(0, LONGEST_READ);
  const end = Math.max(...['. ', '? ', '! ', '\n'].map((mark) => start.lastIndexOf(mark)));
  const at = end > LONGEST_READ / 2 ? end + 1 : Math.max(start.lastIndexOf(' '), LONGEST_READ / 2);
  return { text: start.slice(0, at), isCut: true };
}
