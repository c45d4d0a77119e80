import { expect, test } from 'vitest';
import { csvText } from '../../../src/data/records/csv-text.ts';

test('text that a spreadsheet would run is harmless, numbers stay numbers', () => {
  expect(csvText([['=1+1', '+cmd', '-2+3', '@sum', ' =x', '\t=x']])).toBe("'=1+1,'+cmd,'-2+3,'@sum,' =x,'\t=x\r\n");
  expect(csvText([['-12.50', -3, 0.5, true, null]])).toBe('-12.50,-3,0.5,true,\r\n');
});

test('quotes, commas and line breaks survive', () => {
  expect(csvText([['a "b"', 'c,d', 'e\nf']])).toBe('"a ""b""","c,d","e\nf"\r\n');
});
