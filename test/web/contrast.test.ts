import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const CSS = readFileSync(join(import.meta.dirname, '../../web/shared/styles/tokens.css'), 'utf8');
const [light = '', dark = ''] = CSS.split(":root[data-theme='dark']");
const coloursOf = (block: string): Map<string, string> => new Map([...block.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6})/g)].map(([, name = '', colour = '']) => [name, colour]));

/** Relative luminance and contrast ratio: W3C, WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Text and what it stands on, as the style sheets use them. */
const TEXT = [
  'ink/page', 'ink/surface', 'ink/sunken', 'ink/asked', 'ink/danger-soft', 'ink/warning-soft', 'ink-soft/page', 'ink-soft/surface', 'ink-soft/sunken', 'ink-soft/warning-soft', 'ink-faint/page', 'ink-faint/surface', 'ink-faint/sunken',
  'accent/page', 'accent/surface', 'accent/sunken', 'accent-strong/accent-soft', 'on-accent/accent', 'on-accent/accent-strong', 'negative/page', 'negative/surface', 'warning/warning-soft', 'positive/accent-soft', 'page/ink',
];
/** Edges of fields, the focus ring, marks, and the colours of charts. */
const MARKS = ['field/page', 'field/surface', 'field/sunken', 'accent/page', 'accent/surface', 'ink-faint/page', ...[1, 2, 3, 4, 5, 6, 7, 8].map((number) => `series-${number}/surface`)];

describe.each([['light', light], ['dark', dark]])('%s colours', (_name, block) => {
  const colours = coloursOf(block);
  const faint = (pairs: readonly string[], least: number): string[] => pairs.flatMap((pair) => {
    const [front = '', ground = ''] = pair.split('/').map((name) => colours.get(name));
    const found = ratio(front, ground);
    return found >= least ? [] : [`${pair} ${found.toFixed(2)}`];
  });
  test('text has the contrast of WCAG AA, 4.5 to 1', () => expect(faint(TEXT, 4.5)).toEqual([]));
  test('fields, focus and chart colours stand out, 3 to 1', () => expect(faint(MARKS, 3)).toEqual([]));
});
