import type { TurnEvent } from '../../src/contract/turn-event.ts';

/** Scripted turns, in the contract's shapes, for the state tests and the mock server. */

type Draft = TurnEvent extends infer E ? (E extends TurnEvent ? Omit<E, 'turnId' | 'seq'> : never) : never;

const TEXT = [
  'Your portfolio **Retirement** is worth **$1,284,310.52**, up **7.42%** since the start of the year, ahead of its benchmark at 6.10%.\n\n',
  'Five positions make up most of it. The largest, Northwind Global Equity, is now **31.8%** of the portfolio, above your limit of 30%.\n\n',
  'The gap to the benchmark opened in the third quarter:\n\n',
  'Two prices are a day old, which moves the total by less than $200.\n\n',
  'I can put a task on your advisor’s list to review the position:',
];
const FIGURES = [
  { words: '$1,284,310.52', label: 'Market value, Retirement', value: '1284310.52', unit: 'money', currency: 'USD', method: 'Holdings at last close, FX at ECB reference rates' },
  { words: '7.42%', label: 'Return, year to date', value: 0.0742, unit: 'fraction', method: 'Time-weighted, daily-linked, flows at start of day, net of fees' },
  { words: '6.10%', label: 'Benchmark return, year to date', value: 0.061, unit: 'fraction', method: 'Total return index, 60/40, USD' },
  { words: '31.8%', label: 'Weight of Northwind Global Equity', value: 0.318, unit: 'fraction', method: 'Market value over total value, cash included' },
] as const;

const TABLE: Draft = {
  type: 'table', invocationId: 'call-1',
  table: {
    key: 'holdings', title: 'Largest positions', total: 23, method: 'Holdings at last close, 20 Nov 2026',
    columns: [
      { key: 'name', label: 'Security', kind: 'name' },
      { key: 'quantity', label: 'Quantity', kind: 'units' },
      { key: 'value', label: 'Value', kind: 'money', currency: 'USD' },
      { key: 'weight', label: 'Weight', kind: 'fraction' },
      { key: 'gain', label: 'Unrealised gain', kind: 'money', currency: 'USD' },
    ],
    rows: [
      ['Northwind Global Equity', '4120.5', '408410.75', 0.318, '92310.40'],
      ['Harbour Investment Grade Bond', '2510', '256862.10', 0.2, '-8412.55'],
      ['Meridian Small Cap', '1875.25', '179803.47', 0.14, '31077.02'],
      ['Alder Infrastructure', '930', '115587.95', 0.09, null],
      ['Cash', null, '64215.53', 0.05, null],
    ],
  },
};

const CHART: Draft = {
  type: 'chart',
  chart: {
    key: 'performance', title: 'Return since January', kind: 'line', unit: 'fraction',
    labels: ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31', '2026-11-20'],
    series: [
      { label: 'Retirement', values: [0.008, 0.014, 0.006, 0.019, 0.031, 0.035, 0.044, 0.058, 0.061, 0.066, 0.0742] },
      { label: '60/40 benchmark', values: [0.01, 0.013, 0.009, 0.02, 0.03, 0.036, 0.041, 0.048, 0.052, 0.058, 0.061] },
    ],
  },
};

const APPROVAL = (expiresAt: string): Draft => ({
  type: 'approval-needed',
  approval: {
    invocationId: 'call-3', toolName: 'create_task', title: 'Create a task for Dana Whitfield', argumentsHash: 'sha256:5b1f', expiresAt,
    arguments: [
      { label: 'Task', value: 'Review the Northwind Global Equity position against the 30% limit' },
      { label: 'Assigned to', value: 'Dana Whitfield' },
      { label: 'Due', value: '2026-11-30' },
    ],
  },
});

