import type { ShownLine } from '../shown.ts';
import { names, plain } from '../shown-values.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { isNear, type Expected } from './expected.ts';

/** One of several spellings of a name stands in the answer. */
export function nameIs(spellings: readonly string[], near?: RegExp): Expected {
  const known = spellings.filter(Boolean);
  return {
    text: known.join(' / '),
    problem: (lines) => (lines.some((line) => isNear(line, near) && known.some((name) => names(line.text, name))) ? undefined : `"${known[0] ?? ''}" is not there`),
  };
}

export function dateIs(date: IsoDate, near?: RegExp): Expected {
  return { text: date, problem: (lines) => (lines.some((line) => isNear(line, near) && line.dates.includes(date)) ? undefined : `${date} is not there${near ? ` beside /${near.source}/` : ''}`) };
}

const NONE = /\b(?:no|none|nothing|not|never|zero|nobody|without|0|isn't|aren't|doesn't|don't|hasn't|haven't|unavailable)\b/i;

/** The answer says that there is none. */
export function noneOnRecord(near: RegExp): Expected {
  return { text: 'none on record', problem: (lines) => (lines.some((line) => isNear(line, near) && NONE.test(line.text)) ? undefined : `the answer does not say that there is none (beside /${near.source}/)`) };
}

/** Free text on record: most of its words stand in the answer, in one stretch of it. */
export function textIs(recorded: string, share = 0.6): Expected {
  const wanted = [...new Set(plain(recorded).split(' ').filter((word) => word.length > 3))];
  return {
    text: `"${recorded.slice(0, 160)}"`,
    problem: (lines) => {
      const said = new Set(lines.flatMap((line) => plain(line.text).split(' ')));
      const found = wanted.filter((word) => said.has(word)).length;
      return wanted.length === 0 || found / wanted.length >= share ? undefined : `only ${found} of ${wanted.length} words of "${recorded.slice(0, 80)}" are there`;
    },
  };
}

export interface BooleanNeed {
  readonly value: boolean;
  readonly yes: RegExp;
  readonly no: RegExp;
  readonly near?: RegExp;
}

/** The lines about it say yes or no and not the opposite. `no` is looked for first, because "not on track" holds "on track". */
export function booleanIs({ value, yes, no, near }: BooleanNeed): Expected {
  const says = (line: ShownLine): boolean | undefined => (no.test(line.text) ? false : yes.test(line.text) ? true : undefined);
  return {
    text: value ? 'yes' : 'no',
    problem: (lines) => {
      const said = lines.filter((line) => isNear(line, near)).flatMap((line) => says(line) ?? []);
      if (said.length === 0) return 'neither yes nor no is said';
      return said[0] === value ? undefined : `it says ${said[0] ? 'yes' : 'no'}`;
    },
  };
}
