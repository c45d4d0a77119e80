import { expect, test } from 'vitest';
import { createSentenceGate } from '../../../src/conversation/grounding/sentence-gate.ts';
import { answer, type Answer } from '../../../src/shared/answer.ts';
import { isoDate } from '../../../src/shared/calendar.ts';

function income(value: string, day: string): Answer {
  const asOf = isoDate(day);
  return answer({ title: 'Income of House Fund', asOf, figures: [{ key: 'dividendTotal', label: 'Dividends', value, unit: 'money', currency: 'USD', asOf, method: 'paid in the period' }] });
}

const source = (invocationId: string) => ({ invocationId, toolName: 'get_income' });
const SENTENCE = 'Dividends come to USD 2,551.01.';

test('an older period that this question asked for is no stale figure beside the newer one of the turn before', () => {
  const gate = createSentenceGate({ allowedHosts: [], privateText: '' });
  gate.addEvidence(source('before'), income('2519.05', '2026-06-30'), true);
  gate.addEvidence(source('now'), income('2551.01', '2025-06-30'));
  expect([...gate.push(SENTENCE), ...gate.finish()].map(({ text }) => text).join('').trim()).toBe(SENTENCE);
});

test('a figure of an earlier turn stays stale beside a newer one', () => {
  const gate = createSentenceGate({ allowedHosts: [], privateText: '' });
  gate.addEvidence(source('before'), income('2551.01', '2025-06-30'), true);
  gate.addEvidence(source('now'), income('2519.05', '2026-06-30'));
  expect([...gate.push(SENTENCE), ...gate.finish()].map(({ text }) => text).join('')).not.toContain('2,551.01');
});
