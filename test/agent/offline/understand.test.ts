import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { intentOf } from '../../../src/agent/offline/intents/classify.ts';
import { understand } from '../../../src/agent/offline/understand.ts';
import type { Persona } from '../../../src/agent/offline/types.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { fill, findNames } from './name-fixture.ts';
import { PARAPHRASES } from './paraphrases.ts';

const TODAY = isoDate('2026-11-23');

function intents(text: string, persona: Persona): string[] {
  return understand(text, findNames(text), { persona, today: TODAY }).asks.map(({ topic }) => intentOf(topic));
}

test('requests in people\u2019s own words find their intent at least nine times in ten', () => {
  const missed = PARAPHRASES.filter(([persona, text, intent]) => !intents(text, persona).includes(intent));
  expect(missed.length).toBeLessThanOrEqual(PARAPHRASES.length / 10);
  expect(PARAPHRASES.length).toBeGreaterThanOrEqual(150);
});

test('several asks in one message are all seen, and one ask stays one', () => {
  expect(intents('Is my KYC still valid, and what is the status of my support ticket?', 'client')).toEqual(['kyc_status', 'support_ticket']);
  expect(intents('What is Core Growth worth? How has it done this year?', 'client')).toEqual(['portfolio_value', 'performance_return']);
  expect(intents('What were my short-term and long-term gains in 2025?', 'client')).toEqual(['tax_gains']);
});

test('misspelt words are understood', () => {
  expect(intents('What dividneds did I recieve last year?', 'client')).toContain('dividend_income');
  expect(intents('show the volatlity of my portfolo', 'client')).toContain('risk_metrics');
});

interface QuestionFile {
  readonly cases: readonly { readonly id: string; readonly persona: Persona; readonly turns: readonly string[]; readonly intent: string }[];
}

const FILE = process.env['STEWARD_QUESTIONS_FILE'] ?? '';

test.runIf(existsSync(FILE))('the questions file at hand finds its intents', () => {
  const { cases } = JSON.parse(readFileSync(FILE, 'utf8')) as QuestionFile; // a development file in a known format
  const plain = cases.filter(({ intent, turns }) => turns.length === 1 && !['unsafe_request', 'out_of_scope'].includes(intent));
  const found = plain.filter(({ persona, turns, intent }) => intents(fill(turns[0]!), persona).includes(intent));
  expect(found.length / plain.length).toBeGreaterThanOrEqual(0.9);
});
