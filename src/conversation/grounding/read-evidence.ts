import type { Answer, AnswerColumn, AnswerTable, Cell } from '../../shared/answer.ts';
import { entityKind, OWNING_KINDS, type EntityName } from './entity-names.ts';
import type { Evidence, EvidenceIndex, EvidenceKind } from './evidence-index.ts';
import { CURRENCY_CODES, readFigures } from './written-figure.ts';

interface Source {
  readonly invocationId: string;
  readonly toolName: string;
}

const DAY = /^(\d{4}-\d\d-\d\d)(?:T|$)/;

/** Takes everything out of an answer that a sentence may cite. */
export function readAnswer(index: EvidenceIndex, source: Source, answer: Answer): void {
  readNames(index, answer);
  const subjects = subjectsOf(index, answer);
  const days = daysOf(answer);
  const basis = { index, source, answer, subjects, days };
  for (const day of days) index.addDate(day);
  for (const figure of answer.figures) {
    readText(index, `${figure.label}\n${figure.method}\n${figure.reason ?? ''}\n${figure.quality?.join('\n') ?? ''}`, figure.label, figure.asOf, true);
    index.addPhrase(figure.label);
    readPeriodKey(index, figure.key);
    if (figure.value === null) continue;
    const own = index.names.mentionsIn(figure.label);
    addNumber(index, { value: figure.value, unit: figure.unit, currency: figure.currency, key: figure.key, label: figure.label, about: own.length > 0 ? [...own, ...subjects] : subjects, days: [...days, figure.asOf], asOf: figure.asOf, method: figure.method, source, title: answer.title });
  }
  for (const fact of answer.facts) {
    index.addPhrase(fact.label);
    if (typeof fact.value !== 'string') continue;
    index.addPhrase(fact.value);
    const day = fact.kind === 'date' ? DAY.exec(fact.value)?.[1] : undefined;
    if (day) index.addDate(day, { ...source, label: fact.label, value: fact.value, unit: 'date', asOf: answer.asOf, method: '' });
    else readText(index, fact.value, fact.label, answer.asOf, false);
  }
  for (const text of [answer.title, ...answer.caveats, ...answer.charts.map((chart) => chart.title ?? '')]) readText(index, text, 'Note', answer.asOf, true);
  for (const table of answer.tables) readTable(table, basis);
  addNumber(index, { value: answer.tables.length, unit: 'count', key: 'tables', label: 'Tables', about: [], days: [], asOf: answer.asOf, method: '', source, title: '' });
}

/** Numbers, dates and identifiers in prose. */
export function readText(index: EvidenceIndex, text: string, label: string, asOf: string, phrases: boolean): void {
  index.addWords(text);
  if (phrases) for (const line of text.split('\n')) index.addPhrase(line);
  for (const written of readFigures(text)) {
    if (written.kind === 'date') index.addDate(written.date!);
    else if (written.kind === 'name' || written.kind === 'other') continue;
    else index.addNumber({ kind: written.kind, value: written.negative ? -written.value : written.value, currency: written.currencies?.length === 1 ? written.currencies[0] : undefined, durationUnit: written.durationUnit, label, about: [], days: [], asOf, isText: true });
  }
}

/** "return:1Y" speaks of one year and of twelve months. */
function readPeriodKey(index: EvidenceIndex, key: string): void {
  const period = /(?:^|:)(\d+)([YMWD])\b/i.exec(key);
  if (!period) return;
  index.addWords(period[0].replace(':', ''));
  readText(index, durationsOf(Number(period[1]), period[2]!.toUpperCase()), 'Period', '', false);
}

function durationsOf(count: number, unit: string): string {
  if (unit === 'Y') return `${count} years, ${count * 12} months`;
  if (unit === 'M') return `${count} months${count % 12 === 0 ? `, ${count / 12} years` : ''}`;
  return unit === 'W' ? `${count} weeks, ${count * 7} days` : `${count} days`;
}

