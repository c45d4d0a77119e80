import { describe, expect, test } from 'vitest';
import { judge } from '../../src/eval/expect/expected.ts';
import { listIs } from '../../src/eval/expect/lists.ts';
import { numberIs } from '../../src/eval/expect/numbers.ts';
import { booleanIs, dateIs, nameIs, noneOnRecord, textIs } from '../../src/eval/expect/words.ts';
import { shownOf } from '../../src/eval/shown.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { givenAnswer } from './given-answer.ts';

const says = (answer: string, expected: Parameters<typeof judge>[0]) => judge(expected, shownOf(givenAnswer({ answer }))).met;

describe('figures count however they are written, and only when they are there', () => {
  const value = numberIs({ value: 930_364.48, unit: 'money', currency: 'USD' });
  test.each(['It is worth USD 930,364.48.', 'It is worth $930,364.', 'It is worth 930 364.48 USD.', 'About USD 930.4 thousand.', 'About $930k.', 'About USD 0.93 million.'])('"%s" is right', (answer) => expect(says(answer, value)).toBe(true));
  test.each(['It is worth USD 930,564.48.', 'It is worth EUR 930,364.48.', 'It is worth 930,364.48 %.', 'It is worth about USD 1 million.', 'It is worth a lot.'])('"%s" is wrong', (answer) => expect(says(answer, value)).toBe(false));

  test('percent is not a plain number, and its sign counts unless words say it', () => {
    const fall = numberIs({ value: -5.24, unit: 'percent' });
    expect([says('The return is -5.24 %.', fall), says('It lost 5.2 percent.', fall), says('The return is 5.24 %.', fall), says('The ratio is -5.24.', fall)]).toEqual([true, true, false, false]);
  });

  test('a count must stand beside what it counts', () => {
    const unread = numberIs({ value: 2, unit: 'count', near: /unread/i });
    expect([says('- Unread notifications: 2', unread), says('- Tickets: 2\n- Unread notifications: 3', unread)]).toEqual([true, false]);
  });

  test('nothing is said as a zero or in words', () => {
    const none = numberIs({ value: 0, unit: 'money', near: /gain/i });
    expect([says('The realised gain is USD 0.00.', none), says('There were no realised gains.', none), says('The realised gain is USD 12.00.', none)]).toEqual([true, true, false]);
  });

  test('the digits of a day are no figure', () => {
    expect(says('It was bought on 14 March 2026.', numberIs({ value: 14, unit: 'number' }))).toBe(false);
  });
});

describe('names, days, texts, yes and no', () => {
  test('days in their usual forms', () => {
    const day = dateIs(isoDate('2026-03-14'));
    expect(['on 2026-03-14', 'on 14 March 2026', 'on March 14, 2026', 'on 14.3.2026', 'on 15 March 2026'].map((answer) => says(answer, day))).toEqual([true, true, true, true, false]);
  });

  test('a name is a whole word, in any case and without accents', () => {
    expect([says('Held: novalight SEMICONDUCTORS', nameIs(['Novalight Semiconductors'])), says('marie lefevre', nameIs(['Marie Lefèvre'])), says('NVLTX', nameIs(['NVLT']))]).toEqual([true, true, false]);
  });

  test('"not on track" is no, though it holds "on track"', () => {
    const onTrack = (value: boolean) => booleanIs({ value, near: /track/, yes: /on track/, no: /not on track/ });
    expect([says('The goal is not on track.', onTrack(true)), says('The goal is not on track.', onTrack(false)), says('The goal is on track.', onTrack(true))]).toEqual([false, true, true]);
  });

  test('recorded text may be worded round, not replaced', () => {
    const reason = textIs('The weights have moved away from the targets of the mandate.');
    expect([says('Why: the weights moved away from the mandate targets, and have done so for long.', reason), says('Why: the client needs cash.', reason)]).toEqual([true, false]);
  });

  test('an empty record must be said to be empty', () => {
    expect([says('There are no tickets.', noneOnRecord(/ticket/i)), says('Your tickets are below.', noneOnRecord(/ticket/i))]).toEqual([true, false]);
  });
});

describe('lists: all members, nobody else, in order where it counts', () => {
  const members = ['AAA', 'BBB'].map((label) => ({ label, names: [[label]] }));
  const table = (...tickers: string[]) => `**Holdings**\n\n| Ticker | Value |\n|---|---|\n${tickers.map((ticker) => `| ${ticker} | 1 |`).join('\n')}`;

  test('a missing member and a stranger are both wrong; a total is no stranger', () => {
    const list = listIs({ members, what: /holding/i });
    expect([says(table('AAA', 'BBB'), list), says(table('AAA'), list), says(table('AAA', 'BBB', 'CCC'), list), says(table('AAA', 'BBB', 'Total'), list)]).toEqual([true, false, false, true]);
  });

  test('the order is judged, in rows and in a sentence', () => {
    const ordered = listIs({ members, what: /holding/i, isOrdered: true });
    expect([says(table('BBB', 'AAA'), ordered), says('Best: AAA, then BBB.', ordered), says('Best: BBB, then AAA.', ordered)]).toEqual([false, true, false]);
  });

  test('of a longer ranking the words may name the members', () => {
    const top = listIs({ members, what: /holding/i, isTop: true, others: ['CCC'] });
    expect([says(`The two best are AAA and BBB.\n\n${table('AAA', 'BBB', 'CCC')}`, top), says(table('AAA', 'BBB', 'CCC'), top)]).toEqual([true, false]);
  });

  test('two alike need two rows', () => {
    const twice = listIs({ members: [members[0]!, members[0]!], what: /holding/i });
    expect([says(table('AAA', 'AAA'), twice), says(table('AAA'), twice)]).toEqual([true, true].map((_, index) => index === 0));
  });

  test('what only the page draws counts, and is remarked', () => {
    const drawn = givenAnswer({ answer: 'Here they are.', tables: [{ key: 'k', title: 'Holdings', total: 2, method: '', columns: [{ key: 't', label: 'Ticker', kind: 'text' }], rows: [['AAA'], ['BBB']] }] });
    expect(judge(listIs({ members, what: /holding/i }), shownOf(drawn))).toMatchObject({ met: true, onlyInTable: true });
  });
});
