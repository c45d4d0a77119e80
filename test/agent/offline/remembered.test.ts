import { expect, test } from 'vitest';
import { remembered } from '../../../src/agent/offline/text/remembered.ts';

test('a text is read once, until many others have been read', () => {
  const read: string[] = [];
  const reading = remembered((text: string, day: string) => {
    read.push(`${text} ${day}`);
    return { text, day };
  });
  expect(reading('a', '1')).toBe(reading('a', '1'));
  expect(reading('a', '2')).toEqual({ text: 'a', day: '2' });
  expect(read).toEqual(['a 1', 'a 2']);
  for (let other = 0; other < 64; other += 1) reading(String(other), '1');
  reading('a', '1');
  expect(read.filter((one) => one === 'a 1')).toHaveLength(2);
});

test('an error is no reading', () => {
  let calls = 0;
  const failing = remembered(() => {
    calls += 1;
    throw new Error('unreadable');
  });
  expect(failing).toThrow('unreadable');
  expect(failing).toThrow('unreadable');
  expect(calls).toBe(2);
});
