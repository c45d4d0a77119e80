import { describe, expect, test } from 'vitest';
import { createSentenceGate } from '../../../src/conversation/grounding/sentence-gate.ts';
import type { SentenceGate } from '../../../src/conversation/grounding/gate.ts';
import { answersOf, decimal, givenStream, givenTruths, type Truth } from './given-figures.ts';
import { amounts, DAYS, inWords, rates } from './writings.ts';

function givenGate(truths: readonly Truth[]): SentenceGate {
  const gate = createSentenceGate({ allowedHosts: [], privateText: 'private words' });
  truths.forEach((truth, at) => answersOf(truth).forEach(({ toolName, answer }, call) => gate.addEvidence({ invocationId: `call-${at}-${call}`, toolName }, answer)));
  gate.addQuestion(`How are ${truths.map((truth) => truth.name).join(' and ')} doing?`);
  return gate;
}

/** Streams the text in pieces of `size` characters, so that figures come apart. */
function shownOf(gate: SentenceGate, text: string, size: number): string {
  const released = [];
  for (let at = 0; at < text.length; at += size) released.push(...gate.push(text.slice(at, at + size)));
  released.push(...gate.finish());
  return released.map((piece) => piece.text).join('');
}

type Writer = (truth: Truth, other: Truth, pick: <T>(list: readonly T[]) => T) => string;

const LIES: Readonly<Record<string, Writer>> = {
  'wrong amount': (t, _, pick) => `${t.name} is worth ${pick(amounts(Math.round(t.valueCents * pick([1.13, 0.83, 1.37, 10])), t.currency))}.`,
  'wrong rate': (t, _, pick) => `${t.name} returned ${pick(rates(t.returnFraction + pick([0.021, 0.4, 0.6])))} over the year.`,
  'amount of another portfolio': (t, o, pick) => `${t.name} ${pick(['is worth', 'stands at', 'holds assets of', 'has a value of'])} ${pick(amounts(o.valueCents, o.currency))}.`,
  'rate of another portfolio': (t, o, pick) => `${pick(['', 'As you asked: '])}${t.name} returned ${pick(rates(o.returnFraction))}.`,
  'both portfolios swapped': (t, o, pick) => `${t.name} returned ${pick(rates(o.returnFraction))} and ${o.name} ${pick(rates(t.returnFraction))}.`,
  'position of another portfolio': (t, o, pick) => `In ${t.name}, ${o.ticker} is worth ${pick(amounts(o.positionCents, o.currency))}.`,
  'stale amount told as of now': (t, _, pick) => `${pick(['Today', 'Currently', 'Right now', 'As of 23 November 2026'])}, ${t.name} is worth ${pick(amounts(t.oldValueCents, t.currency))}.`,
  'stale amount without its day': (t, _, pick) => `${t.name} is worth ${pick(amounts(t.oldValueCents, t.currency))}.`,
  'today\'s amount put on an old day': (t, _, pick) => `On ${pick(DAYS[t.oldDay]!)} ${t.name} was worth ${pick(amounts(t.valueCents, t.currency))}.`,
  'day that no tool named': (t, _, pick) => `As of ${pick(['14 February 2025', '2024-12-31', 'Q2 2024', 'June 2023'])}, ${t.name} was worth ${pick(amounts(t.valueCents, t.currency))}.`,
  'invented ticker': (t, _, pick) => `${t.name} also holds ${pick(['ZZQX', 'Vandelay (VNDL)', 'XQW', 'Initech Corp (INTQ)'])}.`,
  'percent as fraction': (t, _, pick) => `${t.name} returned ${pick([`${t.returnFraction} %`, `${t.returnFraction.toFixed(3)}%`, `${(t.returnFraction * 1e4).toFixed(0)} %`, `${t.returnFraction.toFixed(4)} percent`])}.`,
  'wrong currency': (t, _, pick) => `${t.name} is worth ${pick(amounts(t.valueCents, t.currency === 'EUR' ? 'CHF' : 'EUR').slice(0, 4))}.`,
  'rate in words': (t, _, pick) => `${t.name} gained ${inWords(Math.round(t.returnFraction * 100) + pick([2, 50, 70]))} percent.`,
  'part in words': (t, _, pick) => `${pick(['Two thirds', 'A fifth', 'A quarter', 'Nearly half'])} of ${t.name} is in cash.`,
  'count in words': (t, _, pick) => `${t.name} has ${inWords(t.holdings + pick([5, 7, 40]))} holdings.`,
  'count in digits': (t, _, pick) => `${t.name} has ${t.holdings + pick([6, 43, 100])} holdings.`,
  'sum that does not add up': (t, _, pick) => `${t.name} went from ${t.currency} ${decimal(t.oldValueCents)} on 31 March 2026 to ${t.currency} ${decimal(t.valueCents)} on 23 November 2026, a difference of ${t.currency} ${decimal(Math.round(Math.abs(t.oldValueCents - t.valueCents) * pick([0.7, 1.3])))}.`,
  'gain told as loss': (t, _, pick) => `${t.name} ${pick(['lost', 'fell', 'dropped'])} ${pick(rates(t.returnFraction).slice(0, 4))}.`,
  'doubled': (t, _, pick) => `${t.name} ${pick(['has doubled', 'has tripled', 'is worth twice as much'])} since March.`,
};

