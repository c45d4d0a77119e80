import { execFileSync, spawnSync } from 'node:child_process';
import type { IsoDate } from '../../src/shared/calendar.ts';

/** One amount that enters (or, negative, leaves) an investment account: from outside, or as profit or loss. */
export interface LedgerEntry {
  readonly date: IsoDate;
  readonly kind: 'flow' | 'gain';
  /** Plain decimal text, so that both programs read the same number. */
  readonly amount: string;
}

export interface RoiFigures {
  /** Per year, as fractions, with the precision that hledger prints: two decimals of a percent. */
  readonly irrFraction: number;
  readonly twrFraction: number;
}

/** The version line of the installed hledger, or undefined when there is none. */
export function hledgerVersion(): string | undefined {
  const result = spawnSync('hledger', ['--version'], { encoding: 'utf8' });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/** A plain-text ledger with an investment account, an outside account and a profit account. */
export function journalOf(entries: readonly LedgerEntry[]): string {
  return entries
    .map(({ date, kind, amount }) => `${date} ${kind}\n  assets:invested  ${amount} USD\n  ${kind === 'flow' ? 'assets:outside' : 'income:profit'}\n`)
    .join('\n');
}

/** Runs `hledger roi` on a journal from `from` to the day before `endExclusive`. */
export function hledgerRoi(journal: string, from: IsoDate, endExclusive: IsoDate): RoiFigures {
  const output = execFileSync(
    'hledger',
    ['-f', '-', 'roi', '--investment', 'assets:invested', '--profit-loss', 'income:profit', '-b', from, '-e', endExclusive],
    { input: journal, encoding: 'utf8', timeout: 60_000, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const percentages = Array.from(output.matchAll(/(-?[\d.,]+)%/g), ([, digits]) => Number(digits!.replaceAll(',', '')) / 100);
  const [irrFraction, twrFraction] = percentages.slice(-2);
  if (percentages.length !== 2 || irrFraction === undefined || twrFraction === undefined) throw new Error(`hledger printed no two rates:\n${output}`);
  return { irrFraction, twrFraction };
}

/** Days in a year by which this hledger annualises (365, or 365.25 in newer versions), read off a known case. */
export function hledgerYearDays(roi: (journal: string, from: IsoDate, endExclusive: IsoDate) => RoiFigures, from: IsoDate, endExclusive: IsoDate): 365 | 365.25 {
  // ×5,000 in 365 days: the two conventions differ in the third digit.
  const journal = journalOf([{ date: from, kind: 'flow', amount: '100' }, { date: from, kind: 'gain', amount: '499900' }]);
  return Math.abs(roi(journal, from, endExclusive).twrFraction - 4999) < 1 ? 365 : 365.25;
}
