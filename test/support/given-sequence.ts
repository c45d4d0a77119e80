let made = 0;

/** Counts up over a test file, so that names and keys differ and repeat from run to run. */
export function nextNumber(): number {
  return (made += 1);
}

export const GIVEN_AT = new Date('2026-11-23T09:00:00.000Z');