const PARAPHRASES: readonly Writer[] = [
  (t, _, pick) => `${t.name} is worth ${pick(amounts(t.valueCents, t.currency))}.`,
  (t, _, pick) => `As of ${pick(DAYS[t.asOf]!)}, ${t.name} is worth ${pick(amounts(t.valueCents, t.currency))}.`,
  (t, _, pick) => `On ${pick(DAYS[t.oldDay]!)} ${t.name} was worth ${pick(amounts(t.oldValueCents, t.currency))}.`,
  (t, _, pick) => `Over the past 12 months ${t.name} returned ${pick(rates(t.returnFraction))}.`,
  (t, o, pick) => `${t.name} returned ${pick(rates(t.returnFraction))}, while ${o.name} gained ${pick(rates(o.returnFraction))}.`,
  (t, o, pick) => `${t.name} and ${o.name} returned ${pick(rates(t.returnFraction))} and ${pick(rates(o.returnFraction))} respectively.`,
  (t, _, pick) => `${t.ticker} makes up ${pick(rates(t.weightFraction))} of ${t.name}.`,
  (t, _, pick) => `Your largest position, ${t.ticker}, is worth ${pick(amounts(t.positionCents, t.currency))}.`,
  (t, _, pick) => `${t.name} has ${pick([String(t.holdings), inWords(t.holdings)])} holdings.`,
  (t, _, pick) => `Fees on ${t.name} are ${pick([`${t.feeBps} bps`, `${t.feeBps} basis points`, `${(t.feeBps / 100).toFixed(2)} %`])}, e.g. as the last invoice shows.`,
  (t, _, pick) => `- **${t.name}**: ${pick(amounts(t.valueCents, t.currency))}, volatility ${pick(rates(t.volatilityFraction))}\n`,
  (t, _, pick) => `| ${t.name} | ${pick(amounts(t.valueCents, t.currency))} | ${pick(rates(t.returnFraction))} |\n`,
  (t, o) => (t.currency === o.currency ? `Together ${t.name} (${t.currency} ${decimal(t.valueCents)}) and ${o.name} (${t.currency} ${decimal(o.valueCents)}) hold ${t.currency} ${decimal(t.valueCents + o.valueCents)}.` : `${t.name} and ${o.name} are two portfolios.`),
  (t) => `${t.name} went from ${t.currency} ${decimal(t.oldValueCents)} on 31 March 2026 to ${t.currency} ${decimal(t.valueCents)} on 23 November 2026, a difference of ${t.currency} ${decimal(Math.abs(t.oldValueCents - t.valueCents))}.`,
  (t, o, pick) => `${o.name} beat ${t.name} by ${((o.returnFraction - t.returnFraction) * 100).toFixed(1)} percentage points: ${pick(rates(o.returnFraction).slice(0, 2))} against ${pick(rates(t.returnFraction).slice(0, 2))}.`,
  (t, _, pick) => `Its TWR was ${pick(rates(t.returnFraction))} (YTD figures for the ETF are unavailable).`,
  (t) => `1. ${t.name}: ${t.currency} ${decimal(t.valueCents)}.\n2. Anything else?`,
  () => 'You could also ask three next questions about risk.',
];

describe('scripted liars', () => {
  const lies = Array.from({ length: 500 }, (_, at) => {
    const random = givenStream(at * 7_919 + 13);
    const [first, second] = givenTruths(random);
    const kinds = Object.keys(LIES);
    const kind = kinds[at % kinds.length]!;
    const [one, other] = random() < 0.5 ? [first, second] : [second, first];
    const size = 1 + Math.floor(random() * 9);
    return { kind, truths: [first, second], size, text: LIES[kind]!(one, other, (list) => list[Math.floor(random() * list.length)]!) };
  });

  test('none of 500 lies is shown, in whatever pieces they arrive', () => {
    const shown = lies.filter(({ truths, text, size }) => shownOf(givenGate(truths), text, size) !== '').map(({ kind, text }) => `${kind}: ${text}`);
    expect(shown).toEqual([]);
  });

  test('at least 98 % of 500 honest paraphrases are shown unchanged', () => {
    const held = [];
    for (let at = 0; at < 500; at += 1) {
      const random = givenStream(at * 104_729 + 7);
      const [first, second] = givenTruths(random);
      const text = PARAPHRASES[at % PARAPHRASES.length]!(first, second, (list) => list[Math.floor(random() * list.length)]!);
      const gate = givenGate([first, second]);
      if (shownOf(gate, text, 1 + Math.floor(random() * 9)) !== text) held.push(`${text} ← ${gate.held.map((sentence) => sentence.unsupported.join(', ')).join('; ')}`);
    }
    // Ten may fail; the first that does beyond them is named.
    expect(held.slice(10)).toEqual([]);
  });
});
