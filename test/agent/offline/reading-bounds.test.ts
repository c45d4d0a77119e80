import { expect, test } from 'vitest';
import { splitClauses } from '../../../src/agent/offline/clauses.ts';
import { unknownPersons } from '../../../src/agent/offline/persons.ts';
import { readMessage } from '../../../src/agent/offline/text/long-message.ts';
import { normalise } from '../../../src/agent/offline/text/normalise.ts';
import { understand } from '../../../src/agent/offline/understand.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { findNames } from './name-fixture.ts';

const TODAY = isoDate('2026-11-23');
const CLIENT = { persona: 'client', today: TODAY } as const;

test('a very long message is read by its first sentences, and a text to be kept stays whole', () => {
  const sentence = 'What is my portfolio worth and how did it do last year? ';
  const long = readMessage(sentence.repeat(200));
  expect(long.isCut).toBe(true);
  expect(long.text.length).toBeLessThanOrEqual(3_000);
  expect(long.text.endsWith('?')).toBe(true);
  expect(readMessage(sentence)).toEqual({ text: sentence, isCut: false });
  const note = `Log a call with Anna: ${'we spoke about the plan. '.repeat(200)}`;
  expect(readMessage(note)).toEqual({ text: note, isCut: false });
});

test.each([
  ['questions', 'What is my portfolio worth and how did Core Growth do last year, please tell me about the fees as well. '],
  ['misspelt words', 'loremm ipsumx dolorr sitt ametcon '],
  ['one word', 'a'.repeat(100)],
  ['names', 'A Great Person Called Thaddeus Brockelhurst '],
])('eight thousand characters of %s take little time', (_, piece) => {
  const text = readMessage(piece.repeat(Math.ceil(8_000 / piece.length)).slice(0, 8_000)).text;
  const names = findNames(text);
  understand(text, names, CLIENT);
  const before = process.cpuUsage();
  understand(text, names, CLIENT);
  const { user, system } = process.cpuUsage(before);
  // Patterns that run away take minutes; what it costs otherwise is for the bench.
  expect((user + system) / 1_000).toBeLessThan(1_000);
});

test('what is typed on a phone is read in full', () => {
  expect(normalise('hw mch hv i lst this yr')).toBe(' how much have i lost this year ');
  expect(normalise('lst month pls')).toBe(' last month please ');
  expect(normalise('how r my funds, R-12')).toBe(' how are my funds r 12 ');
});

test('another first name before a known last name is another person', () => {
  expect(unknownPersons('am I allowed to see Zelda @client\u2019s account')).toContain('Zelda');
  expect(unknownPersons('please show the account of @client')).toEqual([]);
  expect(splitClauses('please show the account of @client')).toHaveLength(1);
});
