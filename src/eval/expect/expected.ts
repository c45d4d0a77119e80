import type { Shown, ShownLine } from '../shown.ts';

/** What an answer must say, and the judgement of whether it does. */
export interface Expected {
  /** For the report: "USD 1,234.50", "3 of: AAA, BBB, CCC". */
  readonly text: string;
  /** Undefined when the lines say it; otherwise why they do not. */
  readonly problem: (lines: readonly ShownLine[]) => string | undefined;
  /** For lists: whether any member is given away, where none may be. */
  readonly parts?: (lines: readonly ShownLine[]) => boolean;
}

export interface FactVerdict {
  readonly met: boolean;
  /** The fact stands in the page's table and not in the words. */
  readonly onlyInTable: boolean;
  readonly expected: string;
  readonly problem?: string;
}

/** Judges the words first and then what the page draws as tables beside them. */
export function judge(expected: Expected, shown: Shown): FactVerdict {
  const inWords = expected.problem(shown.lines);
  if (inWords === undefined) return { met: true, onlyInTable: false, expected: expected.text };
  const untabled = shown.lines.filter(({ table }) => table === undefined);
  if (expected.problem([...untabled, ...shown.tableLines]) === undefined) return { met: true, onlyInTable: true, expected: expected.text };
  return { met: false, onlyInTable: false, expected: expected.text, problem: inWords };
}

/** Any of several readings of the question will do. */
export function anyOf(readings: readonly Expected[]): Expected {
  return {
    text: [...new Set(readings.map(({ text }) => text))].join(' or '),
    problem: (lines) => {
      const problems = readings.map((reading) => reading.problem(lines));
      return problems.includes(undefined) ? undefined : [...new Set(problems)].join('; ');
    },
  };
}

export function allOf(parts: readonly Expected[]): Expected {
  return { text: parts.map(({ text }) => text).join('; '), problem: (lines) => parts.flatMap((part) => part.problem(lines) ?? []).join('; ') || undefined };
}

/** A computed outlook is worth nothing without what it assumes. */
export function withAssumptions(expected: Expected, assumption = /assum|expected (?:yearly )?return|inflation|volatility|a year|per year|paths|seed|shock/i): Expected {
  return allOf([expected, { text: 'with its assumptions', problem: (lines) => (lines.some((line) => assumption.test(`${line.context} ${line.text}`)) ? undefined : 'the assumptions are not stated') }]);
}

export function isNear(line: ShownLine, near: RegExp | undefined): boolean {
  return !near || near.test(`${line.context} ${line.text}`);
}
