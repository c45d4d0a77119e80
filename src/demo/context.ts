import type { IsoDate } from '../shared/calendar.ts';
import type { NewId } from '../shared/ids.ts';
import type { TableWriter } from './table-writer.ts';
import { SeededRandom } from './random.ts';

/** What every part of the seed works with. */
export interface DemoContext {
  readonly today: IsoDate;
  readonly seed: number;
  readonly newId: NewId;
  readonly writer: TableWriter;
  /** A generator for one part of the firm; the same name gives the same draws. */
  random(stream: string): SeededRandom;
}

/** An instant on a day, UTC. The seed writes nothing after midnight of its own day: the server's clock may stand at 00:01. */
export function at(date: IsoDate, time = '09:00'): Date {
  return new Date(`${date}T${time}:00.000Z`);
}

/** The end of trading on a day, or the start of today for today itself. */
export function recordedOn(date: IsoDate, today: IsoDate): Date {
  return date < today ? at(date, '22:00') : at(today, '00:00');
}
