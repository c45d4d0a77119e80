import { expect, test } from 'vitest';
import { namesAnswer, plainTools, play } from './scripted-turn.ts';

const misfit = (tool: string, complaint: string): unknown => ({ error: 'invalid-input', message: `The arguments do not fit ${tool}. ${complaint}.`, hint: 'Correct the named fields and call it again.' });

test('a call that does not fit is corrected once, as the tool asks', async () => {
  let attempts = 0;
  const [turn] = await play(['How far off target are my stocks?'], 'client', (name, args) => {
    if (name !== 'get_drift') return plainTools(name, args);
    attempts += 1;
    return args['assetClass'] === 'equity_shares' ? plainTools(name, args) : misfit(name, 'assetClass: must be one of equity_shares, bonds');
  });
  expect(attempts).toBe(2);
  expect(turn!.calls.at(-1)).toEqual({ name: 'get_drift', args: { assetClass: 'equity_shares' } });
  expect(turn!.text).not.toContain('do not fit');
});

test('a second misfit is reported, not tried for ever', async () => {
  const [turn] = await play(['What fees have I paid this year?'], 'client', (name, args) => (name === 'find_names' ? namesAnswer(String(args['text'])) : misfit(name, 'period: must be one of a, b')));
  expect(turn!.calls.filter(({ name }) => name === 'get_fees')).toHaveLength(2);
});
