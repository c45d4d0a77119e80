import { expect, test } from 'vitest';
import { understand } from '../../../src/agent/offline/understand.ts';
import type { Persona } from '../../../src/agent/offline/types.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { BOOK_WAYS } from './topics/book.ts';
import { MONEY_WAYS } from './topics/money.ts';
import { PORTFOLIO_WAYS } from './topics/portfolio.ts';
import { SERVICE_WAYS } from './topics/service.ts';

const TODAY = isoDate('2026-11-23');
/** Least share of the ways to say a thing that must be read as it. */
const LEAST = 0.93;
/** Topics that only staff ask about. */
const STAFF = new Set(['not_contacted', 'log_interaction', 'add_note', 'book_summary', 'book_ranking', 'book_screen', 'marketing', 'tag_add', 'message_send', 'alternatives_compare', 'workflows', 'scheduled_jobs', 'compliance_checks', 'client_sentiment']);

function waysOf(groups: Readonly<Record<string, string>>): [topic: string, text: string][] {
  return Object.entries(groups).flatMap(([topic, lines]) => lines.split(/[|\n]/).map((text) => text.trim()).filter(Boolean).map((text): [string, string] => [topic, text.replace(/\bdate\b/, '14 March 2026')]));
}

function personaOf(topic: string, text: string): Persona {
  return STAFF.has(topic) || /@client|my book|my clients|of my people|in my book/.test(text) ? 'advisor' : 'client';
}

test('what people ask for is recognised in most of the ways in which they say it', () => {
  const ways = waysOf({ ...PORTFOLIO_WAYS, ...MONEY_WAYS, ...SERVICE_WAYS, ...BOOK_WAYS });
  const wrong = ways.flatMap(([topic, text]) => {
    const read = understand(text, [], { persona: personaOf(topic, text), today: TODAY }).asks.map((ask) => ask.topic);
    return read.includes(topic) ? [] : [`${topic} <- ${read.join(' + ') || 'nothing'}: ${text}`];
  });
  expect(ways.length).toBeGreaterThan(1_000);
  expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(ways.length * (1 - LEAST));
});
