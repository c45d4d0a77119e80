import type { IsoDate } from '../shared/calendar.ts';
import { idSource, type NewId } from '../shared/ids.ts';
import type { TableWriter } from './table-writer.ts';
import { SeededRandom } from './random.ts';

/** What every part of the seed works with. */
export interface DemoContext {
  readonly today: IsoDate;
  readonly seed: number;
  readonly newId: NewId;
  readonly writer: TableWriter;
  /** A generator for one part of the firm; the same name gives the same draws. */
  readonly random: (stream: string) => SeededRandom;
}

/** An instant on a day, UTC. The seed writes nothing after midnight of its own day: the server's clock may stand at 00:01. */
export function at(date: IsoDate, time = '09:00'): Date {
  return new Date(`${date}T${time}:00.000Z`);
}

/** The end of trading on a day, or the start of today for today itself. */
export function recordedOn(date: IsoDate, today: IsoDate): Date {
  return date < today ? at(date, '22:00') : at(today, '00:00');
}

/** A context whose ids and draws follow from the day and the seed alone. */
export function contextOf(writer: TableWriter, today: IsoDate, seed: number): DemoContext {
  const ids = new SeededRandom(seed, 'ids');
  const startMs = Date.parse(`${today}T00:00:00Z`);
  return { today, seed, writer, newId: idSource(() => startMs, () => ids.bytes(16)), random: (stream) => new SeededRandom(seed, stream) };
}
