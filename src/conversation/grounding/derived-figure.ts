import type { Evidence } from './evidence-index.ts';
import type { WrittenFigure } from './written-figure.ts';

const CUE = /[+=−×÷/]|\b(?:totals?|together|combined|sum|altogether|overall|differen\w+|gap|chang\w+|more|less|higher|lower|rose|risen|fell|fallen|up|down|gain\w*|grew|grown|increas\w+|decreas\w+|ahead|behind|outperform\w*|underperform\w*|beat|beating|trail\w*|lag\w*|share|ratio|times|double\w*|twice|triple\w*|average|mean|net|after|remain\w*|rest|left|minus|plus|between|compared|versus|vs|above|below|short\w*|excess|of (?:the|your|its|that|this|a|total|[€$£A-Z\d]))/i;

export interface Operand {
  readonly figure: WrittenFigure;
  readonly evidence: Evidence;
}

/** A sum, difference, ratio, share or mean of the figures that the same sentence shows and that are supported themselves. */
export function isDerived(target: WrittenFigure, operands: readonly Operand[], text: string): boolean {
  if (operands.length === 0 || !CUE.test(text)) return false;
  const slack = 1e-9 * Math.max(target.value, 1);
  const hits = (value: number) => Math.abs(value) >= target.low - slack && Math.abs(value) <= target.high + slack;
  const shownAs = (operand: Operand, exact: boolean) => (exact ? operand.evidence.value : Math.sign(operand.evidence.value || 1) * operand.figure.value);
  for (const exact of [true, false]) {
    if (candidates(target, operands, (operand) => shownAs(operand, exact), text).some(hits)) return true;
  }
  return false;
}

function candidates(target: WrittenFigure, operands: readonly Operand[], valueOf: (operand: Operand) => number, text: string): number[] {
  const found: number[] = [];
  const like = operands.filter((operand) => operand.evidence.kind === target.kind && sameCurrency(target, operand.figure));
  const values = like.map(valueOf);
  if (values.length > 1) {
    const sum = values.reduce((total, value) => total + value, 0);
    found.push(sum, sum / values.length);
  }
  for (let i = 0; i < values.length; i += 1) {
    for (let j = i + 1; j < values.length; j += 1) found.push(values[i]! - values[j]!, values[i]! + values[j]!);
  }
  if (target.kind === 'rate' && /\b(?:remain\w*|rest|left|other)\b/i.test(text)) found.push(1 - values.reduce((total, value) => total + Math.abs(value), 0));
  if (target.kind === 'rate' || target.kind === 'multiple') found.push(...ratios(target, operands, valueOf));
  if (target.kind === 'money') {
    for (const rate of operands.filter((operand) => operand.evidence.kind === 'rate')) found.push(...values.flatMap((value) => [value * valueOf(rate), value * (1 + valueOf(rate))]));
    // A quantity times a price, shown side by side.
    if (/[×x*]|\bat\b|\btimes\b/i.test(text)) for (const count of operands.filter((operand) => operand.evidence.kind === 'number')) found.push(...values.map((value) => value * valueOf(count)));
  }
  return found;
}

function ratios(target: WrittenFigure, operands: readonly Operand[], valueOf: (operand: Operand) => number): number[] {
  const found: number[] = [];
  for (const above of operands) {
    for (const below of operands) {
      if (above === below || above.evidence.kind !== below.evidence.kind || !sameCurrency(above.figure, below.figure) || valueOf(below) === 0) continue;
      if (above.evidence.kind === 'rate' && target.kind === 'rate') continue;
      found.push(valueOf(above) / valueOf(below));
      if (target.kind === 'rate') found.push(valueOf(above) / valueOf(below) - 1);
    }
  }
  return found;
}

function sameCurrency(a: WrittenFigure, b: WrittenFigure): boolean {
  return !a.currencies || !b.currencies || a.currencies.some((currency) => b.currencies!.includes(currency));
}
