import { expect, test } from 'vitest';
import type { TurnEvent } from '../../src/contract/turn-event.ts';
import { EMPTY_CHAT, chatReducer, type ChatState } from '../../web/shared/chat-state.ts';
import { exchangesOf } from '../../web/shared/stored-exchanges.ts';
import { layoutAnswer } from '../../web/shared/layout-answer.ts';
import { EMPTY_TURN, applyTurnEvents, hasGap } from '../../web/shared/turn-state.ts';
import { demoTurn } from './scripted-turns.ts';

const events = demoTurn('turn-1', 'conversation-1');
const inOrder = applyTurnEvents(EMPTY_TURN, events);

test('a turn in order ends with its text, blocks, steps and answer id', () => {
  expect(inOrder).toMatchObject({ status: 'completed', lastSeq: events.length - 1, ahead: [], answerId: 'answer-turn-1', questionId: 'question-turn-1' });
  expect(inOrder.blocks.map((block) => block.kind)).toEqual(['table', 'chart', 'approval']);
  expect(inOrder.steps.every((step) => step.outcome === 'ok')).toBe(true);
  expect(inOrder.text.slice(inOrder.figures[0]?.start, inOrder.figures[0]?.end)).toBe('$1,284,310.52');
});

test('repeats change nothing', () => {
  expect(applyTurnEvents(EMPTY_TURN, events.flatMap((event) => [event, event]))).toEqual(inOrder);
  expect(applyTurnEvents(inOrder, events)).toBe(inOrder);
});

test('events that overtook others wait, and the result is the same', () => {
  const [first, ...rest] = events as [TurnEvent, ...TurnEvent[]];
  expect(applyTurnEvents(EMPTY_TURN, [first, ...rest.toReversed()])).toEqual(inOrder);
  expect(applyTurnEvents(EMPTY_TURN, events.toReversed())).toEqual(inOrder);
});

test('a lost event shows as a gap, and the resume from the last number closes it', () => {
  const torn = applyTurnEvents(EMPTY_TURN, events.filter((event) => event.seq !== 4));
  expect(hasGap(torn)).toBe(true);
  expect(torn.lastSeq).toBe(3);
  expect(applyTurnEvents(torn, events.filter((event) => event.seq > torn.lastSeq))).toEqual(inOrder);
});

test("another turn's events never reach this one", () => {
  const started = applyTurnEvents(EMPTY_TURN, events.slice(0, 3));
  expect(applyTurnEvents(started, demoTurn('turn-2', 'conversation-1'))).toBe(started);
});

const asked = (key: string): Parameters<typeof chatReducer>[1] => ({ type: 'asked', key, question: 'How am I doing?', parentMessageId: null, askedAt: '2026-11-23T10:00:00Z' });

test('events that arrive before the acknowledgement are kept for their question', () => {
  let state: ChatState = chatReducer(EMPTY_CHAT, asked('key-1'));
  for (const event of events) state = chatReducer(state, { type: 'event', event });
  expect(state.exchanges[0]?.turn.text).toBe('');
  state = chatReducer(state, { type: 'started', key: 'key-1', turnId: 'turn-1', conversationId: 'conversation-1' });
  expect(state.exchanges[0]?.turn).toEqual(inOrder);
  expect(state).toMatchObject({ conversationId: 'conversation-1', unclaimed: [] });
});

test('two turns at once in one conversation keep to their own answers', () => {
  const second = demoTurn('turn-2', 'conversation-1');
  let state = [asked('key-1'), asked('key-2')].reduce(chatReducer, EMPTY_CHAT);
  state = chatReducer(state, { type: 'started', key: 'key-1', turnId: 'turn-1', conversationId: 'conversation-1' });
  state = chatReducer(state, { type: 'started', key: 'key-2', turnId: 'turn-2', conversationId: 'conversation-1' });
  events.forEach((event, index) => {
    state = chatReducer(chatReducer(state, { type: 'event', event }), { type: 'event', event: second[index] as TurnEvent });
  });
  expect(state.exchanges.map((exchange) => exchange.turn.answerId)).toEqual(['answer-turn-1', 'answer-turn-2']);
  expect(state.exchanges[0]?.turn.text).toBe(inOrder.text);
});

