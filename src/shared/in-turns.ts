import { setImmediate as nextTurn } from 'node:timers/promises';

/** A few milliseconds of ordinary work. */
const ITEMS_A_TURN = 1_000;

/** Does the work for each item and lets others have a turn in between: a long list must not keep everybody else waiting. */
export async function inTurns<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let left = ITEMS_A_TURN;
  for (const item of items) {
    work(item);
    left -= 1;
    if (left === 0) {
      left = ITEMS_A_TURN;
      await nextTurn();
    }
  }
}
