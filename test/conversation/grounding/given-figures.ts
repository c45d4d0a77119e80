import { answer, type Answer } from '../../../src/shared/answer.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import type { FigureUnit } from '../../../src/shared/figure.ts';

/** A repeatable stream of numbers in [0, 1). */
export function givenStream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return ((state >>> 8) % 65_536) / 65_536;
  };
}

export interface Truth {
  readonly name: string;
  readonly ticker: string;
  readonly asOf: string;
  readonly oldDay: string;
  readonly currency: 'EUR' | 'CHF' | 'USD';
  /** Cents, so that the tests' own arithmetic is exact. */
  readonly valueCents: number;
  readonly oldValueCents: number;
  readonly returnFraction: number;
  readonly volatilityFraction: number;
  readonly feeBps: number;
  readonly holdings: number;
  readonly positionCents: number;
  readonly weightFraction: number;
}

const FIRST = ['Harbour', 'Alpine', 'Meadow', 'Cedar', 'Northern', 'Silver', 'Orchard', 'Quiet'];
const SECOND = ['Growth', 'Balanced', 'Retirement', 'Education', 'Reserve', 'Income'];
const TICKERS = ['NOVA', 'KLMN', 'ORB', 'TESS', 'VLT', 'PRX', 'HALO', 'QBC'];

/** Two portfolios whose figures differ everywhere, with an older answer about each. */
export function givenTruths(random: () => number): readonly [Truth, Truth] {
  const at = Math.floor(random() * 8);
  const make = (offset: number): Truth => ({
    name: `${FIRST[(at + offset) % 8]} ${SECOND[(at + offset * 2) % 6]}`, ticker: TICKERS[(at + offset) % 8]!, asOf: '2026-11-23', oldDay: '2026-03-31',
    currency: (['EUR', 'CHF', 'USD'] as const)[Math.floor(random() * 3)]!,
    valueCents: Math.round((200_000 + offset * 900_000 + random() * 500_000) * 100), oldValueCents: Math.round((2_100_000 + offset * 800_000 + random() * 400_000) * 100),
    returnFraction: Math.round((0.031 + offset * 0.09 + random() * 0.05) * 1e5) / 1e5, volatilityFraction: Math.round((0.26 + offset * 0.12 + random() * 0.08) * 1e5) / 1e5,
    feeBps: 41 + offset * 30 + Math.floor(random() * 20), holdings: 14 + offset * 20 + Math.floor(random() * 9),
    positionCents: Math.round((12_000 + offset * 40_000 + random() * 9_000) * 100), weightFraction: Math.round((0.52 + offset * 0.2 + random() * 0.1) * 1e4) / 1e4,
  });
  return [make(0), make(1)];
}

export function answersOf(truth: Truth): readonly { readonly toolName: string; readonly answer: Answer }[] {
  const asOf = isoDate(truth.asOf);
  const figure = (key: string, label: string, value: string | number, unit: FigureUnit, day = asOf, currency?: string) => ({ key, label, value, unit, asOf: day, method: 'market value at last closes', ...(currency ? { currency } : {}) });
  const title = `Summary of ${truth.name}`;
  return [
    { toolName: 'get_portfolio_summary', answer: answer({ title, asOf, figures: [figure('valueBase', 'Value', decimal(truth.valueCents), 'money', asOf, truth.currency), figure('holdingCount', 'Holdings', truth.holdings, 'count')] }) },
    { toolName: 'get_portfolio_summary', answer: answer({ title, asOf: isoDate(truth.oldDay), figures: [figure('valueBase', 'Value', decimal(truth.oldValueCents), 'money', isoDate(truth.oldDay), truth.currency)] }) },
    { toolName: 'get_performance', answer: answer({ title: `Performance of ${truth.name}`, asOf, figures: [figure('twr:1Y', 'Return', truth.returnFraction, 'fraction'), figure('volatility', 'Volatility', truth.volatilityFraction, 'fraction'), figure('fee', 'Fee', truth.feeBps, 'bps')] }) },
    {
      toolName: 'list_holdings', answer: answer({
        title: `Holdings of ${truth.name}`, asOf, tables: [{
          key: 'holdings', title: 'Holdings', total: 1, method: 'last closes', rows: [[truth.ticker, decimal(truth.positionCents), truth.weightFraction]],
          columns: [{ key: 'ticker', label: 'Ticker', kind: 'name' }, { key: 'value', label: 'Value', kind: 'money', currency: truth.currency }, { key: 'weight', label: 'Weight', kind: 'fraction' }],
        }],
      }),
    },
  ];
}

export function decimal(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}
