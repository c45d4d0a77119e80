import type { Answer, AnswerTable, Fact, LabelledFigure } from '../../../shared/answer.ts';
import type { Ask, SessionFacts } from '../types.ts';
import { dateInWords, factInWords, figureInWords, plain, valueInWords } from './format.ts';

/** Everything that a headline may draw on. */
export interface Saying {
  readonly answer: Answer;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly ask: Ask | undefined;
  readonly session: SessionFacts;
}

/** The figure of that key, or the first whose key starts with it and a colon (one per period). */
export function figureOf({ answer }: Saying, key: string): LabelledFigure | undefined {
  return answer.figures.find((figure) => figure.key === key) ?? answer.figures.find((figure) => figure.key.startsWith(`${key}:`));
}

export function factOf({ answer }: Saying, key: string): Fact | undefined {
  return answer.facts.find((fact) => fact.key === key);
}

/** A figure in words; undefined when the answer doesn't have it, so that the headline falls back. */
export function fig(saying: Saying, key: string): string | undefined {
  const figure = figureOf(saying, key);
  return figure && figureInWords(figure);
}

export function fact(saying: Saying, key: string): string | undefined {
  const found = factOf(saying, key);
  return found && factInWords(found);
}

export function tableOf({ answer }: Saying, key?: string): AnswerTable | undefined {
  return key ? answer.tables.find((table) => table.key === key) : answer.tables[0];
}

/** One cell of a row in words. */
export function cellOf(table: AnswerTable, rowIndex: number, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const index = table.columns.findIndex((column) => column.key === key);
    const value = table.rows[rowIndex]?.[index];
    if (index >= 0 && value !== null && value !== undefined) return valueInWords(value, table.columns[index]!.kind, table.columns[index]!.currency);
  }
  return undefined;
}

/** The names of a table's first rows, joined; a name is the first column that people read. */
export function namesIn(table: AnswerTable, most = 5): string {
  const preferred = ['ticker', 'client', 'clientName', 'name', 'portfolio', 'title', 'subject', 'label', 'bucket'];
  const key = preferred.find((wanted) => table.columns.some((column) => column.key === wanted)) ?? table.columns.find((column) => column.kind === 'name' || column.kind === 'text')?.key;
  if (!key) return '';
  const names = new Set(table.rows.map((_, index) => cellOf(table, index, key)).filter((name) => name !== undefined));
  return [...names].slice(0, most).join(', ');
}

const UNITS: Readonly<Record<string, string>> = { D: 'day', W: 'week', M: 'month', Q: 'quarter', Y: 'year' };

/** "2026-04-05..as_of" as "since 5 April 2026", "3Y" as "over 3 years". */
function spanInWords(text: string): string {
  return text
    .replaceAll(/\b(\d{4}-\d\d-\d\d)\.\.as_of\b/g, (_, from: string) => `since ${dateInWords(from)}`)
    .replaceAll(/\b(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)\b/g, (_, from: string, to: string) => `from ${dateInWords(from)} to ${dateInWords(to)}`)
    .replaceAll(/\b(\d{1,3})([DWMQY])\b/g, (_, count: string, unit: string) => (count === '1' ? `over the past ${UNITS[unit]}` : `over ${count} ${UNITS[unit]}s`));
}

/** A figure's label as people say it. */
export function spoken(label: string): string {
  return spanInWords(plain(label)).replaceAll(/\bYTD\b/g, 'this year so far').replaceAll(/\bQTD\b/g, 'this quarter so far').replaceAll(/\bMTD\b/g, 'this month so far').replaceAll(/\bWTD\b/g, 'this week so far');
}

/** "Core Growth", "Margaret Ellison", or "you": whose figures these are, from the answer's title where the tool says it. */
export function asOf({ answer }: Saying): string {
  return answer.asOf ? ` as of ${dateInWords(answer.asOf)}` : '';
}

/** Whose figures these are, as the tool's title says it: "Core Growth", or "your portfolios" for a client's whole. */
export function whose({ answer, session }: Saying): string {
  const label = /\b(?:of|for|in|with) (.+?)(?=,| over \d| from its | by (?:sector|region|country|currency|asset|return|contribution|gain)| on \d| that |:| ranked|$)/.exec(plain(answer.title))?.[1];
  if (!label) return 'it';
  return session.persona === 'client' && /^all portfolios\b/.test(label) ? 'your portfolios' : label;
}

export function titleOf({ answer }: Saying): string {
  return plain(answer.title);
}

/** "A; B; and C." from those parts that exist; undefined when none does. */
export function sentence(parts: readonly (string | undefined)[]): string | undefined {
  const found = parts.filter((part): part is string => Boolean(part)).map((part) => part.replace(/[.;]+$/, ''));
  if (found.length === 0) return undefined;
  const text = found.join('; ');
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
