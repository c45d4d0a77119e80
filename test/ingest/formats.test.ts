import { parse } from 'csv-parse/sync';
import fc from '../support/property.ts';
import { expect, test } from 'vitest';
import iconv from 'iconv-lite';
import { detectDateFormat, parseDay } from '../../src/ingest/date-format.ts';
import { DecimalMarkProof, noteSeparators, plainNumber, type DecimalMark } from '../../src/ingest/number-format.ts';
import { readTable } from '../../src/ingest/read-table.ts';
import { readText } from '../../src/ingest/read-text.ts';
import { rejectsCsv } from '../../src/ingest/rejects.ts';

function detectDecimalMark(texts: readonly string[]): DecimalMark {
  const proof = new DecimalMarkProof();
  for (const text of texts) proof.see(text);
  return proof.mark();
}

function thousandsSeparators(texts: readonly string[], mark: DecimalMark): string[] {
  const found = new Set<string>();
  for (const text of texts) noteSeparators(text, mark, found);
  return [...found].sort();
}

test('a decimal mark is proved by the numbers or refused, never guessed', () => {
  expect(detectDecimalMark(['1,234', '12,50'])).toBe(',');
  expect(detectDecimalMark(['1.234', '1.234,5'])).toBe(',');
  expect(detectDecimalMark(['1,234', '0.125'])).toBe('.');
  expect(detectDecimalMark(['1,234,567'])).toBe('.');
  expect(() => detectDecimalMark(['1,234', '2,500'])).toThrow(/thousands separator or a decimal mark/);
  expect(() => detectDecimalMark(['1,5', '2.5'])).toThrow(/decimal point and/);
});

test('numbers keep every digit, and malformed grouping is no number', () => {
  expect(plainNumber('1.234.567,12345678', ',')).toBe('1234567.12345678');
  expect(plainNumber('-1 234,5', ',')).toBe('-1234.5');
  expect(plainNumber("1'234.50", '.')).toBe('1234.50');
  expect(plainNumber('12,34', '.')).toBeUndefined();
  expect(plainNumber('1e5', '.')).toBeUndefined();
});

test('an order of day and month that the rows do not prove is refused', () => {
  expect(detectDateFormat(['03/04/2024', '13/04/2024'])).toBe('dmy');
  expect(detectDateFormat(['03/04/2024', '04/13/2024'])).toBe('mdy');
  expect(detectDateFormat(['03.04.2024'])).toBe('dmy');
  expect(() => detectDateFormat(['03/04/2024'])).toThrow(/day first or month first/);
  expect(() => detectDateFormat(['13/04/2024', '04/13/2024'])).toThrow(/is day first and/);
  expect(parseDay('29 February 2023', 'month-name')).toBeUndefined();
  expect(parseDay('Jan 1 2000', 'month-name')).toBe('2000-01-01');
});

test('a byte-order mark and well-formed UTF-8 prove the encoding; a stated one wins', async () => {
  const text = 'ticker;name\nMÜV2;Münchener Rück';
  expect(await readText(Buffer.from(text))).toEqual({ text, encoding: 'UTF-8', encodingBy: 'well-formed UTF-8' });
  expect((await readText(iconv.encode(text, 'windows-1252'), 'windows-1252')).text).toBe(text);
  expect(await readText(iconv.encode(text, 'UTF-16LE', { addBOM: true }))).toMatchObject({ text, encodingBy: 'byte-order mark' });
});

test('an encoding that nothing proves is reported with how sure the finding is', async () => {
  const found = await readText(iconv.encode('Münchener Rück, Société Générale, Crédit Agricole, L’Oréal, Nestlé, Škoda\n'.repeat(20), 'windows-1252'));
  expect(found.text).toContain('Société Générale');
  expect(found.encodingBy).toMatch(/^statistics, \d+ % sure$/);
});

test('thousands separators are named', () => {
  expect(thousandsSeparators(['1.234,5', "1'000", '12'], ',')).toEqual(["'", '.']);
  expect(thousandsSeparators(['1 234', '1,234'], '.')).toEqual([',', 'space']);
  expect(thousandsSeparators(['12.5'], '.')).toEqual([]);
});

test('a file without quotes reads the same by splitting as by parsing', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '1', '.', '-', ' ', 'ü'), maxLength: 5 });
  const line = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(','));
  await fc.assert(fc.asyncProperty(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), async (lines, end, isEnded) => {
    const text = ['date,symbol,close', ...lines].join(end) + (isEnded ? end : '');
    const parsed = parse(text, { delimiter: ',', bom: true, info: true, relax_column_count: true, skip_empty_lines: true }) as unknown as { record: string[] }[];
    const read = await readTable(text);
    expect(read.rows.map(({ cells }) => cells)).toEqual(parsed.slice(1).map(({ record }) => record));
    const source = text.split(end);
    for (const { line: at, cells } of read.rows) expect(source[at - 1]).toBe(cells.join(','));
  }), { numRuns: 200 });
});

test('a long file, read in parts, is the same as read at once: line ends of two characters, quoted line breaks, letters of several bytes', async () => {
  for (const [quote, end] of [['"', '\n'], ['"', '\r\n'], ['', '\r\n'], ['', '\r']] as const) {
    const name = (at: number) => (quote && at % 7 === 0 ? `Mün"",\nchen ${at}` : `😀Zürich ${at}`.slice(0, 8 + (at % 5)));
    const text = ['date,symbol,close', ...Array.from({ length: 9_000 }, (_, at) => `2024-01-02,${quote}${name(at)}${quote},${at}.5`)].join(end);
    const parsed = parse(text, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true }) as unknown as { record: string[]; info: { lines: number } }[];
    const { rows } = await readTable(text);
    expect(rows).toEqual(parsed.slice(1).map(({ record, info }) => ({ line: info.lines, cells: record })));
  }
  await expect(readTable(`date,symbol,close\n${'2024-01-02,"A",1\n'.repeat(9_000)}2024-01-02,"A"B,1\n`)).rejects.toThrow(/well-formed.*9002/);
});

test('a long file whose first letter beyond ASCII comes late is judged by that part of it', async () => {
  const found = await readText(iconv.encode('plain ascii, a line of it\n'.repeat(60_000) + 'Münchener Rück, Société Générale, Crédit Agricole, L’Oréal\n'.repeat(20), 'windows-1252'));
  expect(found.text).toContain('Société Générale');
});

test('reading a long file lets others have a turn every few milliseconds', async () => {
  const text = `date,symbol,close\n${'2024-01-02,AAA,12.3456\n'.repeat(200_000)}`;
  let turns = 0;
  const count = setInterval(() => { turns += 1; }, 0);
  await readTable(text);
  clearInterval(count);
  expect(turns).toBeGreaterThan(20);
});

test('the delimiter is the one under which the headers are known', async () => {
  expect(await readTable('date;symbol;close\n2024-01-02;"A;B";1,5\n')).toMatchObject({ delimiter: ';', rows: [{ line: 2, cells: ['2024-01-02', 'A;B', '1,5'] }] });
  await expect(readTable('a,b\n1,2\n')).rejects.toThrow(/No known column/);
});

test('a refused row cannot run as a formula in a spreadsheet', () => {
  const csv = rejectsCsv(['name', 'note'], [{ line: 2, field: 'name', reason: 'is empty', row: ['=cmd()', '@x, "y"'] }]);
  expect(csv).toBe('line,field,reason,name,note\r\n2,name,is empty,\'=cmd(),"\'@x, ""y"""\r\n');
});