function readNames(index: EvidenceIndex, answer: Answer): void {
  for (const fact of answer.facts) if (fact.kind === 'name' && typeof fact.value === 'string') nameFrom(index, entityKind(fact.key), fact.value);
  for (const table of answer.tables) {
    table.columns.forEach((column, at) => {
      if (!isNaming(column, table)) return;
      for (const row of table.rows) if (typeof row[at] === 'string' && row[at] !== '') nameFrom(index, entityKind(`${column.key}${column.kind === 'name' ? ` ${column.label}` : ''}`, table.key), row[at]);
    });
  }
  const title = /(?:\bof|\bfor|\bin|:|\u00b7|\u2013|\u2014)\s+((?:[\p{Lu}\d][\p{L}\d'&.-]*)(?:\s+(?:&|and|[\p{Lu}\d][\p{L}\d'&.-]*))+)/u.exec(answer.title)?.[1];
  if (title && !/^\d{4}|^Q\d/.test(title)) nameFrom(index, answer.facts.some((fact) => fact.kind === 'name' && fact.value === title) ? 'client' : /portfolio/i.test(title) ? 'portfolio' : 'title', title);
}

/** "Apple Inc (AAPL)" is known by both. */
function nameFrom(index: EvidenceIndex, kind: string, text: string): void {
  const both = /^(.+?)\s*\(([A-Z\d.]{1,8})\)$/.exec(text);
  for (const name of both ? [both[1]!, both[2]!] : [text]) index.names.add(kind, name);
}

function isNaming(column: AnswerColumn, table: AnswerTable): boolean {
  if (column.kind === 'name') return true;
  return column.kind === 'text' && (/ticker|symbol|bucket|assetClass|sector|name|goal|portfolio|client|account/i.test(column.key) || table.columns.indexOf(column) === 0) && !/status|currency/i.test(column.key);
}

function subjectsOf(index: EvidenceIndex, answer: Answer): readonly EntityName[] {
  const named = answer.facts.flatMap((fact) => (fact.kind === 'name' && typeof fact.value === 'string' && /^(?:portfolio|client|security|goal|ticker|account|symbol|name)(?:Name)?$/i.test(fact.key) ? index.names.mentionsIn(fact.value) : []));
  return [...named, ...index.names.mentionsIn(answer.title)].map(({ kind, name }) => ({ kind, name }));
}

function daysOf(answer: Answer): string[] {
  const texts = [answer.asOf, answer.title, ...answer.figures.map((figure) => `${figure.label} ${figure.method}`), ...answer.facts.map((fact) => (fact.kind === 'date' ? String(fact.value) : ''))];
  return [...new Set(readFigures(texts.join(' \n ')).flatMap((written) => (written.date ? [written.date] : [])))];
}

interface Basis {
  readonly index: EvidenceIndex;
  readonly source: Source;
  readonly answer: Answer;
  readonly subjects: readonly EntityName[];
  readonly days: readonly string[];
}

