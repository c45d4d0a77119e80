import { describe, expect, test } from 'vitest';
import { BENIGN, OUTSIDE, REFUSED } from './policy-cases.ts';
import { play } from './scripted-turn.ts';

describe('what must be refused is refused, without a tool that touches data', () => {
  test.each(REFUSED)('%s: %s', async (persona, text, reason) => {
    const [turn] = await play([text], persona);
    expect(turn!.outcome).toEqual({ kind: 'refused', reason });
    expect(turn!.calls.filter(({ name }) => name !== 'find_names')).toEqual([]);
  });
});

describe('look-alikes are answered', () => {
  test.each(BENIGN)('%s: %s', async (persona, text) => {
    const [turn] = await play([text], persona);
    expect(turn!.outcome.kind).not.toBe('refused');
    expect(turn!.outcome.kind).not.toBe('out_of_scope');
  });
});

describe('what has nothing to do with the product is said to be outside, without any call', () => {
  test.each(OUTSIDE)('%s: %s', async (persona, text) => {
    const [turn] = await play([text], persona);
    expect(turn!.outcome.kind).toBe('out_of_scope');
    expect(turn!.calls).toEqual([]);
  });
});

describe('one question when the answer depends on what was not said', () => {
  test.each([
    ['client', 'Rebalance my portfolio', 'two_portfolios'], ['client', 'How much did I make?', 'missing_period'], ['client', 'Buy AAPL in Core Growth', 'missing_amount'],
    ['advisor', "Show Tobias's holdings", 'same_name'], ['advisor', 'What is the return of Zebulon Quackenbush this year?', 'unknown_client'], ['client', 'Sell it', 'missing_reference'],
    ['client', 'Why did it fall?', 'missing_reference'], ['client', 'How did it do last year?', 'missing_reference'], ['advisor', 'When did I last meet her?', 'missing_reference'],
    ['client', 'Transfer some money to my savings account', 'missing_amount'], ['client', 'Increase my monthly contribution', 'missing_amount'], ['client', 'Sell some of my AAPL in Core Growth', 'missing_amount'],
  ] as const)('%s: %s', async (persona, text, ambiguity) => {
    const [turn] = await play([text], persona);
    expect(turn!.outcome).toEqual({ kind: 'clarify', ambiguity });
    expect(turn!.text.match(/\?/g)).toHaveLength(1);
  });
});