/** The whole answer with a table, a chart and a card, as events 0, 1, 2, … */
export function demoTurn(turnId: string, conversationId: string, expiresAt = '2126-01-01T00:00:00Z'): TurnEvent[] {
  const whole = TEXT.join('');
  const asOf = '2026-11-20';
  const drafts: Draft[] = [
    { type: 'accepted', conversationId, messageId: `question-${turnId}`, model: 'Steward offline 1.0', offline: true },
    { type: 'status', text: 'Looking at your holdings' },
    { type: 'tool-started', invocationId: 'call-1', toolName: 'get_holdings', label: 'Holdings of Retirement' },
    { type: 'tool-finished', invocationId: 'call-1', toolName: 'get_holdings', outcome: 'ok', summary: '23 positions, as of 20 Nov 2026', durationMs: 41 },
    { type: 'tool-started', invocationId: 'call-2', toolName: 'get_return', label: 'Return of Retirement against its benchmark' },
    { type: 'tool-finished', invocationId: 'call-2', toolName: 'get_return', outcome: 'ok', summary: '1 Jan to 20 Nov 2026, daily-linked', durationMs: 63 },
    ...pieces(TEXT[0] ?? ''),
    ...FIGURES.slice(0, 3).map((figure, index) => figureEvent(whole, figure, index === 0 ? 'call-1' : 'call-2', asOf)),
    ...pieces(TEXT[1] ?? ''),
    ...FIGURES.slice(3).map((figure) => figureEvent(whole, figure, 'call-1', asOf)),
    TABLE,
    ...pieces(TEXT[2] ?? ''),
    CHART,
    ...pieces((TEXT[3] ?? '') + (TEXT[4] ?? '')),
    APPROVAL(expiresAt),
    { type: 'suggestion', suggestions: ['Why is it ahead of the benchmark?', 'Which positions lost money?', 'What if equities fall by 20%?'] },
    { type: 'completed', messageId: `answer-${turnId}`, status: 'completed', latencyMs: 1240 },
  ];
  return drafts.map((draft, seq) => ({ ...draft, turnId, seq }));
}

/** The other two kinds of chart, before any text: the answer's words still come first on the page. */
export function chartsTurn(turnId: string, conversationId: string): TurnEvent[] {
  const labels = ['Equities', 'Bonds', 'Real assets', 'Cash'];
  const drafts: Draft[] = [
    { type: 'accepted', conversationId, messageId: `question-${turnId}`, model: 'Steward offline 1.0', offline: true },
    { type: 'chart', chart: { key: 'allocation', title: 'Allocation', kind: 'doughnut', unit: 'fraction', labels, series: [{ label: 'Weight', values: [0.58, 0.27, 0.1, 0.05] }] } },
    { type: 'chart', chart: { key: 'drift', title: 'Against target', kind: 'bar', unit: 'fraction', labels, series: [{ label: 'Actual', values: [0.58, 0.27, 0.1, 0.05] }, { label: 'Target', values: [0.5, 0.35, 0.1, null] }] } },
    { type: 'text', text: 'Equities are 8 points above their target, bonds 8 points below.\n\n' },
    { type: 'completed', messageId: `answer-${turnId}`, status: 'completed', latencyMs: 310 },
  ];
  return drafts.map((draft, seq) => ({ ...draft, turnId, seq }));
}

/** A turn that fails and may be tried again. */
export function failingTurn(turnId: string, conversationId: string): TurnEvent[] {
  return [
    { turnId, seq: 0, type: 'accepted', conversationId, messageId: `question-${turnId}`, model: 'Steward offline 1.0', offline: true },
    { turnId, seq: 1, type: 'failed', code: 'unavailable', message: 'The model did not answer in time.', hint: 'Nothing was changed.', retryable: true },
  ];
}

function pieces(text: string): Draft[] {
  return (text.match(/[\s\S]{1,24}/g) ?? []).map((piece) => ({ type: 'text', text: piece }));
}

function figureEvent(whole: string, { words, ...source }: (typeof FIGURES)[number], invocationId: string, asOf: string): Draft {
  const start = whole.indexOf(words);
  return { type: 'figure', start, end: start + words.length, source: { invocationId, toolName: invocationId === 'call-1' ? 'get_holdings' : 'get_return', asOf, ...source } };
}