test('a decided approval shows as settled, live and from the record', () => {
  const decided: TurnEvent = { turnId: 'turn-1', seq: events.length, type: 'approval-decided', invocationId: 'call-3', outcome: 'approved', summary: 'Task created.' };
  const live = chatReducer({ ...EMPTY_CHAT, exchanges: [{ key: 'k', question: 'q', parentMessageId: null, askedAt: '', turn: inOrder }] }, { type: 'decided', invocationId: 'call-3', outcome: 'approved', summary: 'Task created.' });
  const stored = applyTurnEvents(inOrder, [decided]);
  expect(live.exchanges[0]?.turn.blocks).toEqual(stored.blocks);
  expect(stored.blocks.at(-1)).toMatchObject({ outcome: 'approved' });
});

test('a stored conversation replays to what was seen live; without events the stored text stands', () => {
  const message = { turnId: 'turn-1', parentMessageId: null, createdAt: '2026-11-23T10:00:00Z', status: 'completed' };
  const question = { ...message, id: 'question-turn-1', role: 'user' as const, content: 'How am I doing?', events: [] };
  const answer = { ...message, id: 'answer-turn-1', role: 'assistant' as const, content: 'Well.', events: [...events, { type: 'not-known', turnId: 'turn-1', seq: 99 }] };
  expect(exchangesOf('conversation-1', [question, answer])[0]?.turn).toMatchObject({ text: inOrder.text, status: 'completed' });
  expect(exchangesOf('conversation-1', [question, { ...answer, events: [] }])[0]?.turn).toMatchObject({ text: 'Well.', status: 'completed', answerId: 'answer-turn-1' });
});

test('blocks stand between paragraphs, figures keep their place, and no character is lost', () => {
  const segments = layoutAnswer(inOrder.text, inOrder.blocks, inOrder.figures);
  expect(segments.map((segment) => segment.kind)).toEqual(['text', 'block', 'text', 'block', 'text', 'block']);
  expect(segments.map((segment) => (segment.kind === 'text' ? segment.text : '')).join('')).toBe(inOrder.text);
  const words = segments.flatMap((segment) => (segment.kind === 'text' ? segment.figures.map((figure) => segment.text.slice(figure.start, figure.end)) : []));
  expect(words).toEqual(inOrder.figures.map((figure) => inOrder.text.slice(figure.start, figure.end)));
});

test('a table that the words hold row for row does not stand there twice, and the next questions are left to their buttons', () => {
  const table = { key: 't', title: 'Allocation', method: 'weights', total: 2, columns: [{ key: 'b', label: 'Bucket', kind: 'text' }, { key: 'v', label: 'Value', kind: 'money' }, { key: 'w', label: 'Weight', kind: 'fraction' }], rows: [['equity', '10', 0.5], ['bond', '10', 0.5]] };
  const block = { kind: 'table', at: 0, table, invocationId: 'i' } as const;
  const words = 'Half and half.\n\n| Bucket | Weight |\n|---|---|\n| equity | 50 % |\n| bond | 50 % |\n\nBasis: weights.\n\nYou could also ask:\n- What next?\n';
  const shown = layoutAnswer(words, [block], []);
  expect(shown.map(({ kind }) => kind)).toEqual(['text']);
  expect(JSON.stringify(shown)).not.toContain('You could also ask');
  expect(layoutAnswer(words.replace('| bond | 50 % |\n', ''), [block], []).map(({ kind }) => kind)).toContain('block');
  expect(layoutAnswer(words.replace('Weight', 'Risk'), [block], []).map(({ kind }) => kind)).toContain('block');
});
