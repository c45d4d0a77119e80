import { describe, expect, test } from 'vitest';
import { readSlots } from '../../../src/agent/offline/slots/read-slots.ts';
import { normalise } from '../../../src/agent/offline/text/normalise.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { resolvePeriod } from '../../../src/shared/period.ts';

const TODAY = isoDate('2026-11-23');
const read = (text: string): ReturnType<typeof readSlots> => readSlots(normalise(text), TODAY);

describe('periods in words become period expressions', () => {
  test.each([
    ['since last summer', '2026-06-01..as_of'], ['in Q3', '2026-Q3'], ['over the past 90 days', '90D'], ['the last twelve months', '12M'], ['in the first half of 2025', '2025-H1'],
    ['YTD please', 'YTD'], ['so far this year', 'YTD'], ['my statement for October 2026', '2026-10'], ['in October', '2026-10'], ['in December', '2025-12'], ['last year', 'last_year'],
    ['over the last year', '1Y'], ['since inception', 'since_inception'], ['last quarter', 'last_quarter'], ['the fourth quarter of 2025', '2025-Q4'], ['between 3 March and 5 May 2026', '2026-03-03..2026-05-05'],
    ['March to June 2026', '2026-03-01..2026-06-30'], ['since 14 March 2026', '2026-03-14..as_of'], ['on 14 March 2026', '2026-03-14'], ['at the end of last year', '2025-12-31'],
    ['by this Friday', '2026-11-27'], ['tomorrow', '2026-11-24'], ['next Tuesday', '2026-12-01'], ['within the next 60 days', 'next_60D'], ['today', 'today'], ['a year ago', '2025-11-23'], ['since 2024', '2024-01-01..as_of'],
    ['for tax year 2025', '2025'], ['2026 to date', 'YTD'], ['over three years', '3Y'], ['past week', '1W'],
    ['in October last year', '2025-10'], ['in the first quarter of next year', '2027-Q1'], ['Q2 next year', '2027-Q2'], ['next January', '2027-01'], ['since the start of November', '2026-11-01..as_of'], ['since mid October', '2026-10-15..as_of'],
    ['since the end of October', '2026-10-31..as_of'], ['from the first of March to the end of May this year', '2026-03-01..2026-05-31'], ['the last week of September', '2026-09-24..2026-09-30'], ['the month before last', '2026-09'], ['in the spring of 2025', '2025-03-01..2025-05-31'],
  ])('%s', (text, expression) => {
    const [slot] = read(text).periods;
    expect(slot?.expression).toBe(expression);
    expect(() => resolvePeriod(expression, TODAY)).not.toThrow();
  });

  test('"the year before" waits for the period that was spoken of', () => {
    expect(read('and the year before?').periods[0]?.relative).toEqual({ count: -1, unit: 'Y' });
  });
});

describe('amounts, parts and counts keep their value and don\u2019t swallow each other', () => {
  test.each([
    ['50 grand', 50_000, undefined], ['$25k', 25_000, 'USD'], ['1.5 million', 1_500_000, undefined], ['25,000', 25_000, undefined], ['half a million dollars', 500_000, 'USD'],
    ['two hundred and fifty thousand pounds', 250_000, 'GBP'], ['5,000 euros', 5_000, 'EUR'], ['CHF 300', 300, 'CHF'],
  ])('%s', (text, value, currency) => {
    expect(read(text).amounts[0]).toEqual({ value, ...(currency && { currency }) });
  });

  test.each([['5 percent turnover', 0.05], ['no more than 10%', 0.1], ['25 bps', 0.0025], ['more than 3 points below', 0.03]])('%s', (text, fraction) => {
    expect(read(text)).toMatchObject({ percents: [fraction], amounts: [] });
  });

  test.each([['sell half of my position', 0.5], ['a third of it', 1 / 3], ['sell all of my shares', 1]])('%s', (text, part) => {
    expect(read(text).part).toBeCloseTo(part);
  });

  test.each([['my three best holdings', 3], ['top 5 performers', 5], ['last five transactions', 5], ['the three biggest detractors', 3]])('%s', (text, count) => {
    expect(read(text)).toMatchObject({ count, amounts: [] });
  });

  test('units are a quantity, years ahead a horizon, a crisis year a scenario', () => {
    expect(read('buy 40 shares')).toMatchObject({ quantity: 40, amounts: [] });
    expect(read('worth in 15 years')).toMatchObject({ years: 15, amounts: [] });
    expect(read('a crash like 2008')).toMatchObject({ scenario: '2008_crisis', amounts: [], periods: [] });
    expect(read('what if markets fell the way they did in early 2020')).toMatchObject({ scenario: 'covid_2020', amounts: [] });
    expect(read('what did I earn in 2022').scenario).toBeUndefined();
    expect(read('how much did it change over those three months')).toMatchObject({ amounts: [], periods: [] });
  });

  test.each([['recommendation 12', '12'], ['R-12', '12'], ['rec #7 please', '7'], ['accept recommendation number 41.', '41']])('%s', (text, number) => {
    expect(read(text).recommendationNumber).toBe(number);
  });

  test('currencies by name, code and pair, in order', () => {
    expect(read('from pounds to swiss francs').currencies).toEqual(['GBP', 'CHF']);
    expect(read('EUR/USD').currencies).toEqual(['EUR', 'USD']);
  });
});
