import { createHash } from 'node:crypto';

/** The same small number for the same text on every machine. */
export function hashOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

/** The list beginning at another place, so that cases do not all meet the same first row. */
export function rotated<T>(items: readonly T[], by: number): T[] {
  const at = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

/** A third of all cases is set aside: what was developed against and what was not stay apart. */
export function isHeldOut(caseId: string): boolean {
  return hashOf(caseId) % 3 === 0;
}