function readTable(table: AnswerTable, { index, source, answer, subjects, days }: Basis): void {
  readText(index, `${table.title}\n${table.method}\n${table.columns.map((column) => column.label).join('\n')}`, table.title, answer.asOf, true);
  const shared = { days, asOf: answer.asOf, method: table.method, source, title: answer.title };
  for (const count of new Set([table.total, table.rows.length])) addNumber(index, { ...shared, value: count, unit: 'count', key: `${table.key}.rows`, label: table.title, about: subjects });
  const currencyAt = table.columns.findIndex((column) => /currency/i.test(`${column.key}`));
  for (const row of table.rows) {
    // "Advisory fee, Core Growth" makes the row that portfolio's, though the column holds texts.
    const names = table.columns.flatMap((column, at) => ((isNaming(column, table) || column.kind === 'text') && typeof row[at] === 'string' ? index.names.mentionsIn(capitalised(row[at])) : [])).map(({ kind, name }) => ({ kind, name }));
    const own = new Set(names.map((name) => name.kind));
    // A row about one security of a portfolio belongs to both; a row about one portfolio of a client's isn't about the others in the title.
    const about = [...names, ...subjects.filter((subject) => !own.has(subject.kind))];
    const rowDays = row.flatMap((cell) => (typeof cell === 'string' ? DAY.exec(cell)?.[1] ?? /^\d{4}-\d\d$/.exec(cell)?.[0] ?? [] : []));
    table.columns.forEach((column, at) => readCell(index, row[at] ?? null, { ...shared, column, table, about, days: [...days, ...rowDays], rowCurrency: currencyAt >= 0 ? row[currencyAt] : undefined }));
  }
  countRows(index, table, { ...shared, about: subjects });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

type Shared = Pick<Basis, 'source' | 'days'> & { readonly about: readonly EntityName[]; readonly asOf: string; readonly method: string; readonly title: string };

function readCell(index: EvidenceIndex, cell: Cell, place: Shared & { readonly column: AnswerColumn; readonly table: AnswerTable; readonly rowCurrency: Cell | undefined }): void {
  const { column, table } = place;
  if (cell === null || typeof cell === 'boolean') return;
  const isNumber = !['text', 'name', 'date', 'boolean', 'id'].includes(column.kind);
  if (isNumber) {
    const currency = column.currency ?? (typeof place.rowCurrency === 'string' && CURRENCY_CODES.includes(place.rowCurrency) ? place.rowCurrency : undefined);
    addNumber(index, { ...place, value: cell, unit: column.kind, currency, key: `${table.key}.${column.key}`, label: column.label });
    return;
  }
  const day = DAY.exec(String(cell))?.[1];
  if (day) index.addDate(day, { ...place.source, label: column.label, value: String(cell), unit: 'date', asOf: place.asOf, method: place.method });
  else if (typeof cell === 'number') addNumber(index, { ...place, value: cell, unit: 'number', currency: undefined, key: column.key, label: column.label });
  else {
    index.addPhrase(cell);
    readText(index, cell, column.label, place.asOf, false);
  }
}

/** How many rows share a value, rise or fall, and what a whole column adds up to. */
function countRows(index: EvidenceIndex, table: AnswerTable, shared: Shared): void {
  if (table.rows.length < 2) return;
  table.columns.forEach((column, at) => {
    const cells = table.rows.map((row) => row[at] ?? null);
    const groups = new Map<string, number>();
    for (const cell of cells) {
      const numeric = ['money', 'fraction', 'number', 'bps'].includes(column.kind) && cell !== null;
      const group = numeric ? (Number(cell) < 0 ? 'below zero' : 'above zero') : ['text', 'boolean', 'name'].includes(column.kind) ? String(cell) : undefined;
      if (group !== undefined) groups.set(group, (groups.get(group) ?? 0) + 1);
    }
    for (const [group, count] of groups) addNumber(index, { ...shared, value: count, unit: 'count', key: `${table.key}.${column.key}.count`, label: `${table.title}: ${column.label} ${group}` });
    if ((column.kind === 'money' || column.kind === 'fraction' || column.kind === 'units') && table.total === table.rows.length && (column.kind !== 'money' || column.currency)) {
      addNumber(index, { ...shared, value: cells.reduce<number>((sum, cell) => sum + Number(cell ?? 0), 0), unit: column.kind, currency: column.currency, key: `${table.key}.${column.key}.total`, label: `Total of ${column.label}`, isTotal: true });
    }
  });
}

interface NumberPlace extends Shared {
  readonly value: string | number;
  readonly unit: AnswerColumn['kind'];
  readonly currency?: string | undefined;
  readonly key: string;
  readonly label: string;
  readonly isTotal?: boolean;
}

function addNumber(index: EvidenceIndex, place: NumberPlace): void {
  const value = Number(place.value);
  if (!Number.isFinite(value)) return;
  const kind: EvidenceKind = place.unit === 'money' || place.unit === 'price' ? 'money' : place.unit === 'fraction' || place.unit === 'bps' ? 'rate' : place.unit === 'days' || place.unit === 'years' ? 'duration' : 'number';
  const owner = place.about.filter((name) => OWNING_KINDS.includes(name.kind)).map((name) => name.name).join('|');
  const evidence: Evidence = {
    kind, value: place.unit === 'bps' ? value / 1e4 : value, currency: place.currency, durationUnit: kind === 'duration' ? place.unit.slice(0, -1) : undefined,
    label: place.label, about: place.about, days: place.days, asOf: place.asOf, series: `${place.source.toolName} ${place.title.replace(/[\d-]+/g, '')} ${place.key} ${owner} ${place.about.map((name) => name.name).join('|')}`, ...(place.isTotal ? { isTotal: true } : {}),
    source: { ...place.source, label: place.label, value: place.value, unit: place.unit, ...(place.currency ? { currency: place.currency } : {}), asOf: place.asOf, method: place.method },
  };
  index.addNumber(evidence);
  // Records that carry fractions under a plain number's kind.
  if (place.unit === 'number' && Math.abs(value) <= 2 && /fraction|percent|weight|confidence|probab/i.test(place.key)) index.addNumber({ ...evidence, kind: 'rate' });
}
