import type { AdviceFigure, AdviceSide } from '../../src/domain/advice/advice-snapshot.ts';
import type { LabelledFigure } from '../../src/shared/answer.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';

/** A figure of the engine as every tool shows figures. */
export function shownFigure({ reason, ...figure }: AdviceFigure, asOf: IsoDate): LabelledFigure {
  return { ...figure, asOf, ...(reason === undefined ? {} : { reason }) };
}

const PARTS: Readonly<Record<string, string>> = {
  freshness: 'age of prices and rates', coverage: 'share of the value with prices, rates and costs', signal: 'how far the portfolio is from where the strategy wants it', estimation: 'share of resampled histories in which the advice comes true', history: 'how earlier advice of the kind turned out',
};

/** The confidence of the engine and its parts, each 0 to 1. */
export function confidenceFigures(confidence: number, parts: Readonly<Record<string, unknown>>, asOf: IsoDate): LabelledFigure[] {
  return [
    { key: 'confidence', label: 'Confidence', value: confidence, unit: 'fraction', asOf, method: 'confidence of the advice engine, set by the server' },
    ...Object.entries(parts).flatMap(([key, value]): LabelledFigure[] => (typeof value === 'number' ? [{ key: `confidence.${key}`, label: `Confidence: ${key}`, value, unit: 'fraction', asOf, method: PARTS[key] ?? 'as recorded' }] : [])),
  ];
}

const SIDES: readonly (readonly [key: keyof AdviceSide, label: string, unit: LabelledFigure['unit'], method: string])[] = [
  ['driftFraction', 'Largest drift', 'fraction', 'largest distance of a class from its target weight'], ['largestPositionFraction', 'Largest position', 'fraction', 'share of the portfolio value'], ['cashFraction', 'Cash', 'fraction', 'share of the portfolio value'],
  ['volatilityFraction', 'Expected volatility', 'fraction', 'yearly, from the covariance of two years of weekly returns'], ['ongoingCostFraction', 'Product cost a year', 'fraction', 'weighted expense ratios'], ['esgScore', 'ESG score', 'score', 'weighted by value, of what is rated'],
  ['goalProbability', 'Probability of the leading goal', 'fraction', 'house assumptions, no guarantee'],
];

/** What the trades change, before and after. What is not known on a side is left out there. */
export function sideFigures(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>, asOf: IsoDate): LabelledFigure[] {
  return SIDES.flatMap(([key, label, unit, method]) => [['before', before[key]] as const, ['after', after[key]] as const].flatMap(([when, value]): LabelledFigure[] => (
    typeof value === 'number' ? [{ key: `${key}.${when}`, label: `${label} ${when}`, value, unit, asOf, method }] : []
  )));
}
