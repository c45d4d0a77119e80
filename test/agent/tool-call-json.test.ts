import { expect, test } from 'vitest';
import { parseToolArguments } from '../../src/agent/tool-call-json.ts';
import { AppError } from '../../src/shared/errors.ts';

test('a complete object is read as it stands; no text at all is an empty object', () => {
  expect(parseToolArguments('{"a": 1, "b": {"a": 2}, "c": ["a", {"a": "x\\"y:"}]}')).toEqual({ a: 1, b: { a: 2 }, c: ['a', { a: 'x"y:' }] });
  expect(parseToolArguments('')).toEqual({});
});

test.each(['{"a": 1', '{"amount": 100, "amount": 100000}', '{"a": {"b": 1, "b": 2}}', '[1]', '"x"', 'null', '{"a": 1} {"b": 2}', '{"a": tru}'])('%s is refused and never repaired', (text) => {
  expect(() => parseToolArguments(text)).toThrow(AppError);
});

test('the refusal does not echo what was sent', () => {
  expect(() => parseToolArguments('{"secret-value": 1')).toThrow(/^(?!.*secret-value)/);
});

test.each([['a null character', '{"name":"a\\u0000b"}'], ['half a surrogate pair', '{"name":"\\ud800"}'], ['half a pair in a key', '{"\\udc00":1}'], ['deep inside', '{"a":[{"b":"\\u0000"}]}']])('%s is no text: databases would refuse it, each at another place', (_, raw) => {
  expect(() => parseToolArguments(raw)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
});
