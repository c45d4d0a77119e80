import { dayOf, type IsoDate } from './calendar.ts';

/** The only source of time outside main.ts: everything that needs "now" is handed one of these. */
export interface Clock {
  now(): Date;
  today(): IsoDate;
}

export function systemClock(wall: () => Date): Clock {
  return { now: wall, today: () => dayOf(wall()) };
}

/**
 * A clock whose day is fixed (the TODAY setting) while its time of day keeps running, so that sessions and approvals still expire.
 * @param wall The real clock; only the time elapsed since this call and the time of day are taken from it.
 */
export function fixedDayClock(today: IsoDate, wall: () => Date): Clock {
  const start = wall();
  const offsetMs = Date.parse(`${today}T00:00:00Z`) - Date.parse(`${dayOf(start)}T00:00:00Z`);
  return { now: () => new Date(wall().getTime() + offsetMs), today: () => today };
}

/** The clock of a process: of a fixed day when one is set, of the wall otherwise. */
export function clockFor(fixedDay: IsoDate | undefined, wall: () => Date): Clock {
  return fixedDay ? fixedDayClock(fixedDay, wall) : systemClock(wall);
}
