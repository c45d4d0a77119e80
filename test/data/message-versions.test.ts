import { expect, test } from 'vitest';
import { messageVersions, type VersionedMessage } from '../../src/data/conversations/message-versions.ts';

/** A question with its answer: two messages with the ids q1 and a1. */
function asked(number: number, content: string, answer = 'Yes.', parentMessageId: string | null = null): VersionedMessage[] {
  return [
    { id: `q${number}`, role: 'user', content, status: 'completed', parentMessageId },
    { id: `a${number}`, role: 'assistant', content: answer, status: answer === '' ? 'failed' : 'completed', parentMessageId: `q${number}` },
  ];
}

const versionsOf = (all: readonly VersionedMessage[], shown: readonly string[]) => Object.fromEntries(messageVersions(all, all.filter(({ id }) => shown.includes(id))));

test('one wording asked again has versions of its answer, another wording versions of the question, each wording by its shown or else newest question', () => {
  const all = [...asked(1, 'How much?'), ...asked(2, 'How much?'), ...asked(3, 'How many?'), ...asked(4, 'How many?')];
  expect(versionsOf(all, ['q1', 'a1'])).toEqual({ q1: ['q1', 'q4'], a1: ['a1', 'a2'] });
  expect(versionsOf(all, ['q3', 'a3'])).toEqual({ q3: ['q2', 'q3'], a3: ['a3', 'a4'] });
});

test('an answer that failed with nothing to read is no version, unless it is what is shown', () => {
  const all = [...asked(1, 'How much?', ''), ...asked(2, 'How much?')];
  expect(versionsOf(all, ['q2', 'a2'])).toEqual({});
  expect(versionsOf(all, ['q1', 'a1'])).toEqual({ a1: ['a1', 'a2'] });
});

test('the same words at another place of the conversation are another question', () => {
  const all = [...asked(1, 'How much?'), ...asked(2, 'How much?', 'No.', 'a1')];
  expect(versionsOf(all, ['q1', 'a1', 'q2', 'a2'])).toEqual({});
});
